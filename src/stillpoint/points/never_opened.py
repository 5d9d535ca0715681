"""Points of a case that were not opened and will not be: the service began later, the case had gone
past them before they could be opened, or it has ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Min, QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Milestone
from stillpoint.intake.models import IntakeRun
from stillpoint.points.opening_points import OPENED_FOR_DAYS
from stillpoint.points.overtaking import gone_past_with
from stillpoint.practice.points import PointKind
from stillpoint.trust.prepared import prepared


def never_opened(case: Case, numbers: Sequence[int], now: dt.datetime) -> dict[int, str]:
    """Number of a point that has none in the case to why, in a sentence; those that may yet be
    opened are left out. Two queries at most."""
    if not numbers:
        return {}
    happened = _milestones(case.pk)
    began = _began()
    found = {}
    for number in numbers:
        kinds = [one for one in practice.current().points.kinds if one.number == number]
        if why := _why(case, kinds, happened, began, now):
            found[number] = why
    return found


def _why(
    case: Case,
    kinds: Sequence[PointKind],
    happened: Sequence[Milestone],
    began: dt.datetime | None,
    now: dt.datetime,
) -> str:
    calling = [(kind, one) for one in happened for kind in kinds if kind.opening(one.kind)]
    if calling:
        kind, called = calling[-1]
        if began is not None and called.at < began:
            return f"it was called for on {_day(called.at)}, before this service began."
        if event := gone_past_with(kind, called, happened):
            why = kind.overtaking()[event.kind].removesuffix(".")
            return f"{why[:1].lower()}{why[1:]} before it was opened, on {_day(event.at)}."
        if called.at < now - dt.timedelta(days=OPENED_FOR_DAYS):
            return f"what calls for it, on {_day(called.at)}, was recorded here too late."
    if not case.live and case.outcome:
        before = began is not None and bool(happened) and happened[-1].at < began
        return "the case ended before this service began." if before else "the case has ended."
    return ""


@prepared
def _milestones(case: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(case=case).only("case", "kind", "at").order_by("at", "pk")


def _began() -> dt.datetime | None:
    """When the first cases came to this service."""
    return next((one for one in _first_run() if one), None)


@prepared
def _first_run() -> QuerySet[IntakeRun, dt.datetime | None]:
    runs = IntakeRun.objects.filter(what="cases").order_by().values("what")
    return runs.annotate(first=Min("started_at")).values_list("first", flat=True)


def _day(when: dt.datetime) -> str:
    local = timezone.localtime(when)
    return f"{local.day} {local:%B %Y}"
