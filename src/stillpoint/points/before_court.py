"""Before court (P50): the case put together again from what is there, so that nobody has to relearn
it, and the time to prepare (``preparing.py``).

The refresher is made when it is read and kept nowhere. It holds nothing that its reader could not
open: the points they may read, the live risks they may read, agreed learning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stillpoint.learning.access_actions import actions_visible_to
from stillpoint.learning.models import Action, ActionState, LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.learned_before import learned_before
from stillpoint.points.models import (
    ConversationRevision,
    Point,
    PointState,
    ProtectedTime,
    SectionRevision,
    TimeState,
)
from stillpoint.points.standing import Part, Standing
from stillpoint.risks import access as risks_access
from stillpoint.risks.models import LiveRisk
from stillpoint.trust.answers import CannotDo

# Of one case, however long it ran: the latest of each.
MOST_POINTS, MOST_ACTIONS, MOST_RISKS = 40, 20, 20


@dataclass(frozen=True)
class Refresher:
    """What there is of the case for this reader. ``conversations``: what was shared last at each
    point, oldest first; ``sections``: what was shared last on the pages of those points."""

    conversations: Sequence[ConversationRevision]
    sections: Sequence[SectionRevision]
    learned: Sequence[LearningPoint]
    actions: Sequence[Action]
    risks: Sequence[LiveRisk]


def refresher(point: Point, reader: Officer) -> Refresher:
    """Everything that earlier points of the case and other rooms hold for this reader."""
    readable = access.visible_to(reader).filter(case_id=point.case_id).exclude(pk=point.pk)
    held = list(readable.filter(state=PointState.HELD).order_by("-held_at")[:MOST_POINTS])
    risks = risks_access.visible_to(reader).filter(case_id=point.case_id)
    return Refresher(
        conversations=_latest_conversations(held),
        sections=_latest_sections(list(readable.values_list("pk", flat=True)[:MOST_POINTS])),
        actions=list(
            actions_visible_to(reader)
            .filter(case_id=point.case_id, state=ActionState.OPEN)
            .select_related("owner")
            .order_by("due_on", "id")[:MOST_ACTIONS]
        ),
        learned=learned_before(point.case, most=6),
        risks=list(risks.order_by("-raised_at")[:MOST_RISKS]),
    )


def _latest_conversations(held: Sequence[Point]) -> list[ConversationRevision]:
    found: dict[int, ConversationRevision] = {}
    shared = ConversationRevision.objects.filter(point__in=held).select_related("point", "by")
    for one in shared.order_by("number"):
        found[one.point_id] = one
    return sorted(found.values(), key=lambda one: (one.at, one.pk))


def _latest_sections(points: Sequence[int]) -> list[SectionRevision]:
    found: dict[int, SectionRevision] = {}
    shared = SectionRevision.objects.filter(section__point__in=points)
    for one in shared.select_related("section__point", "by").order_by("number"):
        found[one.section_id] = one
    return sorted(found.values(), key=lambda one: (one.at, one.pk))


def times_of(point: Point) -> list[ProtectedTime]:
    """Requests for protected time at this point, the latest first."""
    return list(point.protected_times.select_related("asked_by", "answerer", "answered_by"))


def nothing_missing(point: Point) -> Iterator[CannotDo]:
    """The refresher and the time are there to help: neither is a condition of the conversation."""
    yield from ()


def standing(point: Point, reader: Officer) -> Standing:
    last = times_of(point)[:1]
    if not last or last[0].state == TimeState.WITHDRAWN:
        return Standing("No time asked for yet", "grey")
    colours = {TimeState.AGREED: "", TimeState.ASKED: "blue"}
    return Standing(
        f"Time to prepare: {last[0].get_state_display().lower()}",
        colours.get(TimeState(last[0].state), "yellow"),
    )


PART = Part(
    key="before_court",
    title="The case once more, and time to prepare",
    hint="Put together from what is there. Print it, or ask for protected time.",
    address="point-before-court",
    standing=standing,
    missing=nothing_missing,
)
