"""When a live risk's clock runs out: it goes to the next in order, and the clock starts anew."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.risks.calling import call
from stillpoint.risks.facts import RiskDeadlinePassed
from stillpoint.risks.models import LiveRisk, RiskStep
from stillpoint.risks.receiving import those_told
from stillpoint.risks.states import OPEN, RESOLVED, clock_of, due, hours_for
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import job
from stillpoint.trust.models import Operation

BY = job("escalate overdue live risks")


def escalate_overdue() -> int:
    """The scheduled job: escalate each live risk whose clock has run out; returns how many.

    A clock that runs longer than any step may take was set while the server's clock was ahead:
    it is set anew, or the risk would lie for as long as the clock went back.
    """
    now = timezone.now()
    out = Q(due_at__lt=now) | Q(due_at__gt=now + dt.timedelta(hours=_longest()))
    waiting = LiveRisk.objects.filter(out, state__in=OPEN).values_list("pk", flat=True)
    return sum(escalate(risk=pk) for pk in list(waiting))


@act
def escalate(*, risk: int) -> bool:
    """Escalate one risk (by its id) once: the next in the practice model's order hears, the clock
    starts anew. Returns whether it did.

    Whether it is still overdue is asked again under the lock, so that two workers do it once.
    """
    held = (
        LiveRisk.objects.select_for_update(of=("self",))
        .select_related("case", "receiver", "raised_by", "verifier")
        .get(pk=risk)
    )
    now = timezone.now()
    if held.state not in OPEN or held.due_at is None:
        trail.nothing_changed()
        return False
    if held.due_at >= now:
        _shorten(held, now)
        return False
    held.overdue_since = held.overdue_since or held.due_at
    called = those_told(held, _level(held) + 1)
    superior = called[0] if called else None
    _call(held, superior)
    call(held, [*called, *_asked_before(held)], now)
    held.escalations += 1
    held.due_at = due(clock_of(held.state), now)
    held.save()
    RiskStep.objects.create(
        risk=held, state=held.state, at=now, escalation=True, text=_words(superior)
    )
    trail.record(
        Operation.ALTERATION,
        "escalate a live risk",
        by=BY,
        about=[held, held.case],
        after={"escalations": held.escalations, "to": superior.ref if superior else ""},
    )
    announce(
        RiskDeadlinePassed(
            risk=held.ref,
            escalation=held.escalations,
            to=tuple(officer.ref for officer in called),
        )
    )
    return True


def _level(risk: LiveRisk) -> int:
    """How often the present step has been escalated: the escalations since the last move."""
    level = 0
    for step in risk.steps.order_by("-id"):
        if not step.escalation:
            break
        level += 1
    return level


def _call(risk: LiveRisk, superior: Officer | None) -> None:
    """Where the raiser has not verified, somebody above them verifies in their place; else
    somebody above those who were to act acts."""
    if superior is None:
        return
    if risk.state in RESOLVED:
        risk.verifier = superior
    else:
        risk.escalated_to = superior


def _asked_before(risk: LiveRisk) -> list[Officer | None]:
    """Who was to act until now stays called: time running out excuses nobody."""
    if risk.state in RESOLVED:
        return [risk.raised_by]
    return [risk.receiver]


def _words(superior: Officer | None) -> str:
    if superior is None:
        return "The time for the next step ran out. Nobody was found to escalate it to."
    return f"The time for the next step ran out. Escalated to {superior.titled_name}."


def _shorten(risk: LiveRisk, now: dt.datetime) -> None:
    longest = due(clock_of(risk.state), now)
    if longest is None or risk.due_at is None or risk.due_at <= longest:
        trail.nothing_changed()
        return
    before = {"due_at": risk.due_at}
    risk.due_at = longest
    risk.save(update_fields=["due_at"])
    trail.record(
        Operation.ALTERATION,
        "set the clock of a live risk anew",
        by=BY,
        about=[risk, risk.case],
        before=before,
        after={"due_at": longest},
        note="the server’s clock had gone back",
    )


def _longest() -> float:
    return max(hours_for(clock) for state in OPEN if (clock := clock_of(state)))
