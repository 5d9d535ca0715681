"""Waive a point with a reason, and reopen what was waived or held."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.facts import PointWaived
from stillpoint.points.models import Point, PointState
from stillpoint.points.reasons import of_substance
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation


@act
def waive(*, by: Officer, point: Point, reason: str) -> Point:
    """A supervisor says that the point need not be held, and why. The reason stays with it, and its
    owner is told. Raises Refused, CannotDo."""
    require(can_waive(by, point))
    reason = of_substance(
        reason,
        asked="Say why the point need not be held: the reason stays with it.",
        reader="Its owner",
    )
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state != PointState.OPEN:
        raise CannotDo(f"This point is {point.get_state_display().lower()} already.")
    point.state, point.waived_reason, point.waived_by = PointState.WAIVED, reason, by
    point.waived_at = timezone.now()
    point.save(update_fields=["state", "waived_reason", "waived_by", "waived_at"])
    trail.record(
        Operation.ALTERATION,
        "waive a point",
        by=by,
        about=[point, point.case],
        before={"state": PointState.OPEN},
        after={"state": point.state, "reason": point.waived_reason},
    )
    announce(PointWaived(point=point.ref, at=point.waived_at.isoformat()))
    return point


@act
def reopen(*, by: Officer, point: Point, reason: str) -> Point:
    """Open a held point again, to add to what was said, or one that was waived. What was shared
    stays as it was: what is added is a further revision."""
    require(can_reopen(by, point))
    if not reason.strip():
        raise CannotDo("Say why the point is opened again.", field="reason")
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state == PointState.OPEN:
        raise CannotDo("This point is open already.")
    before = {
        "state": point.state,
        "held_at": point.held_at,
        "waived_at": point.waived_at,
        "waived_reason": point.waived_reason,
    }
    waived = f" It was waived before: {point.waived_reason}" if point.waived_reason else ""
    point.state, point.reopened_reason = PointState.OPEN, f"{reason.strip()}{waived}"
    point.held_with = None
    point.waived_reason, point.waived_by, point.waived_at = "", None, None
    point.save()
    trail.record(
        Operation.ALTERATION,
        "reopen a point",
        by=by,
        about=[point, point.case],
        before=before,
        after={"state": point.state, "reason": point.reopened_reason},
    )
    return point


def can_waive(by: ActsAs, point: Point) -> Answer:
    """A supervisor of those who take part, and never the one whose point it is: many points are
    owned by the supervisor, and then it is for whoever supervises them."""
    if isinstance(by, Officer) and point.owner_id == by.pk:
        return no("This point is yours. Whoever supervises you can waive it.")
    return access.can_supervise_point(by, point)


def can_reopen(by: ActsAs, point: Point) -> Answer:
    """What was waived, whoever could waive it; what was held, those who take part and the line
    manager who reads it."""
    if point.state == PointState.WAIVED:
        return access.can_supervise_point(by, point)
    if isinstance(by, Officer) and access.supervises(by, point):
        return yes()
    return access.can_write_point(by, point)
