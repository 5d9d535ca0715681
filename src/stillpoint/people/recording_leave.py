"""Days away. Why somebody is away is never asked."""

from __future__ import annotations

import datetime as dt

from stillpoint.people import access
from stillpoint.people.models import Leave, Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def record_leave(
    *, by: ActsAs, officer: Officer, since: dt.date, until: dt.date | None = None
) -> Leave:
    """Away from ``since`` to ``until``, both included; without ``until``, until further notice."""
    require(access.can_record_leave(by, officer))
    if not officer.is_active:
        raise CannotDo(f"{officer} has left.")
    if until is not None and until < since:
        raise CannotDo("The last day away is before the first. Check both days.", field="until")
    clash = Leave.objects.filter(officer=officer).overlapping(since, until).first()
    if clash is not None:
        end = f"{clash.until:%d/%m/%Y}" if clash.until else "further notice"
        raise CannotDo(
            f"Leave from {clash.since:%d/%m/%Y} to {end} is already recorded. "
            "Change that, or choose other days.",
            field="since",
        )
    leave = Leave.objects.create(officer=officer, since=since, until=until)
    trail.record(
        Operation.COLLECTION,
        "record leave",
        by=by,
        about=[leave, officer],
        after={"since": since, "until": until},
    )
    return leave


@act
def end_leave(*, by: ActsAs, leave: Leave, until: dt.date) -> None:
    """Change the last day away: back earlier or later than thought."""
    require(access.can_record_leave(by, leave.officer))
    if until < leave.since:
        raise CannotDo("The last day away is before the first. Cancel it instead.", field="until")
    others = Leave.objects.filter(officer=leave.officer).exclude(pk=leave.pk)
    if others.overlapping(leave.since, until).exists():
        raise CannotDo("Other leave is recorded in these days. Change that first.", field="until")
    before = {"until": leave.until}
    leave.until = until
    leave.save(update_fields=["until"])
    trail.record(
        Operation.ALTERATION,
        "change leave",
        by=by,
        about=[leave, leave.officer],
        before=before,
        after={"until": until},
    )


@act
def cancel_leave(*, by: ActsAs, leave: Leave) -> None:
    """Take out leave that was not taken."""
    require(access.can_record_leave(by, leave.officer))
    trail.record(
        Operation.ERASURE,
        "cancel leave",
        by=by,
        about=[leave, leave.officer],
        before={"since": leave.since, "until": leave.until},
    )
    leave.delete()


def away(on: dt.date, until: dt.date | None = None) -> set[int]:
    """Ids of the officers away on the day, or on any day to ``until``: one query."""
    found = Leave.objects.overlapping(on, until or on)
    return set(found.values_list("officer_id", flat=True))
