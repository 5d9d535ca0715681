"""For a point that comes again: what has happened in the case since it was last held (P39)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Milestone
from stillpoint.points.finding import last_held
from stillpoint.points.models import Point
from stillpoint.trust.prepared import prepared

MOST = 12
LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


def happened_since(point: Point) -> list[Milestone]:
    """Milestones since the last point of the kind that was held, the latest first, at most
    ``MOST``; none for a kind of point that does not come again."""
    if practice.current().points.kind(point.kind).cadence_days is None:
        return []
    last = last_held(point)
    since = last.held_at if last and last.held_at else LONG_AGO
    return _happened(point.case_id, since, timezone.now())


@prepared
def _happened(case: int, since: dt.datetime, until: dt.datetime) -> QuerySet[Milestone]:
    happened = Milestone.objects.filter(case=case, at__gt=since, at__lte=until)
    return happened.order_by("-at", "-id")[:MOST]


def as_kept(point: Point) -> list[dict[str, str]]:
    """The same as it is kept with what was shared: kind and day, no words."""
    return [
        {"kind": one.kind, "on": timezone.localtime(one.at).date().isoformat()}
        for one in happened_since(point)
    ]
