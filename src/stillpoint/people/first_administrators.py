"""The first two administrators of an installation: two, because nobody agrees a role alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from stillpoint import practice
from stillpoint.people import access
from stillpoint.people.appointing import add_officer
from stillpoint.people.granting_roles import grant_role
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, no, require, yes
from stillpoint.trust.models import Operation

TWO = 2


@dataclass(frozen=True)
class NewAdministrator:
    """Who is to be one: their number, name and work e-mail address."""

    number: str
    name: str
    email: str


@act
def make_first_administrators(
    *, by: ActsAs, people: Sequence[NewAdministrator]
) -> list[tuple[Officer, str]]:
    """Make accounts for two people, or take those that have their numbers already, and make them
    administrators. Returns each with the path at which they set a password, once.

    For the console alone, and only while there is no administrator: from then on administrators
    make others, two at a time. For those two it makes new paths again, should theirs have run out
    before they used them.
    """
    require(yes() if access.is_system(by) else no("This is done on the server, by command."))
    if len(people) != TWO or people[0].number.strip() == people[1].number.strip():
        raise CannotDo(
            "Name two different people: a role that opens content needs two administrators, so "
            "one alone could not work."
        )
    numbers = {person.number.strip() for person in people}
    others = access.holders_of(access.ADMINISTRATOR).exclude(number__in=numbers)
    if others.exists():
        raise CannotDo(
            "There are administrators already. They make others administrators, on the page of "
            "the person."
        )
    made = [_administrator(by, person) for person in people]
    trail.record(Operation.ALTERATION, "give a link to set a password", by=by, about=made)
    return [(officer, path_to_set_password(officer)) for officer in made]


def path_to_set_password(officer: Officer) -> str:
    """Where the officer sets a password: opens once, and for three days."""
    key = default_token_generator.make_token(officer)
    known = {"uidb36": user_pk_to_url_str(officer), "key": key}
    return reverse("account_reset_password_from_key", kwargs=known)


def _administrator(by: ActsAs, person: NewAdministrator) -> Officer:
    officer = Officer.objects.filter(number__iexact=person.number.strip()).first()
    if officer is None:
        given, _, family = person.name.strip().partition(" ")
        officer = add_officer(
            by=by,
            number=person.number,
            given_name=given,
            family_name=family,
            email=person.email,
            grade=practice.current().staff_grades[0].key,
        )
    elif officer.email.lower() != person.email.strip().lower():
        raise CannotDo(
            f"The number {officer.number} belongs to somebody with another e-mail address."
        )
    if not officer.is_active or officer.has_usable_password():
        raise CannotDo(
            f"{officer} has left, or has set a password already. They can ask for a new one at "
            "sign-in."
        )
    held = RoleGrant.objects.filter(officer=officer, role=access.ADMINISTRATOR, until=None)
    if not held.exists():
        grant_role(by=by, officer=officer, role=access.ADMINISTRATOR)
    return officer
