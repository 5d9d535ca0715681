"""Propose what carries authority: it sleeps until a second administrator agrees.

Each ``propose_*`` takes ``by`` (an administrator, or the console user or a job, for which an import
passes the actor it runs as), ``officer`` and what is to hold, and returns the change, which
sleeps. Nothing but the proposal is written: the officer's record stays as it was. The same proposal
made again while it waits returns the one that waits, so that a file may come in every night; one of
the same kind with other values takes the place of what waited. The person is told, and
``agreeing_changes`` carries it out.

An import passes ``by_file`` (``incoming/authority.py`` says what it proposes): many such changes
can be agreed together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils import timezone

from stillpoint.events.telling import tell
from stillpoint.people import access
from stillpoint.people.line_managing import manager_today, refuse_as_manager
from stillpoint.people.models import AuthorityChange, ChangeKind, Officer, Outcome, RoleGrant
from stillpoint.people.rank_rules import check_rank
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

TOLD = {
    ChangeKind.IDENTITY: "the e-mail address or number of your account is to change",
    ChangeKind.MANAGER: "you are to have another line manager",
    ChangeKind.RANK: "your rank or grade is to change",
    ChangeKind.RETURN: "your account is to be opened again",
    ChangeKind.JOIN: "two records are to be joined as yours",
    ChangeKind.PASSWORD: "you are to get a link to set a new password",
}


def carries_authority(officer: Officer) -> bool:
    """Whether someone could get in as the officer by what an import changes: they hold a role or
    wait for one, or have ever had a way to sign in."""
    return (
        officer.has_usable_password()
        or officer.last_login is not None
        or RoleGrant.objects.filter(officer=officer, until__isnull=True).exists()
        or SocialAccount.objects.filter(user=officer).exists()
        or Authenticator.objects.filter(user=officer).exists()
    )


@act
def propose_identity(
    *,
    by: ActsAs,
    officer: Officer,
    email: str = "",
    number: str = "",
    reason: str = "",
    by_file: bool = False,
) -> AuthorityChange:
    """Propose another e-mail address, another number, or both; what is empty stays."""
    wanted = {
        name: value
        for name, value in (("email", email.strip().lower()), ("number", number.strip()))
        if value and value != getattr(officer, name)
    }
    if not wanted:
        raise CannotDo("They have this address and number already.", field="email")
    refuse_if_taken(officer, **wanted)
    before = {name: getattr(officer, name) for name in wanted}
    return _propose(by, ChangeKind.IDENTITY, officer, wanted, before, reason, by_file=by_file)


@act
def propose_manager(
    *,
    by: ActsAs,
    officer: Officer,
    manager: Officer,
    since: dt.date,
    reason: str = "",
    by_file: bool = False,
) -> AuthorityChange:
    """Propose that ``manager`` manages the officer from the day, or from the agreement if that is
    later."""
    refuse_as_manager(officer, manager, since)
    held = manager_today(officer)
    if held is not None and held.pk == manager.pk:
        raise CannotDo(f"{manager} already manages {officer}. Choose another.", field="manager")
    before = {"manager": held.ref if held else ""}
    wanted = {"manager": manager.ref, "since": since.isoformat()}
    return _propose(
        by, ChangeKind.MANAGER, officer, wanted, before, reason, other=manager, by_file=by_file
    )


@act
def propose_rank(
    *,
    by: ActsAs,
    officer: Officer,
    rank: str = "",
    acting_rank: str = "",
    grade: str = "",
    detective: bool = False,
    reason: str = "",
    by_file: bool = False,
) -> AuthorityChange:
    """Propose a higher rank or grade: rank opens rounds, reports and live risks."""
    check_rank(rank=rank, acting_rank=acting_rank, grade=grade)
    wanted = {"rank": rank, "acting_rank": acting_rank, "grade": grade, "detective": detective}
    before = {name: getattr(officer, name) for name in wanted}
    return _propose(by, ChangeKind.RANK, officer, wanted, before, reason, by_file=by_file)


@act
def propose_return(
    *, by: ActsAs, officer: Officer, on: dt.date, reason: str = ""
) -> AuthorityChange:
    """Propose to take a leaver back from the day."""
    if officer.is_active and officer.left_on is None:
        raise CannotDo(f"{officer} has not left.")
    if officer.same_as_id is not None:
        raise CannotDo("This is an older record of someone. Open the record that they have now.")
    refuse_if_taken(officer, email=officer.email)
    before = {"left_on": officer.left_on.isoformat() if officer.left_on else ""}
    return _propose(by, ChangeKind.RETURN, officer, {"on": on.isoformat()}, before, reason)


@act
def propose_join(
    *, by: ActsAs, officer: Officer, other: Officer, reason: str = ""
) -> AuthorityChange:
    """Propose that ``other`` is an older or second record of the officer, whose own record they
    keep. ``other`` is closed; what they may not judge follows them."""
    if other.pk == officer.pk:
        raise CannotDo("That is this record. Give the number of the other one.", field="other")
    for one in (officer, other):
        if one.same_as_id is not None:
            raise CannotDo(f"{one} ({one.number}) is joined to a record already.", field="other")
    if not officer.is_active:
        raise CannotDo(f"{officer} has left. Open the record that they have now.", field="other")
    wanted, before = {"other": other.ref}, {"other": ""}
    return _propose(by, ChangeKind.JOIN, officer, wanted, before, reason, other=other)


@act
def propose_password_link(*, by: ActsAs, officer: Officer, reason: str = "") -> AuthorityChange:
    """Propose a link at which the officer sets a password, to be handed over in person."""
    if not officer.is_active:
        raise CannotDo(f"{officer} has left. Take them back first.")
    return _propose(by, ChangeKind.PASSWORD, officer, {"link": True}, {}, reason)


def refuse_if_taken(officer: Officer, *, email: str = "", number: str = "") -> None:
    """Raise CannotDo where someone else in the force has the address, or anybody the number."""
    others = Officer.objects.exclude(pk=officer.pk)
    if number and others.filter(number__iexact=number).exists():
        raise CannotDo(f"Someone already has the number {number}.", field="number")
    if email and others.filter(email__iexact=email, is_active=True).exists():
        raise CannotDo("Somebody already has this e-mail address.", field="email")


def _propose(
    by: ActsAs,
    kind: ChangeKind,
    officer: Officer,
    values: dict[str, Any],
    before: dict[str, Any],
    reason: str,
    *,
    other: Officer | None = None,
    by_file: bool = False,
) -> AuthorityChange:
    require(access.can_administer(by))
    waiting = AuthorityChange.objects.select_for_update().filter(
        officer=officer, kind=kind, outcome=Outcome.WAITING
    )
    standing = waiting.first()
    if standing is not None and (standing.values, standing.before) == (values, before):
        trail.nothing_changed()
        return standing
    waiting.update(
        outcome=Outcome.DECLINED, decided_by=access.as_officer(by), decided_at=timezone.now()
    )
    change = AuthorityChange.objects.create(
        kind=kind,
        officer=officer,
        other=other,
        values=values,
        before=before,
        by_file=by_file,
        reason=reason.strip(),
        proposed_by=access.as_officer(by),
    )
    trail.record(
        Operation.ALTERATION,
        f"propose: {kind.label}"[:80],
        by=by,
        about=[change, officer, *([other] if other else [])],
        before=before,
        after=values,
    )
    _tell(change)
    return change


def _tell(change: AuthorityChange) -> None:
    tell(
        change.officer,
        subject="A change to your account waits for agreement",
        text=f"An administrator has asked that {TOLD[ChangeKind(change.kind)]}. It holds once a "
        "second administrator agrees. If you did not expect this, tell your force’s information "
        "security team now.",
        link="/accounts/",
        key=f"change:{change.ref}:proposed",
    )


def awaiting_agreement() -> Any:
    """Changes that wait for a second administrator, oldest first."""
    waiting = AuthorityChange.objects.filter(outcome=Outcome.WAITING)
    return waiting.select_related("officer", "other", "proposed_by")


def not_decided_by(officer: Officer) -> Q:
    """Those that the officer may not agree: their own, and those they gain by."""
    return Q(officer=officer) | Q(other=officer) | Q(proposed_by=officer)
