"""Who managed whom, directly or through others, on a day or in a period.

A line of management is followed through records that hold at one and the same time: somebody who
managed my manager before I came never managed me. Cycles in the records end the search.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from stillpoint.people.models import LineManagement, Officer
from stillpoint.trust.actors import Actor, ActsAs
from stillpoint.trust.prepared import prepared

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(9999, 12, 31)

# `since` and `until` narrow as the line is followed. UNION drops what was already found, and
# narrowing can only reach finitely many periods, so a cycle ends.
_FOLLOW = """
WITH RECURSIVE line(person, since, until) AS (
  SELECT lm.{to}, CASE WHEN lm.since < %s THEN %s ELSE lm.since END,
         CASE WHEN COALESCE(lm.until, %s) > %s THEN %s ELSE COALESCE(lm.until, %s) END
    FROM people_linemanagement lm
   WHERE lm.{of} = %s AND lm.since <= %s AND (lm.until IS NULL OR lm.until >= %s)
  UNION
  SELECT lm.{to}, CASE WHEN lm.since < line.since THEN line.since ELSE lm.since END,
         CASE WHEN COALESCE(lm.until, %s) > line.until THEN line.until
              ELSE COALESCE(lm.until, %s) END
    FROM people_linemanagement lm JOIN line ON lm.{of} = line.person
   WHERE lm.since <= line.until AND (lm.until IS NULL OR lm.until >= line.since)
)
SELECT person FROM line
"""


def _follow(officer: int, start: dt.date, end: dt.date, *, up: bool) -> RawSQL:
    # The two column names are ours, never anybody's input.
    sql = _FOLLOW.format(
        to="manager_id" if up else "officer_id", of="officer_id" if up else "manager_id"
    )
    narrowed = (start, start, LATEST, end, end, LATEST)
    return RawSQL(sql, (*narrowed, officer, end, start, LATEST, LATEST))  # noqa: S611


def is_supervisor_of(manager: ActsAs, officer: Officer, on: dt.date | None = None) -> bool:
    """Whether the manager manages the officer, directly or through others, on the day (today)."""
    if isinstance(manager, Actor):
        return True
    if not isinstance(manager, Officer) or manager.pk == officer.pk:
        return False
    day = on or timezone.localdate()
    return any(one.pk == manager.pk for one in above(officer.pk, day, day))


def supervised_by(manager: ActsAs, on: dt.date | None = None) -> QuerySet[Officer]:
    """Those whom the manager manages on the day (today): one subquery, never the manager."""
    if isinstance(manager, Actor):
        return Officer.objects.all()
    if not isinstance(manager, Officer):
        return Officer.objects.none()
    return below(manager.pk, on or timezone.localdate())


def below(manager: int, day: dt.date) -> QuerySet[Officer]:
    """The same for prepared queries (``trust/prepared.py``), which take a key and a day."""
    found = Officer.objects.filter(pk__in=_follow(manager, day, day, up=False))
    return found.exclude(pk=manager)


def manages_directly(manager: ActsAs, officer: Officer, on: dt.date | None = None) -> bool:
    """Whether the manager is recorded as the officer's own line manager on the day (today)."""
    if isinstance(manager, Actor):
        return True
    return isinstance(manager, Officer) and officer.pk in _reports(
        manager.pk, on or timezone.localdate()
    )


def managed_directly(manager: ActsAs, on: dt.date | None = None) -> QuerySet[Officer]:
    """Those who report to the manager on the day (today), without anyone further down. What
    people wrote or said is read by their own manager and not by the line above."""
    if isinstance(manager, Actor):
        return Officer.objects.all()
    if not isinstance(manager, Officer):
        return Officer.objects.none()
    return reports_of(manager.pk, on or timezone.localdate())


def reports_of(manager: int, day: dt.date) -> QuerySet[Officer]:
    """The same for prepared queries."""
    lines = LineManagement.objects.on(day).filter(manager=manager)
    return Officer.objects.filter(pk__in=lines.values("officer"))


@prepared
def _reports(manager: int, day: dt.date) -> QuerySet[Officer, int]:
    return reports_of(manager, day).values_list("pk", flat=True)


def line_managers_of(officers: Iterable[int], on: dt.date | None = None) -> QuerySet[Officer]:
    """The own line managers of these officers on the day (today)."""
    lines = LineManagement.objects.on(on or timezone.localdate()).filter(officer__in=officers)
    return Officer.objects.filter(pk__in=lines.values("manager"))


def managers_of(
    officer: Officer, on: dt.date | None = None, *, until: dt.date | None = None, ever: bool = False
) -> QuerySet[Officer]:
    """Direct and indirect managers: on a day (today), from ``on`` to ``until``, or ever."""
    start = on or timezone.localdate()
    end = until or start
    if ever:
        start, end = EARLIEST, LATEST
    return Officer.objects.filter(pk__in=_follow(officer.pk, start, end, up=True)).exclude(
        pk=officer.pk
    )


@prepared
def above(officer: int, start: dt.date, end: dt.date) -> QuerySet[Officer]:
    """``managers_of`` from one day to another, for pages that ask it of one after another."""
    found = Officer.objects.filter(pk__in=_follow(officer, start, end, up=True))
    return found.exclude(pk=officer)


def managers_by_officer(
    officers: Iterable[int] | None = None,
    *,
    start: dt.date = EARLIEST,
    end: dt.date = LATEST,
) -> dict[int, set[int]]:
    """Ids of direct and indirect managers in the period, for many officers in one query.

    ``officers``: ids to answer for; None for everyone who has a manager.
    """
    return {
        officer: {line.manager for line in lines}
        for officer, lines in lines_above(officers, start=start, end=end).items()
    }


class Line(NamedTuple):
    """A manager, direct or not, and the days between which they managed somebody."""

    manager: int
    since: dt.date
    until: dt.date


def lines_above(
    officers: Iterable[int] | None = None,
    *,
    start: dt.date = EARLIEST,
    end: dt.date = LATEST,
) -> dict[int, set[Line]]:
    """As ``managers_by_officer``, with the days of each line."""
    above: dict[int, list[Line]] = defaultdict(list)
    for below, manager, since, until in _overlapping(start, end):
        above[below].append(Line(manager, max(since, start), min(until or LATEST, end)))
    wanted = list(above) if officers is None else list(officers)
    return {officer: _climb(officer, above) for officer in wanted}


@prepared
def _overlapping(start: dt.date, end: dt.date) -> QuerySet[LineManagement, Any]:
    found = LineManagement.objects.overlapping(start, end)
    return found.values_list("officer_id", "manager_id", "since", "until")


def _climb(officer: int, above: dict[int, list[Line]]) -> set[Line]:
    reached = set(above.get(officer, ()))
    waiting = list(reached)
    while waiting:
        person, since, until = waiting.pop()
        for manager, begins, ends in above.get(person, ()):
            step = Line(manager, max(since, begins), min(until, ends))
            if step.since <= step.until and step not in reached:
                reached.add(step)
                waiting.append(step)
    return {line for line in reached if line.manager != officer}
