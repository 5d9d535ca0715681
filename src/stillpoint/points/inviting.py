"""Invite everybody who worked on the case to its debrief, and hand the debrief on."""

from __future__ import annotations

from collections.abc import Iterable

from stillpoint.cases.models import Involvement
from stillpoint.events.announcing import announce
from stillpoint.people.access import is_system
from stillpoint.people.models import Officer
from stillpoint.points import access, conversing
from stillpoint.points.debrief import can_hand_on, can_record
from stillpoint.points.facts import DebriefHandedOn, DebriefInvited
from stillpoint.points.models import HandedOn, Participation, Point, PointState
from stillpoint.points.readers import PEER
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen


@act
def invite_everybody(*, by: ActsAs, point: Point) -> list[Officer]:
    """Ask everybody who was involved in the case at any time, or took part in one of its points:
    also those who are no longer on it or have moved team. Returns those newly asked; nobody is
    asked twice, and whoever has left the force is not asked."""
    if not is_system(by):
        require(can_record(by, point))
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state != PointState.OPEN:
        raise CannotDo("This debrief is not open any more. Reopen it to invite somebody.")
    asked = set(point.participations.values_list("officer", flat=True))
    new = []
    for officer, role in _worked_on(point):
        if officer.is_active and officer.pk not in asked:
            asked.add(officer.pk)
            Participation.objects.create(point=point, officer=officer, role=role)
            new.append(officer)
    announce(DebriefInvited(point=point.ref))
    if not new:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "invite to a debrief",
        by=by,
        about=[point, point.case, *new],
        after={"invited": [one.ref for one in new]},
    )
    return new


@act
def hand_debrief_on(
    *, by: Officer, point: Point, number: str, reason: str, version: int | None = None
) -> HandedOn:
    """Its owner cannot hold the debrief: another supervisor owns it from now on. ``number``: their
    collar number or e-mail address. The reason stays with the point. ``version``: of the owner whom
    the page showed (``owned_by``). Raises Refused, StaleForm, CannotDo."""
    require(can_hand_on(by, point))
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state != PointState.OPEN:
        raise CannotDo("This debrief is not open any more.")
    if not reason.strip():
        raise CannotDo("Say why: the reason stays with the debrief.", field="reason")
    to = conversing.colleague(number, field="number")
    if to.pk == point.owner_id:
        raise CannotDo(f"{to.titled_name} owns this debrief already.", field="number")
    if not access.answers_for(to, point):
        raise CannotDo(
            f"{to.titled_name} is not the line manager of anybody who is invited. Name somebody "
            "who is.",
            field="number",
        )
    must_stand_as_seen(version, owned_by(point))
    before = point.owner
    given = HandedOn.objects.create(point=point, given_by=by, given_to=to, reason=reason.strip())
    point.owner = to
    point.save(update_fields=["owner"])
    trail.record(
        Operation.ALTERATION,
        "hand on a debrief",
        by=by,
        about=[point, point.case, to],
        before={"owner": before.ref if before else ""},
        after={"owner": to.ref, "reason": given.reason},
    )
    announce(DebriefHandedOn(point=point.ref, given=given.pk))
    return given


def owned_by(point: Point) -> list[str]:
    """The reference of the owner; empty where nobody owns the point."""
    return [point.owner.ref] if point.owner else []


def not_reachable(point: Point) -> list[Officer]:
    """Those who worked on the case and have left the force."""
    left = {one.pk: one for one, _ in _worked_on(point) if not one.is_active}
    asked = point.participations.filter(officer__is_active=False).select_related("officer")
    left |= {part.officer_id: part.officer for part in asked}
    return sorted(left.values(), key=lambda one: (one.family_name, one.given_name, one.pk))


def _worked_on(point: Point) -> Iterable[tuple[Officer, str]]:
    """Everybody with the part that they had: involvements first, then who took part in points."""
    involved = Involvement.objects.filter(case=point.case_id).select_related("officer")
    for one in involved.order_by("since", "id"):
        yield one.officer, one.role
    took_part = Participation.objects.filter(
        point__case=point.case_id, took_part=True
    ).select_related("officer")
    for part in took_part.order_by("id"):
        yield part.officer, PEER
