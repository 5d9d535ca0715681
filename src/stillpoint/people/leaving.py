"""Leavers: signed out, closed, announced, so that nothing they held is lost.

What somebody held in the rooms above (reviews, cases, risks) is reassigned there, by the handlers
of ``OfficerLeft``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.events.telling import keep_unsent_off_email
from stillpoint.people import access
from stillpoint.people.dating import end_open
from stillpoint.people.ending_ways_in import end_sessions
from stillpoint.people.facts import AccreditationEnded, OfficerLeft
from stillpoint.people.models import (
    Accreditation,
    Duty,
    Leave,
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
)
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

CLOSED: tuple[Any, ...] = (Posting, RoleGrant, Accreditation, Leave)


@dataclass(frozen=True)
class LeftBehind:
    """What a leaver held in this room: closed now, and for somebody to take up.

    ``managed``: those who are left without a line manager; ``roles`` and ``steps``: held until
    now. Empty for somebody whose last day is still to come.
    """

    managed: tuple[Officer, ...] = ()
    roles: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()


@act
def leave(*, by: ActsAs, officer: Officer, on: dt.date) -> LeftBehind:
    """The officer leaves; ``on`` is their last day.

    A last day still to come is recorded, and ``finish_leaving`` does the rest when it is over.
    """
    require(access.can_administer(by))
    if officer.left_on is not None and not officer.is_active:
        raise CannotDo(f"{officer} left on {officer.left_on:%d/%m/%Y} already.", field="on")
    if officer.joined_on is not None and on < officer.joined_on:
        raise CannotDo("The last day is before the day they joined. Check it.", field="on")
    if isinstance(by, Officer) and by.pk == officer.pk:
        raise CannotDo("Another administrator records that you leave.")
    before = {"left_on": officer.left_on}
    officer.left_on = on
    officer.save(update_fields=["left_on"])
    trail.record(
        Operation.ALTERATION,
        "record a leaver",
        by=by,
        about=officer,
        before=before,
        after={"left_on": on},
    )
    return close(officer, by) if on <= timezone.localdate() else LeftBehind()


@act
def finish_leaving(*, by: ActsAs, today: dt.date | None = None) -> list[Officer]:
    """Close the accounts of those whose last day is over: a job runs this every day."""
    require(access.can_administer(by))
    day = today or timezone.localdate()
    due = list(Officer.objects.filter(is_active=True, left_on__lt=day))
    for officer in due:
        close(officer, by)
    if not due:
        trail.nothing_changed()
    return due


@act
def rejoin(*, by: ActsAs, officer: Officer, on: dt.date) -> None:
    """Take someone back at once: for the console and jobs. An administrator proposes it
    (``proposing.propose_return``)."""
    require(access.can_change_authority_alone(by))
    if officer.is_active and officer.left_on is None:
        raise CannotDo(f"{officer} has not left.")
    before = {"left_on": officer.left_on, "joined_on": officer.joined_on}
    open_again(officer, on)
    trail.record(
        Operation.ALTERATION,
        "take an officer back",
        by=by,
        about=officer,
        before=before,
        after={"left_on": None, "joined_on": officer.joined_on},
    )


def open_again(officer: Officer, on: dt.date) -> None:
    """Open a leaver's account from the day, inside an act. Team, manager, roles and accreditation
    are given anew; what they were told before and while they were away is not e-mailed to them any
    more. Raises CannotDo where a joiner has their address now."""
    others = Officer.objects.filter(email__iexact=officer.email, is_active=True)
    if others.exclude(pk=officer.pk).exists():
        raise CannotDo(
            f"Someone else has the address {officer.email} now. Give {officer} another one first."
        )
    if not officer.is_active:
        officer.joined_on = on
        keep_unsent_off_email(officer)
    officer.is_active, officer.left_on = True, None
    officer.save(update_fields=["is_active", "left_on", "joined_on"])


def close(officer: Officer, by: ActsAs) -> LeftBehind:
    """Close the account of someone whose last day is over, inside an act: signed out, everything
    held ended, and announced."""
    last = officer.left_on or timezone.localdate()
    behind = _left_behind(officer, last)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    end_sessions(officer)
    for records in CLOSED:
        end_open(records.objects.filter(officer=officer), last)
    for side in ("officer", "manager"):
        end_open(LineManagement.objects.filter(**{side: officer}), last)
    Duty.objects.filter(officer=officer, on__gt=last).delete()
    access.forget_roles(officer)
    trail.record(
        Operation.ALTERATION,
        "close a leaver’s account",
        by=by,
        about=[officer, *behind.managed],
        before={"roles": behind.roles, "steps": behind.steps},
        after={"until": last},
    )
    for step in behind.steps:
        announce(AccreditationEnded(officer=officer.ref, step=step, on=last.isoformat()))
    announce(OfficerLeft(officer=officer.ref, on=last.isoformat()))
    return behind


def _left_behind(officer: Officer, last: dt.date) -> LeftBehind:
    managed = Officer.objects.filter(
        pk__in=LineManagement.objects.filter(manager=officer)
        .overlapping(last, None)
        .values("officer")
    )
    roles = RoleGrant.objects.in_force().filter(officer=officer).overlapping(last, None)
    steps = Accreditation.objects.filter(officer=officer).overlapping(last, None)
    return LeftBehind(
        managed=tuple(managed),
        roles=tuple(sorted(set(roles.values_list("role", flat=True)))),
        steps=tuple(sorted(set(steps.values_list("step", flat=True)))),
    )
