"""Count what live risks turned out to be: the two failures of P85 apart."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from stillpoint.risks.models import LiveRisk, RiskFinding, RiskState
from stillpoint.risks.states import ESTABLISHED

UNDETERMINED = "undetermined"
OPEN, LEARNING_OPENED, NO_LEARNING = "open", "learning_opened", "closed_with_a_reason"


def by_finding(cases: Iterable[int]) -> dict[str, int]:
    """How many live risks in these cases (ids) were found ``unmanaged``, ``unrecorded`` or
    ``none``; ``undetermined`` until the raiser has verified it. Every key is always there."""
    counts = dict.fromkeys([*RiskFinding.values, UNDETERMINED], 0)
    rows = LiveRisk.objects.filter(case__in=list(cases)).values_list("state", "finding")
    for state, finding, number in rows.annotate(number=Count("pk")).order_by():
        counts[finding if state in ESTABLISHED and finding else UNDETERMINED] += number
    return counts


def by_closure(cases: Iterable[int]) -> dict[str, int]:
    """How many are ``open``, closed with ``learning_opened``, or ``closed_with_a_reason`` why
    nothing was to be learned."""
    counts = dict.fromkeys((OPEN, LEARNING_OPENED, NO_LEARNING), 0)
    rows = LiveRisk.objects.filter(case__in=list(cases)).values_list("state", "no_learning_reason")
    for state, reason in rows:
        if state != RiskState.CLOSED:
            counts[OPEN] += 1
        else:
            counts[NO_LEARNING if reason else LEARNING_OPENED] += 1
    return counts
