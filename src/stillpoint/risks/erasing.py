"""Erase what this room holds about a case: its live risks, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from stillpoint.cases.models import Case
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.trust import erasing


def erase_risks(case: Case, gone: Sequence[str]) -> list[str]:
    return erasing.erase(LiveRisk.objects.filter(case=case))


def cases_with_open_risks() -> QuerySet[LiveRisk, Any]:
    """Ids of cases with a live risk that is not closed: they are still worked on."""
    return LiveRisk.objects.exclude(state=RiskState.CLOSED).values("case")
