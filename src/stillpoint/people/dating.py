"""Records that hold from one day to another: postings, line management, roles, leave."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q


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
