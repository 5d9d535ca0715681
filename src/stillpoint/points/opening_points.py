"""Open the points that a case's milestones call for. The same event twice opens one point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import before_trial
from stillpoint.cases.facts import MilestoneRecorded
from stillpoint.cases.models import Case, Involvement, Milestone
from stillpoint.events.announcing import announce
from stillpoint.people.access import line_managers_of, managers_of
from stillpoint.people.models import Officer
from stillpoint.people.working_days import add_working_days
from stillpoint.points.facts import PointOpened
from stillpoint.points.models import Participation, Point
from stillpoint.points.overtaking import BY, gone_past_with, overtake
from stillpoint.points.readers import OWNER, SUPERVISOR_OF
from stillpoint.practice.points import Opening, PointKind
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation

ASKED = "asked"
END_OF_DAY = dt.time(17)
# Milestones older than this open nothing: points are for work that is going on, and a first
# import must not open thousands of them for cases long finished.
OPENED_FOR_DAYS = 60


@act
def open_points(*, by: ActsAs, case: Case, now: dt.datetime | None = None) -> list[Point]:
    """Open what the case's milestones call for and is not there yet; returns what was opened."""
    moment = now or timezone.now()
    opened = []
    recent = list(_recent(case, moment))
    for milestone in recent:
        for kind, opening in _called_for(case, milestone):
            if gone_past_with(kind, milestone, recent):
                continue
            point = _open(
                case,
                kind,
                trigger=f"milestone:{milestone.pk}",
                why=opening.why,
                since=milestone.at,
                due_working_days=opening.due_working_days,
                moment=moment,
            )
            if point is not None:
                opened.append(point)
    _record(by, case, opened)
    return opened


@act
def ask_for_point(*, by: Officer, case: Case, kind: str, why: str = "") -> Point:
    """Start a conversation unasked: at a shift's end, after a good result (P11)."""
    chosen = practice.current().points.kind(kind)
    # Two presses at the same moment wait for each other here.
    Case.objects.select_for_update().get(pk=case.pk)
    moment = timezone.now()
    today = timezone.localdate(moment).isoformat()
    trigger = f"asked:{by.ref}:{today}"
    point = _open(
        case,
        chosen,
        trigger=trigger,
        why=why.strip() or f"{by.titled_name} asked for it.",
        since=moment,
        due_working_days=1,
        moment=moment,
    )
    if point is None:
        trail.nothing_changed()
        return Point.objects.get(case=case, kind=kind, trigger=trigger)
    role = OWNER if by.pk == point.owner_id else ASKED
    Participation.objects.get_or_create(point=point, officer=by, defaults={"role": role})
    _record(by, case, [point])
    return point


def open_by_cadence(now: dt.datetime | None = None) -> int:
    """The scheduled job: points that come again, for cases under investigation and for those in
    an officer's workload that are not live (P51)."""
    moment = now or timezone.now()
    opened = 0
    for kind in practice.current().points.kinds:
        if kind.cadence_days is None:
            continue
        for case in _due_again(kind, moment):
            with transaction.atomic():
                opened += _open_again(kind, case, moment)
    return opened


def after_milestone(fact: MilestoneRecorded) -> None:
    case = Case.objects.get(ref=fact.case)
    open_points(by=job("open points"), case=case)
    overtake(by=job(BY), case=case)


def owner_for(kind: PointKind, case: Case) -> Officer | None:
    """Who owns a point of this kind now: the holder of the role, or their direct manager. A
    supervisor who is the officer is passed over for the next above."""
    role = kind.owner.removeprefix(SUPERVISOR_OF)
    holder = holder_of(case, role)
    if holder is None or not kind.owner.startswith(SUPERVISOR_OF):
        return holder
    return direct_supervisor(holder)


def direct_supervisor(officer: Officer) -> Officer | None:
    """The officer's own line manager; once that one has left the force, whoever is next above.
    None where nobody is."""
    own = line_managers_of([officer.pk]).filter(is_active=True).first()
    if own is not None:
        return own
    managers = managers_of(officer).filter(is_active=True)
    return min(managers, key=lambda one: (one.rank_level, one.pk), default=None)


