"""What of their handovers is next for somebody, for many points in one query: what Today says."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from stillpoint.people.models import Officer
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.handover_sides import handover_kinds, roles_of
from stillpoint.points.models import Participation, Point, SectionRevision, Side
from stillpoint.trust.prepared import prepared

PASS_ON, TAKE_OVER, ANSWER_FILE, ANSWER_BACK = "pass_on", "take_over", "answer", "answer_back"
TURN_WORDS = {
    PASS_ON: "Pass on what you know",
    TAKE_OVER: "Accept the handover and answer on the file",
    ANSWER_FILE: "Answer on the file",
    ANSWER_BACK: "Answer on the handover",
}


def turns(points: Iterable[Point], officer: Officer) -> dict[int, str]:
    """Point id to what is next for the officer; handovers at which it is not their turn are left
    out. One query."""
    ids = [one.pk for one in points if one.kind in handover_kinds()]
    if not ids:
        return {}
    sides = {side: tuple(roles_of(side)) for side in (Side.PASSES_ON, Side.RECEIVES)}
    found = _handovers(
        officer.pk, *ids, passes_on=sides[Side.PASSES_ON], receives=sides[Side.RECEIVES]
    )
    next_for = {one.pk: _next(one, owns=one.owner_id == officer.pk) for one in found}
    return {pk: turn for pk, turn in next_for.items() if turn}


@prepared
def _handovers(
    officer: int, *ids: int, passes_on: tuple[str, ...], receives: tuple[str, ...]
) -> QuerySet[Point]:
    """``passes_on``, ``receives``: the roles of each side."""
    mine = Participation.objects.filter(officer=officer, point=OuterRef("pk"))
    return Point.objects.filter(pk__in=list(ids)).annotate(
        passes_on=Exists(mine.filter(role__in=passes_on)),
        receives=Exists(mine.filter(role__in=receives)),
        accepted=Exists(Point.objects.filter(_accepted(), pk=OuterRef("pk"))),
        needs=_shared(NEEDS.key),
        answered=_shared(ANSWER.key),
        replied=_shared(REPLY.key),
    )


def _accepted() -> Q:
    return Q(handover__accepted_at__isnull=False)


def _shared(key: str) -> Exists:
    return Exists(SectionRevision.objects.filter(section__point=OuterRef("pk"), section__key=key))


def _next(point: Point, *, owns: bool) -> str:
    had: dict[str, bool] = vars(point)
    if had["passes_on"] and not had["needs"]:
        return PASS_ON
    if had["passes_on"] and had["answered"] and not had["replied"]:
        return ANSWER_BACK
    if (had["receives"] or (owns and not had["passes_on"])) and not had["answered"]:
        return ANSWER_FILE if had["accepted"] else TAKE_OVER
    return ""
