"""Records that hold from one day to another: postings, line management, roles, leave."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from stillpoint.trust.answers import CannotDo


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def on(self, day: dt.date) -> Self:
        """Those that hold on ``day``: both ends count as inside."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """Those that hold on any day from ``start`` to ``end`` (None: without end)."""
        found = self.filter(Q(until__isnull=True) | Q(until__gte=start))
        return found if end is None else found.filter(since__lte=end)


class Dated(models.Model):
    """Holds from ``since`` to ``until``, both days included; ``until`` empty means until further
    notice."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="%(class)s_ends_after_it_starts",
            )
        ]


def one_open(what: str, *fields: str) -> models.UniqueConstraint:
    """At most one record without an end for each ``fields``: two at once would be a double press
    or two people working against each other."""
    return models.UniqueConstraint(
        fields=fields, condition=Q(until__isnull=True), name=f"one_open_{what}"
    )


def day_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


Record = TypeVar("Record", bound=Dated)


def succeed(records: models.QuerySet[Record], since: dt.date, fresh: Record) -> Record:
    """Save ``fresh`` from ``since`` on, ending the record that is open the day before.

    A record that starts on the very day is replaced: nobody held it. Raises CannotDo when a
    record starts later, or ended on ``since`` or after: the past is not overwritten by a move.
    """
    in_the_way = records.filter(
        Q(since__gt=since) | Q(until__gte=since, until__isnull=False)
    ).order_by("-since", "-pk")
    later = in_the_way.first()
    if later is not None:
        raise CannotDo(
            f"There is already a record from {later.since:%d/%m/%Y}. Choose a later day.",
            field="since",
        )
    end_open(records, day_before(since))
    fresh.since = since
    fresh.save()
    return fresh


def end_open(records: models.QuerySet[Record], until: dt.date) -> int:
    """End what runs past the day; drop what would have started after it. Returns how many."""
    running = records.filter(Q(until__isnull=True) | Q(until__gt=until))
    dropped, _ = running.filter(since__gt=until).delete()
    return dropped + running.filter(since__lte=until).update(until=until)
