"""Live risks whose next step waits for one person: what Today shows of this room."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.risks.states import RESOLVED
from stillpoint.trust.prepared import prepared

TO_HANDLE = (RiskState.RAISED, RiskState.DIRECTED, RiskState.ACKNOWLEDGED, RiskState.ASSESSED)


def waiting_for(officer: Officer, *, most: int) -> list[LiveRisk]:
    """At most ``most`` risks that wait for the officer, overdue ones first, in one query.

    Those that they only might act on, as a manager of the receiver, stay in the list of live
    risks until the time has run out and they are called.
    """
    return _waiting(officer.pk, leads=has_role(officer, "rasso_lead"), most=most)


@prepared
def _waiting(officer: int, *, leads: bool, most: int) -> QuerySet[LiveRisk]:
    called = Q(escalated_to=officer, overdue_since__isnull=False) & ~Q(state__in=RESOLVED)
    raiser = Q(raised_by=officer, verifier__isnull=True) | Q(verifier=officer)
    mine = (
        (Q(receiver=officer) & Q(state__in=(*TO_HANDLE, RiskState.VERIFIED)))
        | (raiser & Q(state__in=RESOLVED))
        | Q(raised_by=officer, receiver__isnull=True, state=RiskState.RAISED)
        | called
    )
    if leads:
        mine |= Q(receiver__isnull=True, state__in=TO_HANDLE)
    found = LiveRisk.objects.filter(mine).exclude(state=RiskState.CLOSED)
    ordered = found.order_by(F("overdue_since").asc(nulls_last=True), "due_at", "id")
    return ordered.select_related("case", "receiver", "raised_by", "verifier")[:most]
