"""Messages to people expire: they said that something waits, and it no longer does."""

from __future__ import annotations

import datetime as dt

from stillpoint.events.models import Message
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation

AT_ONCE = 500


@act
def expire_messages(*, by: ActsAs, before: dt.datetime) -> int:
    """Erase some messages that were left before the moment, seen or not; returns how many."""
    old = Message.objects.filter(created__lt=before).order_by("created", "id")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        trail.nothing_changed()
        return 0
    Message.objects.filter(pk__in=keys).delete()
    trail.record(
        Operation.ERASURE,
        "erase messages that have expired",
        by=by,
        about=[f"message:{key}" for key in keys],
    )
    return len(keys)
