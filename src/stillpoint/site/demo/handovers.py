"""Handovers of the invented force: begun, passed on, accepted, answered, answered back."""

from __future__ import annotations

import datetime as dt
import random
from itertools import cycle
from typing import Any

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.people.models import Officer
from stillpoint.points import handover
from stillpoint.points.handover_preparing import PREPARATION, handover_of
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.handover_sides import handover_kinds, people_on
from stillpoint.points.models import (
    Handover,
    Participation,
    Point,
    PointState,
    SectionRevision,
    Side,
    SideExcused,
)
from stillpoint.points.opening_points import direct_supervisor
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section

KNOWN: tuple[dict[str, Any], ...] = (
    {
        "communication": "Text first, after six. Voicemail is not private.",
        "communication_on_file": "yes",
        "support": "An adviser was offered and the number left; not taken up yet.",
        "support_on_file": "yes",
    },
    {
        "wishes": "Does not want an officer in uniform at the door.",
        "wishes_on_file": "yes",
        "engagement": "It went better once we sat in the kitchen and left the form for later.",
        "engagement_on_file": "no",
    },
    {
        "safety": "Worried about the walk from the bus; asked for the lock to be looked at.",
        "safety_on_file": "yes",
        "file": "Times are in the pocket book. The clothing list is still to come.",
        "file_on_file": "yes",
    },
    {"nothing": "yes"},
)
ANSWERED: tuple[dict[str, Any], ...] = (
    {
        "helped_account": "Short and in their words: nobody had to ask again.",
        "helped_needs_passed_on": "The note on texts meant the first call did not go wrong.",
        "more_record": "A time beside each step in the afternoon.",
        "not_on_file": "no",
    },
    {
        "helped_early_evidence": "The doorbell recording was asked for the same night.",
        "more_timeliness": "The bag came two days after the file.",
        "not_on_file": "no",
    },
    {"nothing": "yes"},
)
BACK: tuple[dict[str, Any], ...] = (
    {
        "good": "Ten minutes by telephone, and questions that showed the file had been read.",
        "used": "Yes: the texts went out after six.",
        "not_on_file": "no",
    },
    {
        "used": "I cannot tell yet.",
        "easier": "Knowing to whom it would go before the end of the shift.",
        "not_on_file": "no",
    },
    {"nothing": "yes"},
)
EXCUSES = (
    "On long leave, and not to be asked before the spring.",
    "Seconded to another force; asked twice without an answer.",
)
# How far handovers have got: shares of them, one below the other.
UNTOUCHED, PASSED_ON, ACCEPTED, ANSWERED_SHARE, EXCUSED = 0.12, 0.24, 0.34, 0.5, 0.58
# One after another, so that a few handovers show every stage.
HOW_FAR = (0.8, 0.2, 0.4, 0.9, 0.05, 0.3, 0.7, 0.55)


def hand_over(chance: random.Random) -> None:
    """Let every open handover get some way, most of them to the end."""
    found = Point.objects.filter(kind__in=handover_kinds(), state=PointState.OPEN)
    handovers = found.select_related("owner", "case").order_by("due_at", "id")
    for point, drawn in zip(handovers, cycle(HOW_FAR), strict=False):
        passing, receiving = (people_on(point, side) for side in Side)
        if passing and receiving:
            _some_way(point, passing[0], receiving[0], chance, drawn)


def begin_some(chance: random.Random) -> None:
    """At a few open first responses the officer has begun the handover."""
    parts = Participation.objects.filter(role="fro", point__state=PointState.OPEN)
    for part in parts.exclude(point__kind__in=handover_kinds()).select_related("point__case"):
        if handover_of(part.point.case) is None and chance.random() < 0.5:
            answers = chance.choice(KNOWN[:3])
            save_section(
                by=part.officer, point=part.point, kind=PREPARATION, version=0, answers=answers
            )


def _some_way(
    point: Point, passing: Officer, receiving: Officer, chance: random.Random, drawn: float
) -> None:
    if drawn < UNTOUCHED:
        return
    hours = 3
    _write(point, NEEDS, passing, chance.choice(KNOWN), hours)
    if drawn < PASSED_ON:
        return
    handover.accept(by=receiving, point=point)
    Handover.objects.filter(point=point).update(accepted_at=_later(point, hours + 2))
    if drawn < ACCEPTED:
        return
    _write(point, ANSWER, receiving, chance.choice(ANSWERED), hours + 3)
    if drawn < ANSWERED_SHARE:
        return
    if drawn < EXCUSED:
        above = direct_supervisor(passing)
        if above is not None:
            handover.excuse(
                by=above, point=point, side=Side.PASSES_ON, reason=chance.choice(EXCUSES)
            )
            SideExcused.objects.filter(point=point).update(at=_later(point, hours + 30))
        return
    _write(point, REPLY, passing, chance.choice(BACK), hours + 9)


def _write(
    point: Point, kind: SectionKind, by: Officer, answers: dict[str, Any], hours: int
) -> None:
    version = section_of(point, kind).version
    save_section(by=by, point=point, kind=kind, version=version, answers=answers)
    share_section(by=by, point=point, kind=kind, not_identifiers=True)
    at = _later(point, hours)
    shared = SectionRevision.objects.filter(section__point=point, section__key=kind.key)
    shared.update(at=at)
    flagged = RelevanceFlag.objects.filter(source=point.trail_reference, flagged_at__gt=at)
    flagged.update(flagged_at=at)


def _later(point: Point, hours: int) -> dt.datetime:
    """So many hours after the point was opened."""
    return point.opened_at + dt.timedelta(hours=hours)
