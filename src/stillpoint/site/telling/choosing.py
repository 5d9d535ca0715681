"""Choose how one is told: how often by e-mail, and whether by a calendar at a private address."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from stillpoint.people.facts import OfficerLeft, WaysInEnded
from stillpoint.people.models import Officer
from stillpoint.site.models import HowTold
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

TOKEN_BYTES = 32


@act
def choose_digest(*, by: Officer, digest: str) -> HowTold:
    """How often ``by`` gets an e-mail that counts what waits."""
    if digest not in dict(HowTold._meta.get_field("digest").flatchoices):
        raise CannotDo("Choose how often you want the e-mail.", field="digest")
    told = _kept(by)
    if told.digest == digest:
        trail.nothing_changed()
        return told
    before = told.digest
    told.digest = digest
    told.save(update_fields=["digest"])
    _record(by, "choose an e-mail digest", before={"digest": before}, after={"digest": digest})
    return told


@act
def make_calendar_address(*, by: Officer) -> str:
    """A new private address, and the only time that it can be read; the earlier one is dead."""
    told = _kept(by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    had_one = bool(told.calendar)
    told.calendar, told.calendar_since = hashed(token), timezone.now()
    told.save(update_fields=["calendar", "calendar_since"])
    _record(by, "make a calendar address", before={"on": had_one}, after={"on": True})
    return token


@act
def turn_calendar_off(*, by: Officer) -> None:
    told = _kept(by)
    if not told.calendar:
        trail.nothing_changed()
        return
    told.calendar, told.calendar_since = "", None
    told.save(update_fields=["calendar", "calendar_since"])
    _record(by, "turn the calendar off", before={"on": True}, after={"on": False})


def turn_off_with_ways_in(fact: WaysInEnded) -> None:
    """Whoever had the account before knows the calendar's address: it ends with the rest."""
    officer = Officer.objects.get(ref=fact.officer)
    turn_leavers_calendar_off(by=job("turn calendars off"), officer=officer)


@act
def turn_leavers_calendar_off(*, by: ActsAs, officer: Officer) -> None:
    """The address is dead for good: of a leaver it does not come back if they rejoin."""
    if not HowTold.objects.filter(officer=officer).exclude(calendar="").exists():
        trail.nothing_changed()
        return
    HowTold.objects.filter(officer=officer).update(calendar="", calendar_since=None)
    trail.record(
        Operation.ALTERATION,
        "turn a calendar off",
        by=by,
        about=officer,
        before={"on": True},
        after={"on": False},
    )


def turn_off_after_leaving(fact: OfficerLeft) -> None:
    officer = Officer.objects.get(ref=fact.officer)
    turn_leavers_calendar_off(by=job("turn calendars off"), officer=officer)


def how_told(officer: Officer) -> HowTold:
    """What the officer chose; not stored yet where they have chosen nothing."""
    return HowTold.objects.filter(officer=officer).first() or HowTold(officer=officer)


def _kept(officer: Officer) -> HowTold:
    return HowTold.objects.get_or_create(officer=officer)[0]


def hashed(token: str) -> str:
    """As it is kept: a token of 256 random bits needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _record(
    by: Officer, act_name: str, *, before: dict[str, object], after: dict[str, object]
) -> None:
    trail.record(Operation.ALTERATION, act_name, by=by, about=by, before=before, after=after)
