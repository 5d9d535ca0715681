"""Who reads what is written at a point: the rule, and the words that pages say it in.

Both come from the same list of relations, so that no page can promise what the rule does not keep.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stillpoint import practice
from stillpoint.people.access import line_managers_of, reports_of
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point

SUPERVISOR_OF = "supervisor_of_"
PEER, SUPERVISOR, SECOND_PERSON, OWNER = "peer", "supervisor", "second_person", "owner"


@dataclass(frozen=True)
class Officers:
    """Which people a point is about, by the practice model. ``kinds``: those whose owner is such an
    officer and not their supervisor. ``beside``: roles of people who take part for others (a
    supervisor, a colleague): their own line managers have nothing to read here."""

    kinds: tuple[str, ...]
    beside: tuple[str, ...]

    @classmethod
    def by_the_model(cls) -> Officers:
        model = practice.current()
        kinds = (one.key for one in model.points.kinds if not one.owner.startswith(SUPERVISOR_OF))
        roles = {one.key for one in model.involvement_roles if one.supervises}
        beside = roles | {PEER, SUPERVISOR, SECOND_PERSON, OWNER}
        return cls(tuple(sorted(kinds)), tuple(sorted(beside)))


@dataclass(frozen=True)
class Relation:
    """``words``: who stands in it, as the end of “It can be read by …”. ``among``: the points to
    which
    an officer (by key) stands in it on a day."""

    words: str
    among: Callable[[int, dt.date, Officers], Q]


def _takes_part(officer: int, today: dt.date, officers: Officers) -> Q:
    """Also whose part has ended: they wrote in it."""
    asked = Participation.objects.filter(officer=officer).values("point")
    return Q(owner=officer) | Q(pk__in=asked)


def _manages_directly(officer: int, today: dt.date, officers: Officers) -> Q:
    mine = reports_of(officer, today).values("pk")
    parts = Participation.objects.filter(officer__in=mine, ended_at=None)
    theirs = parts.exclude(role__in=officers.beside).values("point")
    return Q(owner__in=mine, kind__in=officers.kinds) | Q(pk__in=theirs)


TAKES_PART = Relation("the people who take part", _takes_part)
LINE_MANAGER = Relation("the line manager (today) of each officer it is about", _manages_directly)
READ_BY = (TAKES_PART, LINE_MANAGER)


def readable_by(officer: int, today: dt.date, officers: Officers) -> QuerySet[Point]:
    """The points that the officer may read, for prepared queries."""
    found = Q()
    for relation in READ_BY:
        found |= relation.among(officer, today, officers)
    return Point.objects.filter(found)


def led_by(officer: int, today: dt.date, officers: Officers) -> QuerySet[Point]:
    """The points that are about somebody who reports to the officer: for a supervisor's acts."""
    return Point.objects.filter(LINE_MANAGER.among(officer, today, officers))


def line_managers_reading(point: Point) -> QuerySet[Officer]:
    """The line managers who can read the point today, for what is passed on with its readers."""
    officers = Officers.by_the_model()
    parts = Participation.objects.filter(point=point, ended_at=None)
    ids = set(parts.exclude(role__in=officers.beside).values_list("officer", flat=True))
    if point.kind in officers.kinds and point.owner_id is not None:
        ids.add(point.owner_id)
    return line_managers_of(ids)


def sentence(what: str = "It") -> str:
    """Who can read ``what``, as pages say it, from the same list as the rule."""
    people = " and ".join(relation.words for relation in READ_BY)
    return f"{what} can be read by {people}. Managers further up cannot read it."
