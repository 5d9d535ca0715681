"""Roles: an administrator grants, a second one agrees where the role opens content.

Granting the role of administrator takes a second administrator too, unless it is done at the
console: else one person could make a second account and agree with themselves.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.people import access
from stillpoint.people.dating import day_before
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def grant_role(
    *, by: ActsAs, officer: Officer, role: str, since: dt.date | None = None
) -> RoleGrant:
    """Grant the role from the day (today). It holds at once, or once a second administrator has
    agreed (``needs_agreement``)."""
    require(access.can_grant_role(by, officer))
    known = next((known for known in practice.current().roles if known.key == role), None)
    if known is None:
        raise CannotDo(f"The practice model has no role “{role}”.", field="role")
    if not officer.is_active:
        raise CannotDo(f"{officer} has left. Take them back first.", field="officer")
    if RoleGrant.objects.filter(officer=officer, role=role, until__isnull=True).exists():
        raise CannotDo(
            f"{officer} already holds this role, or it waits for agreement.", field="role"
        )
    grant = RoleGrant.objects.create(
        officer=officer,
        role=role,
        since=since or timezone.localdate(),
        granted_by=access.as_officer(by),
        needs_agreement=known.opens_content
        or (role == access.ADMINISTRATOR and not access.is_system(by)),
    )
    access.forget_roles(officer)
    trail.record(
        Operation.ALTERATION, "grant a role", by=by, about=[grant, officer], after=_as_values(grant)
    )
    return grant


@act
def agree_role(*, by: ActsAs, grant: RoleGrant) -> None:
    """A second administrator agrees; the role holds from today, or from its later first day."""
    require(access.can_agree_role(by, grant))
    grant = _waiting(grant)
    before = _as_values(grant)
    grant.agreed_by = access.as_officer(by)
    grant.since = max(grant.since, timezone.localdate())
    grant.save()
    access.forget_roles(grant.officer)
    trail.record(
        Operation.ALTERATION,
        "agree a role",
        by=by,
        about=[grant, grant.officer],
        before=before,
        after=_as_values(grant),
    )


@act
def decline_role(*, by: ActsAs, grant: RoleGrant) -> None:
    """A second administrator declines, or the first one takes the grant back: it never held."""
    require(access.can_administer(by))
    grant = _waiting(grant)
    if isinstance(by, Officer) and by.pk == grant.officer_id:
        raise CannotDo("Another administrator decides about your own roles.")
    trail.record(
        Operation.ALTERATION,
        "decline a role",
        by=by,
        about=[grant, grant.officer],
        before=_as_values(grant),
    )
    grant.delete()


@act
def end_role(*, by: ActsAs, grant: RoleGrant) -> None:
    """End the role today: from this moment it opens nothing."""
    require(access.can_administer(by))
    if grant.until is not None:
        raise CannotDo("This role has already ended.")
    others = access.holders_of(access.ADMINISTRATOR).exclude(pk=grant.officer_id)
    if grant.role == access.ADMINISTRATOR and not others.exists() and not access.is_system(by):
        raise CannotDo("This is the last administrator. Grant the role to somebody else first.")
    before = _as_values(grant)
    about = [grant.trail_reference, grant.officer.trail_reference]
    last = day_before(timezone.localdate())
    if grant.since > last:
        grant.delete()
    else:
        grant.until = last
        grant.save()
    access.forget_roles(grant.officer)
    trail.record(
        Operation.ALTERATION, "end a role", by=by, about=about, before=before, after={"until": last}
    )


def awaiting_agreement() -> QuerySet[RoleGrant]:
    """Grants that wait for a second administrator, oldest first."""
    waiting = RoleGrant.objects.awaiting_agreement()
    return waiting.select_related("officer", "granted_by").order_by("since", "id")


def _waiting(grant: RoleGrant) -> RoleGrant:
    fresh: RoleGrant | None = (
        RoleGrant.objects.awaiting_agreement()
        .select_for_update(of=("self",))
        .filter(pk=grant.pk)
        .first()
    )
    if fresh is None:
        raise CannotDo("This role no longer waits for agreement.")
    return fresh


def _as_values(grant: RoleGrant) -> dict[str, object]:
    return {
        "role": grant.role,
        "since": grant.since,
        "until": grant.until,
        "granted_by": grant.granted_by_id,
        "agreed_by": grant.agreed_by_id,
    }
