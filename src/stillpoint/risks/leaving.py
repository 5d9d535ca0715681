"""A leaver's live risks go to their manager, so that none is left with nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.risks.calling import call
from stillpoint.risks.models import LiveRisk, RiskStep
from stillpoint.risks.receiving import manager_after
from stillpoint.risks.states import OPEN
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation


@dataclass(frozen=True)
class HandedOn:
    """A risk that passed ``to`` somebody; ``other`` is at its other end and still here."""

    risk: LiveRisk
    to: Officer
    other: Officer | None


@act
def hand_on_what_was_held(*, by: ActsAs, officer: Officer, on: str) -> list[HandedOn]:
    """Pass the leaver's open risks to their manager on the last day ``on`` (ISO). Done again, it
    finds nothing left to do.

    What they were to act on, the manager receives; what they raised, the manager verifies. Who
    raised it stays on record.
    """
    day = dt.date.fromisoformat(on)
    held = Q(receiver=officer) | Q(verifier=officer) | Q(escalated_to=officer)
    raised = Q(raised_by=officer, verifier__isnull=True)
    risks = (
        LiveRisk.objects.select_for_update(of=("self",))
        .select_related("case", "receiver", "raised_by", "verifier", "escalated_to")
        .filter(held | raised, state__in=OPEN)
    )
    handed = [one for risk in risks if (one := _hand_on(by, risk, officer, day)) is not None]
    if not handed:
        trail.nothing_changed()
    return handed


def _hand_on(by: ActsAs, risk: LiveRisk, leaver: Officer, day: dt.date) -> HandedOn | None:
    verifier = risk.verifier or risk.raised_by
    acts = risk.receiver_id == leaver.pk
    other = verifier if acts else risk.receiver
    try:
        to = manager_after(leaver, day, other_than=[other.pk if other else None])
    except Officer.DoesNotExist:
        # Nobody is left to take it: it goes on being escalated, and stays on every lead's list.
        return None
    if acts:
        risk.receiver = to
    elif verifier.pk == leaver.pk:
        risk.verifier = to
    if risk.escalated_to_id == leaver.pk:
        risk.escalated_to = to
    risk.save(update_fields=["receiver", "verifier", "escalated_to"])
    now = timezone.now()
    risk.calls.filter(officer=leaver, ended_at=None).update(ended_at=now)
    call(risk, [to], now)
    RiskStep.objects.create(
        risk=risk,
        state=risk.state,
        at=now,
        text=f"{leaver.titled_name} has left. {to.titled_name} takes their part.",
    )
    trail.record(
        Operation.ALTERATION,
        "hand on a leaver’s live risk",
        by=by,
        about=[risk, risk.case],
        before={"part": leaver.ref},
        after={"part": to.ref},
    )
    return HandedOn(risk, to, other if other and other.is_active else None)
