"""Hand on the open points of somebody who left or moved: to whoever holds the role now."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import owner_for
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation


@act
def hand_on(*, by: ActsAs, officer: Officer) -> list[Point]:
    """Give the officer's open points to whom the practice model names as owner now; returns those
    that changed hands. A point for which nobody is found has no owner, and the lead sees so."""
    changed = []
    held = Point.objects.filter(owner=officer, state=PointState.OPEN).select_related("case")
    for point in held.order_by("due_at", "id"):
        owner = owner_for(practice.current().points.kind(point.kind), point.case)
        if owner == officer:
            continue
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
        about=[officer, *changed],
        before={"owner": officer.ref},
        after={"owners": [(one.ref, one.owner.ref if one.owner else "") for one in changed]},
    )
    return changed
