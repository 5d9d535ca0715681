"""What the pages of live risk show, in sentences, tags and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.access import can_see_case
from stillpoint.people.models import Force, Officer
from stillpoint.risks.clock import Clock, clock
from stillpoint.risks.models import LiveRisk, RiskState, RiskStep
from stillpoint.risks.states import RESOLVED
from stillpoint.risks.waiting import waits_for

READERS = (
    "So that somebody acts. You, whoever is to act, supervisors of the case, RASSO leads and the "
    "disclosure officer can read it. What belongs on the case file, put there too."
)
NEXT = {
    RiskState.RAISED: "A direction is to be issued",
    RiskState.DIRECTED: "The direction is to be acknowledged",
    RiskState.ACKNOWLEDGED: "The risk is to be assessed",
    RiskState.ASSESSED: "The risk is to be dealt with, or its record corrected",
    RiskState.VERIFIED: "What it taught is to be opened: a reflection and a training need, or a "
    "reason why not",
    RiskState.CLOSED: "Nothing is left to do",
}


@dataclass(frozen=True)
class RiskPage:
    risk: LiveRisk
    clock: Clock
    next: str
    rows: list[dict[str, Any]]
    events: list[dict[str, Any]]
    back_to: str = ""
    yours: bool = False


@dataclass(frozen=True)
class RiskRow:
    """A risk in a list. ``yours``: it waits for the reader, and so stands on their Today."""

    ref: str
    case: str
    href: str
    clock: Clock
    next: str
    state: str
    who: str
    yours: bool
    raised_at: dt.datetime
    finding: str = field(default="")


def telephone_first() -> str:
    """Whom to telephone when somebody is in danger now: the practice model's sentence, and the
    force's own number where one is set."""
    force = Force.objects.first()
    sentence = practice.current().live_risk.telephone_first
    return f"{sentence} {force.emergency_contact}".strip() if force else sentence


def danger_now() -> str:
    """The same where a risk is raised already: whom to telephone."""
    force = Force.objects.first()
    numbers = [practice.current().live_risk.control_room_number]
    numbers.append(force.emergency_contact if force else "")
    whom = "; ".join(number for number in numbers if number) or "999 or the force control room"
    return f"If someone may be in danger now, telephone first: {whom}."


def next_step(risk: LiveRisk) -> str:
    """What is to be done next and by whom, as a sentence."""
    state = RiskState(risk.state)
    if state == RiskState.CLOSED:
        return f"{NEXT[state]}."
    if state in RESOLVED:
        verifier = risk.verifier or risk.raised_by
        return f"{verifier.titled_name} is to say whether it was dealt with."
    who = risk.receiver.titled_name if risk.receiver else "a RASSO lead"
    if state == RiskState.VERIFIED:
        return f"{NEXT[state]}, by {who} or {(risk.verifier or risk.raised_by).titled_name}."
    return f"{NEXT[state]}, by {who}."


def risk_page(risk: LiveRisk, viewer: Officer, now: dt.datetime) -> RiskPage:
    return RiskPage(
        risk=risk,
        clock=clock(risk, now),
        next=next_step(risk),
        rows=_rows(risk, viewer),
        events=[_event(step) for step in risk.steps.select_related("by")],
        back_to=_draft(risk) if risk.raised_by_id == viewer.pk else "",
        yours=bool(waits_for(viewer, [risk])),
    )


def risk_rows(risks: Iterable[LiveRisk], viewer: Officer, now: dt.datetime) -> list[RiskRow]:
    held = list(risks)
    theirs = waits_for(viewer, held)
    return [_row(risk, now, yours=risk.pk in theirs) for risk in held]


def _row(risk: LiveRisk, now: dt.datetime, *, yours: bool) -> RiskRow:
    return RiskRow(
        ref=risk.ref,
        case=risk.case.reference,
        href=reverse("risk", kwargs={"ref": risk.ref}),
        clock=clock(risk, now),
        next=next_step(risk),
        state=risk.get_state_display(),
        who=risk.receiver.titled_name if risk.receiver else "Nobody yet",
        yours=yours,
        raised_at=risk.raised_at,
        finding=finding_words(risk),
    )


def finding_words(risk: LiveRisk) -> str:
    labels = practice.current().live_risk.failure_labels
    return str(getattr(labels, risk.finding)) if risk.finding else ""


def _rows(risk: LiveRisk, viewer: Officer) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"key": "The risk", "value": risk.what},
        {"key": "Who is at risk", "value": risk.who_is_at_risk or "Not said"},
        {"key": "To act", "value": risk.receiver.titled_name if risk.receiver else "Nobody yet"},
        {"key": "Raised by", "value": risk.raised_by.titled_name},
        {"key": "State", "value": risk.get_state_display()},
        {"key": "Seen by", "value": _seen_by(risk)},
    ]
    if risk.verifier:
        rows.insert(4, {"key": "Verifies", "value": risk.verifier.titled_name})
    if risk.finding:
        rows.append({"key": "What was found", "value": finding_words(risk)})
    if risk.no_learning_reason:
        rows.append({"key": "Why nothing is learned", "value": risk.no_learning_reason})
    case: dict[str, Any] = {"key": "Case", "value": risk.case.reference}
    if can_see_case(viewer, risk.case):
        address = f"/cases/{risk.case.ref}/"
        case["actions"] = [{"text": "Open", "href": address, "about": "the case"}]
    return [case, *rows]


def _seen_by(risk: LiveRisk) -> str:
    """Who is called to the open step and has looked, and who has not."""
    calls = risk.calls.filter(ended_at=None).select_related("officer")
    said = [
        f"{one.officer.titled_name}, {timezone.localtime(one.seen_at):%-d %B at %H:%M}"
        if one.seen_at
        else f"{one.officer.titled_name} has not opened it yet"
        for one in calls
    ]
    return "; ".join(said) or "Nobody is called yet"


def _event(step: RiskStep) -> dict[str, Any]:
    title = "Time ran out" if step.escalation else str(step.get_state_display())
    if step.by is None and not step.escalation:
        title = "Passed on"
    return {
        "title": title,
        "when": step.at,
        "by": step.by.titled_name if step.by else "",
        "words": step.text,
    }


def _draft(risk: LiveRisk) -> str:
    """The raiser's way back to the review that they were writing."""
    kind, _, ref = risk.source.partition(":")
    if kind != "review":
        return ""
    try:
        return reverse("review", kwargs={"ref": ref})
    except NoReverseMatch:
        return ""
