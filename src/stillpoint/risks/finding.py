"""Find live risks and cases by their public references."""

from __future__ import annotations

from django.db.models import F, QuerySet

from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.risks import access
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.trust.prepared import prepared, the_one


def risk_by_ref(ref: str) -> LiveRisk:
    return LiveRisk.objects.select_related(
        "case", "raised_by", "receiver", "escalated_to", "verifier"
    ).get(ref=ref)


def case_by_ref(ref: str) -> Case:
    return the_one(_cases_by_ref(ref), Case)


@prepared
def _cases_by_ref(ref: str) -> QuerySet[Case]:
    return Case.objects.filter(ref=ref)


def risks_for(officer: Officer, *, show: str = "open", whose: str = "all") -> QuerySet[LiveRisk]:
    """Those that the officer may read: ``open`` ones overdue first, then by clock; ``closed`` ones
    newest first. ``whose``: ``mine`` keeps those that name the officer."""
    found = access.visible_to(officer)
    if whose == "mine":
        found = found.filter(access.named(officer))
    if show == "closed":
        return found.filter(state=RiskState.CLOSED).order_by("-closed_at", "-id")
    waiting = found.exclude(state=RiskState.CLOSED)
    return waiting.order_by(F("overdue_since").asc(nulls_last=True), "due_at", "id")
