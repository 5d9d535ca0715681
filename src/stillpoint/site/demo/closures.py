"""What first responders of the invented force hear of their cases: asked for, sent, read."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.before_trial import is_before_a_court
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.models import Officer
from stillpoint.points import closure
from stillpoint.points.models import ClosureNotice, NoticeState, Point

ENDED, GOING_ON = 24, 8
OWN_WORDS = (
    "",
    "",
    "The adviser told us how well that first hour was handled. I wanted you to know.",
    "It was a long night. Thank you for staying until somebody had come.",
)
# How far notices have got: shares of those that are due, one below the other.
WAITING, HELD_BACK, TO_READ = 0.2, 0.4, 0.65


def hear_of_cases(chance: random.Random) -> None:
    """Some officers asked about cases with an outcome, some about cases without one yet."""
    roles = practice.current().handover.passes_on
    parts = Involvement.objects.filter(role__in=roles, officer__is_active=True)
    parts = parts.select_related("case", "officer")
    ended = parts.exclude(case__outcome_group="not_finalised").order_by("-case__outcome_on", "pk")
    going_on = parts.filter(case__outcome_group="not_finalised").order_by("-case__reported_on")
    for part in [*ended[:ENDED], *going_on[:GOING_ON]]:
        notice = closure.ask_to_hear(by=part.officer, case=part.case)
        _asked_when_it_was(notice, chance)
        if notice.state == NoticeState.DUE and notice.sender is not None:
            _answer(notice, notice.sender, part.case, chance)


def first_responders() -> list[Officer]:
    """Those who have a notice to read, the ones with a point open first."""
    ready = ClosureNotice.objects.filter(state=NoticeState.SENT).select_related("officer")
    people = [one.officer for one in ready.order_by("pk")]
    busy = Point.objects.filter(state="open", participations__officer__in=people)
    with_points = set(busy.values_list("participations__officer", flat=True))
    both = [one for one in people if one.pk in with_points]
    return list(dict.fromkeys([*both, *people]))


def _answer(notice: ClosureNotice, sender: Officer, case: Case, chance: random.Random) -> None:
    drawn = chance.random()
    if drawn < WAITING:
        return
    in_court = is_before_a_court(case)
    answer: dict[str, Any] = {
        "witness": chance.choice(("complete", "not_a_witness")),
        "trial_to_come": in_court,
        "thanks": chance.choice([one.key for one in practice.current().handover.closure_thanks]),
        "own_words": "" if in_court else chance.choice(OWN_WORDS),
        "status": "ended",
    }
    if drawn < HELD_BACK:
        answer |= {"witness": "not_complete", "trial_to_come": True, "own_words": ""}
    kept = closure.answer_notice(by=sender, notice=notice, not_identifiers=True, **answer)
    if kept.state == NoticeState.SENT and drawn >= TO_READ:
        closure.note_read(by=kept.officer, notice=kept)
    _answered_when_it_was(kept, chance)


def _asked_when_it_was(notice: ClosureNotice, chance: random.Random) -> None:
    asked = timezone.now() - dt.timedelta(days=chance.randint(6, 30))
    ClosureNotice.objects.filter(pk=notice.pk).update(asked_at=asked)


def _answered_when_it_was(notice: ClosureNotice, chance: random.Random) -> None:
    ago = dt.timedelta(days=chance.randint(2, 5))
    found = ClosureNotice.objects.filter(pk=notice.pk)
    if notice.sent_at is not None:
        found.update(sent_at=notice.sent_at - ago)
    if notice.read_at is not None:
        found.update(read_at=notice.read_at - ago + dt.timedelta(hours=9))
