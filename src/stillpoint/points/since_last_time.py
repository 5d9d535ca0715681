"""For a point that comes again: what has happened in the case since it was last held (P39)."""

from __future__ import annotations

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Milestone
from stillpoint.points.finding import last_held
from stillpoint.points.models import Point

MOST = 12


def happened_since(point: Point) -> list[Milestone]:
    """Milestones since the last point of the kind that was held, the latest first, at most
    ``MOST``; none for a kind of point that does not come again."""
    if practice.current().points.kind(point.kind).cadence_days is None:
        return []
    last = last_held(point)
    happened = point.case.milestones.filter(at__lte=timezone.now()).order_by("-at", "-id")
    if last is not None:
        happened = happened.filter(at__gt=last.held_at)
    return list(happened[:MOST])


def as_kept(point: Point) -> list[dict[str, str]]:
    """The same as it is kept with what was shared: kind and day, no words."""
    return [
        {"kind": one.kind, "on": timezone.localtime(one.at).date().isoformat()}
        for one in happened_since(point)
    ]
