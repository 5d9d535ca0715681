"""Hand on open points when somebody leaves or moves: to whoever holds the role now."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point, PointState
from stillpoint.points.opening_points import owner_for
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation


@act
def hand_on(*, by: ActsAs, officer: Officer) -> list[Point]:
    """Give the open points that the officer owns or takes part in to whom the practice model names
    as owner now; returns those that changed hands.

    A point of somebody who left and for which nobody is found has no owner, and the lead sees so.
    """
    asked = Participation.objects.filter(officer=officer).values("point")
    theirs = Point.objects.filter(Q(owner=officer) | Q(pk__in=asked))
    return _give(by, theirs, about=[officer])


@act
def find_owners(*, by: ActsAs) -> list[Point]:
    """Look again for owners of open points that have none: a manager or an investigator may have
    been named since."""
    return _give(by, Point.objects.filter(owner=None), about=[])


def find_owners_now() -> None:
    """The job of the schedule."""
    find_owners(by=job("find owners of points"))


def _give(by: ActsAs, points: QuerySet[Point], *, about: list[Officer]) -> list[Point]:
    before, changed = [], []
    still_open = points.filter(state=PointState.OPEN).select_for_update(of=("self",))
    for point in still_open.select_related("case", "owner").order_by("due_at", "id"):
        owner = owner_for(practice.current().points.kind(point.kind), point.case)
        still = point.owner is not None and point.owner.is_active
        if owner == point.owner or (still and (owner is None or _was_given(point))):
            continue
        before.append((point.ref, point.owner.ref if point.owner else ""))
        point.owner = owner
        point.save(update_fields=["owner"])
        changed.append(point)
    if not changed:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "hand on points",
        by=by,
        about=[*about, *changed],
        before={"owners": before},
        after={"owners": [(one.ref, one.owner.ref if one.owner else "") for one in changed]},
    )
    return changed


def _was_given(point: Point) -> bool:
    """Whether somebody handed the point to its present owner, who then keeps it."""
    return point.handed_on.filter(given_to=point.owner).exists()
