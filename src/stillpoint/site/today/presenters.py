"""What waits, as items of Today: a sentence, why it matters, by when, and where it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.risks import waiting as risks_waiting
from stillpoint.risks.clock import clock
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.risks.states import RESOLVED
from stillpoint.site.today.items import Item, Kind, Matters

T = TypeVar("T")

RISK_STEPS = {
    RiskState.RAISED: "Issue a direction on a live risk",
    RiskState.DIRECTED: "Acknowledge a live risk",
    RiskState.ACKNOWLEDGED: "Assess a live risk",
    RiskState.ASSESSED: "Deal with a live risk",
    RiskState.VERIFIED: "Say what a live risk taught",
}


def live_risks(officer: Officer, now: dt.datetime, most: int) -> Kind:
    found, more = _shown(risks_waiting.waiting_for(officer, most=most + 1), most)
    return Kind(
        tuple(_risk(risk, officer, now) for risk in found),
        reverse("risks") if more else "",
        "All live risks",
    )


def _risk(risk: LiveRisk, officer: Officer, now: dt.datetime) -> Item:
    time = clock(risk, now)
    if risk.state in RESOLVED:
        step = "Say whether a live risk was dealt with"
    else:
        step = RISK_STEPS[RiskState(risk.state)]
    if risk.escalated_to_id == officer.pk:
        why = "It came to you because the time of those before you ran out."
    elif risk.state == RiskState.VERIFIED:
        why = "What it taught is lost unless somebody opens it."
    else:
        why = "Somebody may be at risk until it is done."
    return Item(
        matters=Matters.RISK_OVERDUE if time.overdue else Matters.RISK_DUE,
        sentence=f"{step} in case {risk.case.reference}",
        why=why,
        href=reverse("risk", kwargs={"ref": risk.ref}),
        due=risk.due_at,
        tag=time.words,
        colour=time.colour,
        about=(risk.trail_reference, risk.case.trail_reference),
    )


def _shown(found: Sequence[T], most: int) -> tuple[Sequence[T], bool]:
    """What is shown of what was found, and whether there is more."""
    return found[:most], len(found) > most
