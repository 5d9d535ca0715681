"""Who may see and do what about people. Default: no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from stillpoint.people.models import AuthorityChange, ChangeKind, Officer, Outcome, RoleGrant
from stillpoint.people.supervision import (
    above,
    below,
    is_supervisor_of,
    line_managers_of,
    managed_directly,
    managers_by_officer,
    managers_of,
    manages_directly,
    reports_of,
    supervised_by,
)
from stillpoint.trust.actors import Actor, ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared

__all__ = [
    "above",
    "below",
    "has_role",
    "holders_of",
    "is_supervisor_of",
    "is_system",
    "line_managers_of",
    "managed_directly",
    "managers_by_officer",
    "managers_of",
    "manages_directly",
    "reports_of",
    "supervised_by",
]

ADMINISTRATOR = "administrator"
LEAD = "rasso_lead"
# Role, since, until.
Grant = tuple[str, dt.date, dt.date | None]


def is_system(by: object) -> bool:
    """The console user or a job: who may run those is for the operating system to say."""
    return isinstance(by, Actor)


def as_officer(by: ActsAs) -> Officer | None:
    """The officer who acts, for a record that names its author; None for the console or a job."""
    return by if isinstance(by, Officer) else None


def person(request: HttpRequest) -> Officer:
    """The officer who asks for a page: pages behind ``@screen`` always have one."""
    if not isinstance(request.user, Officer):
        raise TypeError("Nobody is signed in: put the page behind @screen.")
    return request.user


def has_role(officer: ActsAs, role: str, on: dt.date | None = None) -> bool:
    """Whether the officer holds the role on the day (today), agreed where it needs agreement.

    The console user and jobs hold every role. Grants are read once for each officer instance.
    """
    if isinstance(officer, Actor):
        return True
    if not isinstance(officer, Officer) or not officer.is_active:
        return False
    day = on or timezone.localdate()
    return any(
        held == role and since <= day and (until is None or until >= day)
        for held, since, until in _grants(officer)
    )


def _grants(officer: Officer) -> list[Grant]:
    known: list[Grant] | None = getattr(officer, "_roles", None)
    if known is None:
        known = _grants_of(officer.pk)
        officer._roles = known  # type: ignore[attr-defined]
    return known


@prepared
def _grants_of(officer: int) -> QuerySet[RoleGrant, Grant]:
    held = RoleGrant.objects.in_force().filter(officer=officer)
    return held.values_list("role", "since", "until")


def forget_roles(officer: Officer) -> None:
    """Read the grants again at next use: called by the acts that change them."""
    if hasattr(officer, "_roles"):
        del officer._roles


def holders_of(role: str, on: dt.date | None = None) -> QuerySet[Officer]:
    """Active officers who hold the role on the day (today)."""
    return _holders(role, on or timezone.localdate())


def _holders(role: str, day: dt.date) -> QuerySet[Officer]:
    grants = RoleGrant.objects.in_force().on(day).filter(role=role)
    return Officer.objects.filter(is_active=True, pk__in=grants.values("officer"))


# The same as a list, for pages: ``holding(role, day)``.
holding = prepared(_holders)


# Pages and acts


def can_administer(officer: ActsAs, thing: object = None) -> Answer:
    """Accounts, roles, teams, areas and other settings (design section 6)."""
    if has_role(officer, ADMINISTRATOR):
        return yes()
    return no("Only an administrator can do this. Ask your force’s administrator.")


def can_accredit(officer: ActsAs, thing: object = None) -> Answer:
    if has_role(officer, LEAD):
        return yes()
    return no("Only a RASSO lead can accredit reviewers.")


def can_keep_training(officer: ActsAs, thing: object = None) -> Answer:
    if has_role(officer, ADMINISTRATOR) or has_role(officer, "ld_lead"):
        return yes()
    return no("Only a learning and development lead or an administrator can do this.")


def can_see_roles(officer: ActsAs) -> Answer:
    if has_role(officer, ADMINISTRATOR) or has_role(officer, "auditor"):
        return yes()
    return no("Only administrators and auditors can see who holds which role.")


def keeps_everyone(officer: ActsAs) -> bool:
    """Whether the officer's work takes the whole staff list."""
    return any(has_role(officer, role) for role in (ADMINISTRATOR, LEAD, "ld_lead"))


def can_see_people(officer: ActsAs) -> Answer:
    if isinstance(officer, Actor) or (isinstance(officer, Officer) and officer.is_active):
        return yes("You see yourself, your people, and more where your role needs it.")
    return no("Sign in to see people.")


def visible_to(officer: ActsAs) -> QuerySet[Officer]:
    """The officers whose record the officer may read."""
    if isinstance(officer, Actor) or keeps_everyone(officer):
        return Officer.objects.all()
    if not isinstance(officer, Officer):
        return Officer.objects.none()
    mine = supervised_by(officer).values("pk")
    return Officer.objects.filter(Q(pk=officer.pk) | Q(pk__in=mine))


