"""When a live risk's clock runs out: who hears, and what starts again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.events.announcing import announce
from stillpoint.events.telling import tell
from stillpoint.people.access import holders_of, managers_of
from stillpoint.people.models import Officer
from stillpoint.risks.facts import RiskDeadlinePassed, RiskMoved, RiskRaised
from stillpoint.risks.models import LiveRisk, RiskState, RiskStep
from stillpoint.risks.states import OPEN, clock_of, due
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import job
from stillpoint.trust.models import Operation


def escalate_overdue() -> int:
    """The scheduled job: escalate each live risk whose clock has run out; returns how many."""
    overdue = LiveRisk.objects.filter(state__in=OPEN, due_at__lt=timezone.now())
    references = list(overdue.values_list("pk", flat=True))
    return sum(escalate(risk=pk) for pk in references)


@act
def escalate(*, risk: int) -> bool:
    """Escalate one risk once: the next in the practice model's order hears, the clock starts anew.

    Whether it is still overdue is asked again under the lock, so that two workers do it once.
    """
    held = (
        LiveRisk.objects.select_for_update(of=("self",))
        .select_related("case", "receiver")
        .get(pk=risk)
    )
    now = timezone.now()
    if held.state not in OPEN or held.due_at is None or held.due_at >= now:
        trail.nothing_changed()
        return False
    held.escalations += 1
    superior = next(iter(those_told(held, held.escalations)), None)
    held.escalated_to = superior or held.escalated_to
    held.due_at = due(clock_of(held.state), now)
    held.save()
    RiskStep.objects.create(
        risk=held,
        state=held.state,
        at=now,
        escalation=True,
        text=f"The time for the next step ran out. Escalated to {superior.titled_name}."
        if superior
        else "The time for the next step ran out. Nobody of the rank to escalate to was found.",
    )
    trail.record(
        Operation.ALTERATION,
        "escalate a live risk",
        by=job("escalate overdue"),
        about=[held, held.case],
        after={"escalations": held.escalations, "to": superior.ref if superior else ""},
    )
    announce(RiskDeadlinePassed(risk=held.ref, escalation=held.escalations))
    return True


def those_told(risk: LiveRisk, escalation: int) -> list[Officer]:
    """Who hears of the n-th escalation, by the order of ``escalate_to``; the last rule repeats."""
    order = practice.current().live_risk.escalate_to
    rule = practice.current().live_risk.receiver(order[min(escalation, len(order)) - 1])
    if rule.role:
        return list(holders_of(rule.role))
    return _managers_of_rank(risk, rule.rank_level or 1)


def possible_receivers(risk_case: object, by: Officer) -> list[Officer]:
    """Who may be chosen to receive a live risk in this case: managers of those involved first,
    then RASSO leads; never the raiser alone."""
    involved = Involvement.objects.filter(case=risk_case).values_list("officer", flat=True)
    found: dict[int, Officer] = {}
    for officer in Officer.objects.filter(pk__in=involved, is_active=True):
        for manager in managers_of(officer).filter(is_active=True):
            found.setdefault(manager.pk, manager)
        found.setdefault(officer.pk, officer)
    for lead in holders_of("rasso_lead"):
        found.setdefault(lead.pk, lead)
    return sorted(found.values(), key=lambda one: (-one.rank_level, str(one)))


def tell_receiver(fact: RiskRaised) -> None:
    """Tell the receiver; without one, the RASSO leads, who direct."""
    risk = LiveRisk.objects.select_related("receiver").get(ref=fact.risk)
    for officer in [risk.receiver] if risk.receiver else holders_of("rasso_lead"):
        _tell(officer, risk, "A live risk needs you now", f"risk-raised:{risk.ref}")


def tell_next(fact: RiskMoved) -> None:
    """Tell whoever is to take the next step."""
    risk = LiveRisk.objects.select_related("receiver", "raised_by").get(ref=fact.risk)
    key = f"risk-moved:{risk.ref}:{fact.step}"
    if fact.state == RiskState.DIRECTED and risk.receiver:
        _tell(risk.receiver, risk, "You have been directed to act on a live risk", key)
    elif fact.state in (RiskState.MITIGATED, RiskState.RECORDED, RiskState.NONE_FOUND):
        _tell(risk.raised_by, risk, "A live risk that you raised waits for you to verify it", key)


def tell_of_escalation(fact: RiskDeadlinePassed) -> None:
    risk = LiveRisk.objects.select_related("receiver", "escalated_to").get(ref=fact.risk)
    told = {officer.pk: officer for officer in those_told(risk, fact.escalation)}
    for officer in (risk.escalated_to, risk.receiver):
        if officer:
            told.setdefault(officer.pk, officer)
    for officer in told.values():
        key = f"risk-escalated:{risk.ref}:{fact.escalation}"
        _tell(officer, risk, "A live risk is past its time", key)


def _managers_of_rank(risk: LiveRisk, level: int) -> list[Officer]:
    """Managers, of the rank or above, of the receiver or else of those involved; the most junior
    first: whoever stands closest acts soonest."""
    if risk.receiver:
        below = [risk.receiver]
    else:
        involved = Involvement.objects.filter(case=risk.case).values("officer")
        below = list(Officer.objects.filter(pk__in=involved))
    found = {m.pk: m for officer in below for m in managers_of(officer).filter(is_active=True)}
    fit = [officer for officer in found.values() if officer.rank_level >= level]
    return sorted(fit, key=lambda officer: (officer.rank_level, str(officer)))[:3]


def _tell(officer: Officer, risk: LiveRisk, subject: str, key: str) -> None:
    with transaction.atomic():
        tell(
            officer,
            subject=subject,
            text="Sign in to read it and to act. If someone may be in danger now, telephone first.",
            link=f"/risks/{risk.ref}/",
            key=key,
        )
