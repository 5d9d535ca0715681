"""Joiners, and what people are: details, rank, acting rank, grade."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from stillpoint.events.announcing import announce
from stillpoint.people import access
from stillpoint.people.facts import OfficerJoined
from stillpoint.people.models import Officer
from stillpoint.people.models.officers import one_name_last
from stillpoint.people.rank_rules import check_rank, rises
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

NO_NAME = "Enter at least one name."


@act
def add_officer(
    *,
    by: ActsAs,
    number: str,
    given_name: str,
    family_name: str,
    email: str,
    rank: str = "",
    acting_rank: str = "",
    grade: str = "",
    detective: bool = False,
    joined_on: dt.date | None = None,
) -> Officer:
    """Add an officer or a member of staff. They sign in once they have set a password or use the
    force's own sign-in; they hold no role."""
    require(access.can_administer(by))
    given_name, family_name = one_name_last(given_name, family_name)
    officer = Officer(
        number=number.strip(),
        given_name=given_name,
        family_name=family_name,
        email=email.strip().lower(),
        joined_on=joined_on,
    )
    set_rank(officer, rank=rank, acting_rank=acting_rank, grade=grade, detective=detective)
    officer.set_unusable_password()
    _save(officer)
    trail.record(
        Operation.COLLECTION, "add an officer", by=by, about=officer, after=as_values(officer)
    )
    announce(OfficerJoined(officer=officer.ref))
    return officer


@act
def change_rank(
    *,
    by: ActsAs,
    officer: Officer,
    rank: str = "",
    acting_rank: str = "",
    grade: str = "",
    detective: bool = False,
) -> None:
    """Set the rank (and an acting rank) or the grade. Nobody changes their own: rank decides who
    may review whom. A higher one is proposed where a person asks (``proposing.propose_rank``)."""
    require(access.can_administer(by))
    _not_their_own(by, officer)
    if rises(officer, rank=rank, acting_rank=acting_rank, grade=grade):
        require(access.can_change_authority_alone(by))
    before = as_values(officer)
    set_rank(officer, rank=rank, acting_rank=acting_rank, grade=grade, detective=detective)
    officer.save()
    trail.record(
        Operation.ALTERATION,
        "change a rank",
        by=by,
        about=officer,
        before=before,
        after=as_values(officer),
    )


@act
def correct_names(*, by: ActsAs, officer: Officer, given_name: str, family_name: str) -> None:
    """Names alone: an address and a number carry authority (``proposing.propose_identity``)."""
    require(access.can_administer(by))
    before = as_values(officer)
    officer.given_name, officer.family_name = one_name_last(given_name, family_name)
    _save(officer)
    trail.record(
        Operation.ALTERATION,
        "correct an officer’s details",
        by=by,
        about=officer,
        before=before,
        after=as_values(officer),
    )


def set_rank(officer: Officer, *, rank: str, acting_rank: str, grade: str, detective: bool) -> None:
    """Put the rank or grade on the officer, unsaved; ``check_rank`` says what fits."""
    check_rank(rank=rank, acting_rank=acting_rank, grade=grade)
    officer.rank, officer.acting_rank, officer.grade = rank, acting_rank, grade
    officer.detective = detective and bool(rank)


def as_values(officer: Officer) -> dict[str, Any]:
    """What the trail digests of an officer."""
    return {
        name: getattr(officer, name)
        for name in (
            "number",
            "given_name",
            "family_name",
            "email",
            "rank",
            "acting_rank",
            "grade",
            "detective",
            "joined_on",
            "left_on",
            "is_active",
        )
    }


def _save(officer: Officer) -> None:
    others = Officer.objects.exclude(pk=officer.pk)
    if not officer.family_name:
        raise CannotDo(NO_NAME, field="family_name")
    for field in ("number", "email"):
        if not getattr(officer, field):
            raise CannotDo("Fill this in.", field=field)
    if others.filter(number=officer.number).exists():
        raise CannotDo(f"Somebody already has the number {officer.number}.", field="number")
    in_force = others.filter(is_active=True)
    if officer.is_active and in_force.filter(email__iexact=officer.email).exists():
        raise CannotDo("Somebody already has this e-mail address.", field="email")
    try:
        with transaction.atomic():
            officer.save()
    except IntegrityError:
        raise CannotDo("Somebody was just added with this number or e-mail address.") from None


def _not_their_own(by: ActsAs, officer: Officer) -> None:
    if isinstance(by, Officer) and by.pk == officer.pk:
        raise CannotDo("Nobody changes their own rank. Ask another administrator.", field="rank")
