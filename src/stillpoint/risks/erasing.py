"""Erase what this room holds about a case: its live risks, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from stillpoint.cases.models import Case
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.trust import erasing


def erase_risks(case: Case, gone: Sequence[str]) -> list[str]:
    return erasing.erase(LiveRisk.objects.filter(case=case))


def open_risks() -> QuerySet[LiveRisk]:
    """Live risks that are not closed: their cases are still worked on."""
    return LiveRisk.objects.exclude(state=RiskState.CLOSED)
