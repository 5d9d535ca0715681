"""The two sides of a handover: who passes on, who receives. Either can be several people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.access import managers_of
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point, PointState, Side
from stillpoint.points.opening_points import holder_of
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation

PART = "handover"
WORDS = {Side.PASSES_ON: "first response", Side.RECEIVES: "the investigation"}


def handover_kinds() -> list[str]:
    """Keys of the kinds of point that have a handover."""
    return [one.key for one in practice.current().points.kinds if PART in one.parts]


def roles_of(side: str) -> Sequence[str]:
    """Involvement roles of the side, from the practice model."""
    model = practice.current().handover
    return model.passes_on if side == Side.PASSES_ON else model.receives


def is_on(officer: Officer, point: Point, side: str) -> bool:
    """Whether the officer writes for the side. Whoever owns the point receives, unless they passed
    it on themselves."""
    mine = [part.role for part in point.participations.all() if part.officer_id == officer.pk]
    if any(role in roles_of(side) for role in mine):
        return True
    passed_on = any(role in roles_of(Side.PASSES_ON) for role in mine)
    return side == Side.RECEIVES and point.owner_id == officer.pk and not passed_on


def people_on(point: Point, side: str) -> list[Officer]:
    """Those of the side who are with the force, each once."""
    parts = point.participations.select_related("officer").order_by("pk")
    found = {part.officer_id: part.officer for part in parts if part.role in roles_of(side)}
    if side == Side.RECEIVES and point.owner is not None and is_on(point.owner, point, side):
        found.setdefault(point.owner.pk, point.owner)
    return [one for one in found.values() if one.is_active]


@act
def stand_in(*, by: ActsAs, officer: Officer) -> list[Participation]:
    """The officer left: at each open handover somebody stands in on their side, whoever holds the
    role in the case now, or else their supervisor. Running it again adds nobody."""
    open_parts = Participation.objects.filter(
        officer=officer, point__kind__in=handover_kinds(), point__state=PointState.OPEN
    ).select_related("point__case", "point__owner")
    added = []
    for part in open_parts.order_by("pk"):
        side = next((one for one in Side.values if part.role in roles_of(one)), None)
        if side is None or people_on(part.point, side):
            continue
        other = _instead_of(officer, part)
        if other is not None:
            added.append(_join(part, other))
    if not added:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "stand in at a handover",
        by=by,
        about=[officer, *(one.point for one in added)],
        after={"stand_in": [(one.point.ref, one.officer.ref) for one in added]},
    )
    return added


@act
def join_arrivals(*, by: ActsAs, case: Case) -> list[Participation]:
    """Whoever has come to the case since its open handovers were opened, in a role of one of the
    sides, writes for that side from now on: who they take over from may still be there. Somebody
    on the other side stays there. Running it again adds nobody."""
    today = timezone.localdate()
    roles = {role for side in Side.values for role in roles_of(side)}
    now = Involvement.objects.filter(Q(until=None) | Q(until__gte=today), case=case, role__in=roles)
    here = list(now.filter(officer__is_active=True).select_related("officer").order_by("pk"))
    added = []
    for point in Point.objects.filter(
        case=case, kind__in=handover_kinds(), state=PointState.OPEN
    ).select_for_update():
        writing = point.participations.filter(role__in=roles, ended_at=None)
        known = set(writing.values_list("officer", flat=True))
        for part in here:
            if part.officer_id not in known:
                known.add(part.officer_id)
                added.append(_join(Participation(point=point, role=part.role), part.officer))
    if not added:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "join a handover",
        by=by,
        about=[case, *(one.point for one in added)],
        after={"joined": [(one.point.ref, one.officer.ref, one.role) for one in added]},
    )
    return added


def _instead_of(officer: Officer, part: Participation) -> Officer | None:
    holder = holder_of(part.point.case, part.role)
    if holder is not None and holder.pk != officer.pk:
        return holder
    last_day = officer.left_on
    above = [one for one in managers_of(officer, on=last_day) if one.is_active]
    return min(above, key=lambda one: (one.rank_level, one.pk), default=None)


def _join(part: Participation, other: Officer) -> Participation:
    """Somebody who was asked as a peer or supervisor now writes for the side."""
    joined, _ = Participation.objects.update_or_create(
        point=part.point, officer=other, defaults={"role": part.role, "ended_at": None}
    )
    return joined
