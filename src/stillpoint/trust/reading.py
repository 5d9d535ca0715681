"""Read the trail: for the auditor, and for everyone what they did themselves.

DPA 2018 s.62(4) says what the trail may be used for: verifying that processing is lawful,
self-monitoring, integrity and security, criminal proceedings. Nothing else may read it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import Func, Value
from django.utils import timezone

from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.models import TrailEntry

PAGE = 50


@dataclass(frozen=True)
class Sought:
    """What to look for; what is empty does not narrow.

    ``actor`` as the trail names it (``officer:K7Q2MXTR``); ``about`` one reference
    (``case:K7Q2MXTR``); ``since`` and ``until`` are days, both included.
    """

    actor: str = ""
    operation: str = ""
    about: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class TrailPage:
    """Entries, newest first, and the id to ask for the ``before`` of the next page, if any."""

    entries: list[TrailEntry]
    older: int | None


def read_trail(sought: Sought, *, before: int | None = None, size: int = PAGE) -> TrailPage:
    """A page of entries older than the entry ``before``. One query, however far back."""
    entries = _matching(sought)
    if before is not None:
        entries = entries.filter(id__lt=before)
    found = list(entries.select_related("leaf__seal").order_by("-id")[: size + 1])
    more = len(found) > size
    return TrailPage(entries=found[:size], older=found[size - 1].pk if more else None)


def own_entries(officer: ActsAs, *, before: int | None = None, size: int = PAGE) -> TrailPage:
    """What the officer did, as everyone may see of themselves."""
    return read_trail(Sought(actor=str(actor(officer))), before=before, size=size)


def _matching(sought: Sought) -> QuerySet[TrailEntry]:
    entries = TrailEntry.objects.all()
    if sought.actor:
        entries = entries.filter(actor=sought.actor)
    if sought.operation:
        entries = entries.filter(operation=sought.operation)
    if sought.since:
        entries = entries.filter(at__gte=_midnight(sought.since))
    if sought.until:
        entries = entries.filter(at__lt=_midnight(sought.until + dt.timedelta(days=1)))
    if sought.about:
        entries = _naming(entries, sought.about)
    return entries


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of the day by the force's own clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _naming(entries: QuerySet[TrailEntry], reference: str) -> QuerySet[TrailEntry]:
    """Entries whose list of references has this one, whole."""
    if connection.features.supports_json_field_contains:
        return entries.filter(about__contains=[reference])
    return entries.filter(_InList(F("about"), Value(reference)))


class _InList(Func):
    """SQLite's way to ask whether a JSON list has a text."""

    template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s)"
    arg_joiner = ") WHERE value = "
    output_field = BooleanField()