def visible_among(officer: ActsAs, people: Iterable[Officer]) -> set[int]:
    """Ids of those among ``people`` whose record the officer may read: at most one query."""
    ids = {one.pk for one in people}
    if isinstance(officer, Actor) or keeps_everyone(officer):
        return ids
    return set(visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True))


def can_see_officer(officer: ActsAs, seen: Officer) -> Answer:
    if isinstance(officer, Officer) and officer.pk == seen.pk:
        return yes("This is your own record.")
    if isinstance(officer, Actor) or keeps_everyone(officer):
        return yes()
    if is_supervisor_of(officer, seen):
        return yes("You supervise this person.")
    return no("You can see your own record and those of the people you supervise.")


def can_see_accreditation(officer: ActsAs, seen: Officer) -> Answer:
    """Evidence of specialist knowledge: the person, their supervisors and the lead."""
    if isinstance(officer, Officer) and officer.pk == seen.pk:
        return yes("This is your own record.")
    if has_role(officer, LEAD) or is_supervisor_of(officer, seen):
        return yes()
    return no("The person, their supervisors and the RASSO lead can see accreditation.")


def can_record_leave(officer: ActsAs, whose: Officer) -> Answer:
    if isinstance(officer, Officer) and officer.pk == whose.pk and officer.is_active:
        return yes("This is your own record.")
    if has_role(officer, ADMINISTRATOR) or is_supervisor_of(officer, whose):
        return yes()
    return no("You can record leave for yourself and for the people you supervise.")


def can_see_leave(officer: ActsAs, whose: Officer) -> Answer:
    """Days away, never why: those who may record them, and the lead who assigns reviews."""
    if has_role(officer, LEAD):
        return yes()
    return can_record_leave(officer, whose)


def can_grant_role(officer: ActsAs, whose: Officer | None = None) -> Answer:
    """Administrators alone, and never to themselves."""
    answer = can_administer(officer)
    if answer and whose is not None and isinstance(officer, Officer) and officer.pk == whose.pk:
        return no("Nobody grants a role to themselves. Ask another administrator.")
    return answer


def can_change_authority_alone(officer: ActsAs, thing: object = None) -> Answer:
    """What opens content (an address, a line manager, a return) takes a second administrator. The
    console and jobs answer to the operating system, and the trail names them."""
    if is_system(officer):
        return yes()
    return no("A second administrator must agree to this: propose it on the person’s page.")


def can_agree_role(officer: ActsAs, grant: RoleGrant) -> Answer:
    """A second administrator: neither the person nor the one who granted it."""
    return _as_second(
        officer,
        grant.granted_by_id,
        {grant.officer_id},
        own="Nobody agrees a role of their own. Ask another administrator.",
        first="You granted this role. A second administrator must agree to it.",
    )


def can_agree_change(officer: ActsAs, change: AuthorityChange) -> Answer:
    """A second administrator: neither who proposed it, nor whom it is about or who gains by it."""
    return _as_second(
        officer,
        change.proposed_by_id,
        {change.officer_id, change.other_id},
        own="This change is about you. Another administrator must agree to it.",
        first="You proposed this. A second administrator must agree to it.",
    )


def can_see_change(officer: ActsAs, change: AuthorityChange) -> Answer:
    """Administrators, auditors, and the person whom it is about."""
    if isinstance(officer, Officer) and officer.pk == change.officer_id:
        return yes("This is about you.")
    return can_see_roles(officer)


def can_agree_from_file(officer: ActsAs, change: AuthorityChange) -> Answer:
    """Together with others: only what came by a file."""
    if not change.by_file:
        return no("A person proposed this: read it by itself.")
    return can_agree_change(officer, change)


def can_decline_change(officer: ActsAs, change: AuthorityChange) -> Answer:
    """Any administrator: one who proposed it takes it back."""
    return can_administer(officer)


def can_show_link(officer: ActsAs, change: AuthorityChange) -> Answer:
    """One of the two who agreed a link to set a password, to hand it over in person."""
    agreed = change.kind == ChangeKind.PASSWORD and change.outcome == Outcome.AGREED
    one_of_two = isinstance(officer, Officer) and officer.pk in {
        change.proposed_by_id,
        change.decided_by_id,
    }
    if not (agreed and one_of_two):
        return no("The link is shown to one of the two administrators who agreed it.")
    return can_administer(officer)


def _as_second(
    officer: ActsAs, proposer: int | None, parties: set[int | None], *, own: str, first: str
) -> Answer:
    """Whether the officer may be the second administrator to what another one asks."""
    if not isinstance(officer, Officer):
        return no("A second administrator agrees, signed in as themselves.")
    if officer.pk in parties:
        return no(own)
    if officer.pk == proposer:
        return no(first)
    return can_administer(officer)
