"""What this room does about facts. Each handler may run more than once. What goes out by e-mail
says that something waits and never what."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from stillpoint.cases.facts import CasesImported
from stillpoint.cases.models import Case, Milestone
from stillpoint.events.telling import tell
from stillpoint.events.working import keep_lease
from stillpoint.people.facts import OfficerLeft, OfficerMoved
from stillpoint.people.models import Officer
from stillpoint.points.facts import PointWaived
from stillpoint.points.finding import point_by_ref
from stillpoint.points.handing_on import hand_on
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import OPENED_FOR_DAYS, open_points
from stillpoint.points.overtaking import BY, overtake
from stillpoint.trust.actors import job

KEEP_LEASE_EVERY = 50


def open_after_import(fact: CasesImported) -> None:
    """Open what the cases of an import call for, case by case, however many there are."""
    recent = timezone.now() - dt.timedelta(days=OPENED_FOR_DAYS)
    called = Milestone.objects.filter(at__gte=recent).values("case")
    cases = Case.objects.filter(last_run__ref=fact.run, pk__in=called).order_by("pk")
    by = job("open points")
    for number, pk in enumerate(list(cases.values_list("pk", flat=True)), start=1):
        case = Case.objects.get(pk=pk)
        open_points(by=by, case=case)
        overtake(by=job(BY), case=case)
        if number % KEEP_LEASE_EVERY == 0:
            keep_lease()


def hand_on_after_leaving(fact: OfficerLeft) -> None:
    """A leaver's open points go to whoever holds the role now; they are told that some did."""
    _hand_on(fact.officer, f"left:{fact.on}")


def hand_on_after_moving(fact: OfficerMoved) -> None:
    _hand_on(fact.officer, f"moved:{fact.since}")


def tell_owner_of_waiving(fact: PointWaived) -> None:
    """The owner hears that it need not be held, and reads why."""
    point = point_by_ref(fact.point)
    if point.state != PointState.WAIVED or point.owner is None or not point.owner.is_active:
        return
    tell(
        point.owner,
        subject="A reflective practice point of yours was waived",
        text="It need not be held. Sign in to read who waived it and why.",
        link=f"/points/{point.ref}/",
        key=f"waived:{point.ref}:{fact.at}",
    )


def _hand_on(ref: str, why: str) -> None:
    officer = Officer.objects.get(ref=ref)
    with transaction.atomic():
        handed: list[Point] = hand_on(by=job("hand on points"), officer=officer)
    for owner in {one.owner for one in handed if one.owner is not None}:
        tell(
            owner,
            subject="Reflective practice points have passed to you",
            text="Sign in to see which, and by when they are due.",
            link="/points/",
            key=f"points-{why}:{ref}",
        )
