"""Points that the case has gone past: nobody is asked for them any more.

The practice model says which milestones overtake a kind of point. One that happened after what
opened the point overtakes it while it is open: it stands in no list of what is due, nobody is
reminded, and its page and the rail say what came instead and when. Whoever still wants the
conversation opens it again, and the same event does not overtake it twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from stillpoint import practice
from stillpoint.cases.models import Case, Milestone
from stillpoint.points.models import Point, PointState
from stillpoint.practice.points import PointKind
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation

BY = "overtake points"


@act
def overtake(*, by: ActsAs, case: Case) -> list[Point]:
    """Set aside what the case has gone past; returns what was. Running it again changes nothing."""
    points = Point.objects.select_for_update().filter(case=case, state=PointState.OPEN)
    opened = list(points.order_by("due_at", "id"))
    happened = list(case.milestones.order_by("at", "pk")) if opened else []
    gone = []
    for point in opened:
        event = overtaken_by(point, happened)
        if event is None:
            continue
        point.state, point.overtaken_at, point.overtaken_by = (
            PointState.OVERTAKEN,
            event.at,
            event.kind,
        )
        point.save(update_fields=["state", "overtaken_at", "overtaken_by"])
        gone.append(point)
    if not gone:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "set points aside that a case has gone past",
        by=by,
        about=[case, *gone],
        before={"state": PointState.OPEN},
        after={"overtaken": [(one.ref, one.overtaken_by) for one in gone]},
    )
    return gone


def overtaken_by(point: Point, happened: Iterable[Milestone]) -> Milestone | None:
    """The first event after what opened the point (or what it was opened again after) that its kind
    is overtaken by."""
    kind = _kind_of(point.kind)
    if kind is None:
        return None
    kinds, events = kind.overtaking(), list(happened)
    since = point.overtaken_at or _opened_by(point, events)
    return next((one for one in events if one.kind in kinds and one.at > since), None)


def gone_past_with(
    kind: PointKind, calling: Milestone, happened: Sequence[Milestone]
) -> Milestone | None:
    """What overtook that which calls for a point, before the point was opened; None for nothing."""
    kinds = kind.overtaking()
    return next((one for one in happened if one.kind in kinds and one.at > calling.at), None)


def why_overtaken(point: Point) -> str:
    """What came instead, in the words of the practice model."""
    kind = _kind_of(point.kind)
    words = kind.overtaking().get(point.overtaken_by, "") if kind else ""
    return words or "The case has gone on."


def overtake_now() -> int:
    """The scheduled job: open points of any case that has gone past them. Returns how many."""
    found = 0
    for case in Case.objects.filter(pk__in=_perhaps().values("case")).order_by("pk"):
        with transaction.atomic():
            found += len(overtake(by=job(BY), case=case))
    return found


def _perhaps() -> QuerySet[Point]:
    """Open points whose kind some milestone of their case overtakes, in one query."""
    wanted = Q(pk__in=[])
    for kind in practice.current().points.kinds:
        if kinds := list(kind.overtaking()):
            events = Milestone.objects.filter(case=OuterRef("case"), kind__in=kinds)
            wanted |= Q(Exists(events), kind=kind.key)
    return Point.objects.filter(wanted, state=PointState.OPEN)


def _kind_of(key: str) -> PointKind | None:
    return next((one for one in practice.current().points.kinds if one.key == key), None)


def _opened_by(point: Point, happened: Sequence[Milestone]) -> dt.datetime:
    """When what opened it happened; when it was opened, where nobody's milestone did that."""
    name, _, key = point.trigger.partition(":")
    found: Mapping[int, Milestone] = {one.pk: one for one in happened}
    event = found.get(int(key)) if name == "milestone" and key.isdigit() else None
    return event.at if event is not None else point.opened_at
