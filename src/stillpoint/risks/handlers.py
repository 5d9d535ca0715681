"""Who is told of a live risk. E-mail says that something waits and never what: no case, no words.
Each handler may run more than once."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.telling import messages_for, tell
from stillpoint.people.access import holders_of
from stillpoint.people.facts import OfficerLeft
from stillpoint.people.models import Officer
from stillpoint.risks.facts import RiskDeadlinePassed, RiskMoved, RiskRaised
from stillpoint.risks.leaving import hand_on_what_was_held
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.risks.states import RESOLVED
from stillpoint.trust.actors import job


def tell_receiver(fact: RiskRaised) -> None:
    """Tell the receiver; without one, the RASSO leads, who direct."""
    if fact.directed:
        return
    risk = _risk(fact.risk)
    for officer in [risk.receiver] if risk.receiver else holders_of("rasso_lead"):
        _tell(officer, risk, "A live risk needs you now", f"risk-raised:{risk.ref}")


def tell_next(fact: RiskMoved) -> None:
    """Tell whoever is to take the next step; what was said of the steps before is out of date."""
    risk = _risk(fact.risk)
    key = f"risk-moved:{risk.ref}:{fact.step}"
    called = Officer.objects.filter(risk_calls__risk=risk).distinct()
    for officer in filter(None, {risk.receiver, risk.raised_by, risk.verifier, *called}):
        before = messages_for(officer, unseen=True).filter(link=_page(risk)).exclude(key=key)
        before.update(seen_at=timezone.now())
    if fact.state == RiskState.DIRECTED and risk.receiver:
        _tell(risk.receiver, risk, "You have been directed to act on a live risk", key)
    elif fact.state in RESOLVED:
        subject = "A live risk waits for you to verify that it was dealt with"
        _tell(risk.verifier or risk.raised_by, risk, subject, key)
    elif fact.state == RiskState.VERIFIED and risk.receiver:
        _tell(risk.receiver, risk, "A live risk was verified: say what it taught", key)


def tell_of_escalation(fact: RiskDeadlinePassed) -> None:
    """Tell those whom it was escalated to, whoever was to act, and the raiser."""
    risk = _risk(fact.risk)
    told = {officer.pk: officer for officer in Officer.objects.filter(ref__in=fact.to)}
    for officer in (risk.escalated_to, risk.receiver, risk.verifier, risk.raised_by):
        if officer and officer.is_active:
            told.setdefault(officer.pk, officer)
    key = f"risk-escalated:{risk.ref}:{fact.escalation}"
    for officer in told.values():
        _tell(officer, risk, "A live risk is past its time", key)


def hand_on_after_leaving(fact: OfficerLeft) -> None:
    """What a leaver held goes to their manager: the manager and the other side are told."""
    leaver = Officer.objects.get(ref=fact.officer)
    for handed in hand_on_what_was_held(by=job("hand on live risks"), officer=leaver, on=fact.on):
        key = f"risk-left:{handed.risk.ref}:{leaver.ref}"
        _tell(handed.to, handed.risk, "A live risk has passed to you", key)
        if handed.other is not None:
            subject = "A live risk that you have a part in has passed to somebody else"
            _tell(handed.other, handed.risk, subject, key)


def _risk(ref: str) -> LiveRisk:
    return LiveRisk.objects.select_related(
        "case", "receiver", "raised_by", "escalated_to", "verifier"
    ).get(ref=ref)


def _page(risk: LiveRisk) -> str:
    return f"/risks/{risk.ref}/"


def _tell(officer: Officer, risk: LiveRisk, subject: str, key: str) -> None:
    tell(
        officer,
        subject=subject,
        text="Sign in to read it and to act. If someone may be in danger now, telephone first.",
        link=_page(risk),
        key=key,
    )
