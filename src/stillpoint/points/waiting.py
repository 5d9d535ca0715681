"""Points that wait: what Today shows of this room, and the lists of my points and my team's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from stillpoint.people.access import has_role, managed_directly
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point, PointState
from stillpoint.points.readers import LINE_MANAGER, Officers
from stillpoint.trust.prepared import how_many, prepared


@dataclass(frozen=True)
class Waiting:
    """Open ``points`` for the officer, first due first; for the RASSO lead, how many have no
    owner."""

    points: list[Point]
    without_owner: int = 0


def waiting_for(officer: Officer, *, most: int) -> Waiting:
    """At most ``most`` points, and a count: two queries at most."""
    without_owner = 0
    if has_role(officer, "rasso_lead"):
        without_owner = sum(_without_owner())
    return Waiting(_first_open(officer.pk, most=most), without_owner)


@prepared
def _without_owner() -> QuerySet[Point, int]:
    return how_many(Point.objects.filter(state=PointState.OPEN, owner=None))


@prepared
def _first_open(officer: int, *, most: int) -> QuerySet[Point]:
    return _open_of(officer)[:most]


def open_for(officer: Officer) -> QuerySet[Point]:
    """Open points that the officer owns or was asked to join, first due first."""
    return _open_of(officer.pk)


def _open_of(officer: int) -> QuerySet[Point]:
    # A union, so that each half is found by its own index and not among all that is open.
    owned = Point.objects.filter(owner=officer, state=PointState.OPEN).order_by().values("pk")
    parts = Participation.objects.filter(officer=officer, ended_at=None)
    asked = parts.filter(point__state=PointState.OPEN)
    return _listed(Point.objects.filter(pk__in=owned.union(asked.values("point"))))


def _listed(points: QuerySet[Point]) -> QuerySet[Point]:
    """First due first, with what a list says of each."""
    return points.select_related("case", "owner").order_by("due_at", "id")


def open_in_team(manager: Officer) -> QuerySet[Point]:
    """Open points of those who report to the manager, first due first."""
    return _listed(Point.objects.filter(_of(manager), state=PointState.OPEN))


def waived_in_team(manager: Officer) -> QuerySet[Point]:
    """Waived points of those who report to the manager, the latest first, with their reasons."""
    found = Point.objects.filter(_of(manager) | Q(waived_by=manager), state=PointState.WAIVED)
    return found.select_related("case", "owner", "waived_by").order_by("-waived_at", "-id")


def longest_without(manager: Officer) -> QuerySet[Officer]:
    """Those who report to the manager, who has gone longest without a conversation first.
    ``last_talk``: when the last one was held in which they took part, or None."""
    # A subquery, so that counting the people does not go through every talk they had.
    held = Participation.objects.filter(officer=OuterRef("pk"), took_part=True).order_by()
    talked = held.values("officer").annotate(last=Max("point__held_at")).values("last")
    people = managed_directly(manager).filter(is_active=True).annotate(last_talk=Subquery(talked))
    return people.order_by(F("last_talk").asc(nulls_first=True), "family_name", "id")


def team_counts(manager: Officer, now: dt.datetime) -> dict[str, int]:
    """How many points of those who report to the manager are ``open``, and ``overdue``."""
    found = Point.objects.filter(_of(manager), state=PointState.OPEN)
    return found.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)))


def supervises_anybody(officer: Officer) -> bool:
    return managed_directly(officer).filter(is_active=True).exists()


def counts(now: dt.datetime) -> list[dict[str, Any]]:
    """By kind of point: open, overdue, held, waived, overtaken, without owner. Numbers only."""
    is_open = Q(state=PointState.OPEN)
    grouped = Point.objects.order_by("kind").values("kind")
    numbered = grouped.annotate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_at__lt=now)),
        held=Count("pk", filter=Q(state=PointState.HELD)),
        waived=Count("pk", filter=Q(state=PointState.WAIVED)),
        overtaken=Count("pk", filter=Q(state=PointState.OVERTAKEN)),
        without_owner=Count("pk", filter=is_open & Q(owner=None)),
    )
    return [dict(one) for one in numbered]


def _of(manager: Officer) -> Q:
    """Points about those who report to the manager, and points that they own."""
    today, mine = timezone.localdate(), managed_directly(manager).values("pk")
    about = LINE_MANAGER.among(manager.pk, today, Officers.by_the_model())
    return about | Q(owner__in=mine)
