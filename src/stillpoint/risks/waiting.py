"""Live risks whose next step waits for one person: what Today shows of this room."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.risks.models import LiveRisk, RiskCall, RiskState
from stillpoint.risks.states import RESOLVED
from stillpoint.trust.prepared import prepared

TO_HANDLE = (RiskState.RAISED, RiskState.DIRECTED, RiskState.ACKNOWLEDGED, RiskState.ASSESSED)


def waiting_for(officer: Officer, *, most: int) -> list[LiveRisk]:
    """At most ``most`` risks that wait for the officer, overdue ones first, in one query.

    Those that they only might act on, as a manager of the receiver, stay in the list of live
    risks until the time has run out and they are called. From then on it stays here until someone
    has acted, whoever else is called after them.
    """
    return _waiting(officer.pk, leads=has_role(officer, "rasso_lead"), most=most)


def waits_for(officer: Officer, risks: Iterable[LiveRisk]) -> set[int]:
    """Ids of those among these risks that wait for the officer: just those that Today shows."""
    theirs = _theirs(officer.pk, leads=has_role(officer, "rasso_lead"))
    found = LiveRisk.objects.filter(theirs, pk__in=[risk.pk for risk in risks])
    return set(found.exclude(state=RiskState.CLOSED).values_list("pk", flat=True))


def _theirs(officer: int, *, leads: bool) -> Q:
    """Everyone who was called and has seen nobody act; who is to act, or to say whether it was
    dealt with; for RASSO leads what nobody has received, and what is past its time."""
    calls = RiskCall.objects.filter(officer=officer, ended_at=None).values("risk")
    raiser = Q(raised_by=officer) | Q(verifier=officer)
    mine = (
        (Q(receiver=officer) & Q(state__in=(*TO_HANDLE, RiskState.VERIFIED)))
        | (raiser & Q(state__in=RESOLVED))
        | Q(raised_by=officer, receiver__isnull=True, state=RiskState.RAISED)
        | Q(pk__in=calls)
    )
    if leads:
        nobody_yet = Q(receiver__isnull=True, state__in=TO_HANDLE)
        mine |= nobody_yet | Q(overdue_since__isnull=False, state__in=TO_HANDLE)
    return mine


@prepared
def _waiting(officer: int, *, leads: bool, most: int) -> QuerySet[LiveRisk]:
    found = LiveRisk.objects.filter(_theirs(officer, leads=leads))
    found = found.exclude(state=RiskState.CLOSED)
    ordered = found.order_by(F("overdue_since").asc(nulls_last=True), "due_at", "id")
    return ordered.select_related("case", "receiver", "raised_by", "verifier")[:most]
