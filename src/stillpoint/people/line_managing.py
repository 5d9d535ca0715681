"""Who manages whom: a new manager takes over the day after the last one's end."""

from __future__ import annotations

import datetime as dt

from stillpoint.people import access
from stillpoint.people.dating import day_before, end_open, succeed
from stillpoint.people.models import LineManagement, Officer
from stillpoint.people.supervision import is_supervisor_of
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def set_manager(
    *, by: ActsAs, officer: Officer, manager: Officer, since: dt.date
) -> LineManagement:
    """Make ``manager`` the officer's line manager from the day, at once: for the console and jobs.
    An administrator proposes it (``proposing.propose_manager``)."""
    require(access.can_change_authority_alone(by))
    held = manager_today(officer)
    if held is not None and held.pk == manager.pk:
        raise CannotDo(f"{manager} already manages {officer}. Choose another.", field="manager")
    line = put_under(officer, manager, since)
    trail.record(
        Operation.ALTERATION,
        "set a line manager",
        by=by,
        about=[officer, manager],
        before={"manager": held.ref if held else None},
        after={"manager": manager.ref, "since": since},
    )
    return line


def put_under(officer: Officer, manager: Officer, since: dt.date) -> LineManagement:
    """Put the officer under the manager from the day, inside an act."""
    refuse_as_manager(officer, manager, since)
    line: LineManagement = succeed(
        LineManagement.objects.filter(officer=officer),
        since,
        LineManagement(officer=officer, manager=manager),
    )
    return line


def manager_today(officer: Officer) -> Officer | None:
    """Whoever manages the officer until further notice."""
    held = LineManagement.objects.filter(officer=officer, until__isnull=True)
    line = held.select_related("manager").first()
    return line.manager if line else None


@act
def end_management(*, by: ActsAs, officer: Officer, since: dt.date) -> None:
    """Leave the officer without a line manager from the day."""
    require(access.can_administer(by))
    ended = end_open(LineManagement.objects.filter(officer=officer), day_before(since))
    if not ended:
        raise CannotDo(f"{officer} has no line manager.")
    trail.record(
        Operation.ALTERATION,
        "end line management",
        by=by,
        about=officer,
        after={"until": day_before(since)},
    )


def refuse_as_manager(officer: Officer, manager: Officer, since: dt.date) -> None:
    """Raise CannotDo for a manager who is the person, has left, or stands below the person."""
    if officer.pk == manager.pk:
        raise CannotDo("Nobody manages themselves. Choose somebody else.", field="manager")
    if not officer.is_active:
        raise CannotDo(f"{officer} has left. Take them back first.")
    if not manager.is_active:
        raise CannotDo(f"{manager} has left. Choose somebody else.", field="manager")
    if is_supervisor_of(officer, manager, on=since):
        raise CannotDo(
            f"{officer} already manages {manager}, directly or through others. "
            "Change that first, or choose somebody else.",
            field="manager",
        )