def holder_of(case: Case, role: str) -> Officer | None:
    """Who holds the role in the case: the latest still there, who is still with the force."""
    parts = Involvement.objects.filter(case=case, role=role, officer__is_active=True)
    part = parts.select_related("officer").order_by("-since", "-pk").first()
    return part.officer if part else None


def due_time(since: dt.datetime, working_days: int) -> dt.datetime:
    """Five in the afternoon of that working day, England and Wales."""
    day = add_working_days(timezone.localdate(since), working_days)
    return timezone.make_aware(dt.datetime.combine(day, END_OF_DAY))


def last_day(point: Point) -> dt.datetime | None:
    """When the point should have been held at the latest, where its kind has such a day."""
    kinds = practice.current().points.kinds
    days = next((one.last_day_working_days for one in kinds if one.key == point.kind), None)
    return due_time(point.due_at, days) if days else None


def _recent(case: Case, moment: dt.datetime) -> Iterable[Milestone]:
    earliest = moment - dt.timedelta(days=OPENED_FOR_DAYS)
    return case.milestones.filter(at__gte=earliest, at__lte=moment).order_by("at", "pk")


def _called_for(case: Case, milestone: Milestone) -> Iterable[tuple[PointKind, Opening]]:
    for kind in practice.current().points.kinds:
        opening = kind.opening(milestone.kind)
        if opening is None or not (kind.incidents or case.kind == "crime"):
            continue
        if not (opening.once_ended and before_trial.is_before_a_court(case)):
            yield kind, opening


def _open(
    case: Case,
    kind: PointKind,
    *,
    trigger: str,
    why: str,
    since: dt.datetime,
    due_working_days: int,
    moment: dt.datetime,
) -> Point | None:
    """The new point, or None when this trigger has opened it before."""
    if Point.objects.filter(case=case, kind=kind.key, trigger=trigger).exists():
        return None
    point = Point.objects.create(
        case=case,
        kind=kind.key,
        occurrence=Point.objects.filter(case=case, kind=kind.key).count() + 1,
        trigger=trigger,
        why=why[:200],
        owner=owner_for(kind, case),
        opened_at=moment,
        due_at=due_time(since, due_working_days),
    )
    for role in kind.takes_part:
        for part in Involvement.objects.filter(
            case=case, role=role, officer__is_active=True
        ).select_related("officer"):
            Participation.objects.get_or_create(
                point=point, officer=part.officer, defaults={"role": role}
            )
    announce(PointOpened(point=point.ref))
    return point


def _due_again(kind: PointKind, moment: dt.datetime) -> Iterable[Case]:
    """Cases in somebody's workload that had this point once, have none open, and whose last is as
    old as the cadence. One that waits for its trial, or is parked without an outcome, is still
    carried by somebody (P51)."""
    assert kind.cadence_days is not None
    past = moment - dt.timedelta(days=kind.cadence_days)
    had = Point.objects.filter(kind=kind.key)
    return (
        Case.objects.filter(Q(live=True) | Q(outcome=""), pk__in=had.values("case"))
        .exclude(pk__in=had.filter(state="open").values("case"))
        .exclude(pk__in=had.filter(held_at__gt=past).values("case"))
        .exclude(pk__in=had.filter(waived_at__gt=past).values("case"))
    )


def _open_again(kind: PointKind, case: Case, moment: dt.datetime) -> int:
    point = _open(
        case,
        kind,
        trigger=f"cadence:{timezone.localdate(moment).isoformat()}",
        why=f"{kind.cadence_days} days have passed since the last.",
        since=moment,
        due_working_days=kind.cadence_due_working_days or 1,
        moment=moment,
    )
    if point is None:
        return 0
    _record(job("open points by cadence"), case, [point])
    return 1


def _record(by: ActsAs, case: Case, opened: list[Point]) -> None:
    if not opened:
        trail.nothing_changed()
        return
    trail.record(
        Operation.COLLECTION,
        "open points",
        by=by,
        about=[case, *opened],
        after={"points": [(point.ref, point.kind) for point in opened]},
    )
