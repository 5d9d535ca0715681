"""Who takes up in this room what somebody held who has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from stillpoint.people.access import holders_of
from stillpoint.people.models import Officer
from stillpoint.people.supervision import managers_by_officer


def managers_still_here(officer: Officer, on: dt.date) -> list[Officer]:
    """The officer's managers on the day who have not left, the most junior first."""
    ids = managers_by_officer([officer.pk], start=on, end=on)[officer.pk]
    found = Officer.objects.filter(pk__in=ids, is_active=True)
    return sorted(found, key=lambda one: (one.rank_level, one.pk))


def who_takes_over(leaver: Officer, before_a_lead: Iterable[Officer]) -> Officer | None:
    """The first of these who is still here, else a RASSO lead, else nobody."""
    for officer in before_a_lead:
        if officer.is_active and officer.pk != leaver.pk:
            return officer
    return holders_of("rasso_lead").exclude(pk=leaver.pk).first()
