"""Who sends a closure notice."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.people.access import managers_of
from stillpoint.people.models import Officer
from stillpoint.points.opening_points import holder_of
from stillpoint.points.readers import SUPERVISOR_OF


def sender_for(case: Case, officer: Officer) -> Officer | None:
    """Who sends the officer's notice: as the practice model says, and never the officer. A
    supervisor who is the officer is passed over for the next above; where there is no supervisor,
    the holder of the role sends it."""
    asked = practice.current().handover.closure.sent_by
    holder = holder_of(case, asked.removeprefix(SUPERVISOR_OF))
    if holder is None:
        return None
    if asked.startswith(SUPERVISOR_OF):
        above = managers_of(holder).filter(is_active=True).exclude(pk=officer.pk)
        direct = min(above, key=lambda one: (one.rank_level, one.pk), default=None)
        if direct is not None:
            return direct
    return None if holder.pk == officer.pk else holder
