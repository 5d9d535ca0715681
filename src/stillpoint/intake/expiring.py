"""Rows of imports that were held and are settled lose their cells: they stand in the source system.

What was wrong, what was decided, by whom and why stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from stillpoint.intake.models import QuarantinedRow
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation

AT_ONCE = 500


@act
def expire_held_rows(*, by: ActsAs, before: dt.datetime, but_not_of: Iterable[str] = ()) -> int:
    """Empty some rows that were settled before the moment; returns how many. ``but_not_of``:
    references of cases whose rows stay."""
    old = QuarantinedRow.objects.filter(resolved_at__lt=before).exclude(resolution="")
    old = old.exclude(reference__in=but_not_of)
    some = list(old.exclude(row={}).order_by("resolved_at", "id")[:AT_ONCE])
    if not some:
        trail.nothing_changed()
        return 0
    QuarantinedRow.objects.filter(pk__in=[one.pk for one in some]).update(row={})
    trail.record(Operation.ERASURE, "empty settled rows that have expired", by=by, about=some)
    return len(some)
