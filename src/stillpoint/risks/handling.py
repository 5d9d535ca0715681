"""Raise a live risk and carry it through to what it taught (P80-P85)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.announcing import announce
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.people.models import Officer
from stillpoint.risks import access
from stillpoint.risks.facts import RiskMoved, RiskRaised
from stillpoint.risks.models import LiveRisk, RiskState, RiskStep
from stillpoint.risks.states import FIRST_CLOCK, MOVES, due
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@dataclass(frozen=True)
class Learning:
    """What a live risk taught (P84): a reflection with those involved and a training need with its
    aim, the capability hoped for and how we shall know (P2); or ``reason`` why there is none."""

    reflection: str = ""
    aim: str = ""
    capability: str = ""
    how_we_shall_know: str = ""
    reason: str = ""


@act
def raise_risk(
    *,
    by: Officer,
    case: Case,
    source: str,
    what: str,
    receiver: Officer | None = None,
    who_is_at_risk: str = "",
    direction: str = "",
) -> LiveRisk:
    """Raise a live risk. With a receiver and a direction, the direction is issued at once.

    ``source``: the trail reference of where it was found, such as ``review:K7Q2MXTR``. The same
    words from the same place again are the same press of the button.
    """
    require(access.can_raise(by, case))
    if not what.strip():
        raise CannotDo("Say in a sentence what the risk is.", field="what")
    if receiver is not None and not receiver.is_active:
        raise CannotDo(f"{receiver.full_name} has left. Choose somebody else.", field="receiver")
    before = LiveRisk.objects.filter(case=case, source=source, raised_by=by, what=what.strip())
    if (same := before.exclude(state=RiskState.CLOSED).first()) is not None:
        trail.nothing_changed()
        return same
    now = timezone.now()
    risk = LiveRisk.objects.create(
        case=case,
        source=source,
        what=what.strip(),
        who_is_at_risk=who_is_at_risk.strip(),
        raised_by=by,
        raised_at=now,
        receiver=receiver,
        due_at=due(FIRST_CLOCK, now),
    )
    RiskStep.objects.create(risk=risk, state=RiskState.RAISED, by=by, at=now, text=risk.what)
    trail.record(
        Operation.COLLECTION,
        "raise a live risk",
        by=by,
        about=[risk, case],
        after={"what": risk.what, "receiver": receiver.ref if receiver else ""},
    )
    announce(RiskRaised(risk=risk.ref))
    if receiver and direction.strip():
        move_risk(by=by, risk=risk, name="direct", text=direction)
    return risk


@act
def move_risk(
    *, by: Officer, risk: LiveRisk, name: str, text: str, receiver: Officer | None = None
) -> LiveRisk:
    """Take one step of the thread: ``name`` is a move of ``states.MOVES``, ``text`` what was done.

    ``receiver`` names who is directed, where nobody is yet or somebody else is to act.
    """
    move = MOVES.get(name)
    if move is None or name == "open_learning":
        raise CannotDo("This step is not one of a live risk's.")
    risk = LiveRisk.objects.select_for_update(of=("self",)).select_related("case").get(pk=risk.pk)
    if risk.state == move.target and _is_same_press(risk, by, text):
        trail.nothing_changed()
        return risk
    require(access.can_move(by, risk, name))
    if risk.state not in move.source:
        raise CannotDo(
            f"This risk is at “{risk.get_state_display()}” now, so this step cannot be taken. "
            "Look at the thread: somebody may have acted before you."
        )
    if not text.strip():
        raise CannotDo("Say in a sentence or two what was done, or is to be done.", field="text")
    if name == "direct":
        risk.receiver = receiver or risk.receiver
        if risk.receiver is None:
            raise CannotDo("Choose who is to act.", field="receiver")
    _step(risk, by, move.target, text)
    before = {"state": risk.state}
    risk.state = move.target
    if move.finding is not None:
        risk.finding = move.finding
    if name == "send_back":
        risk.finding = ""
    risk.due_at = due(move.deadline, timezone.now())
    risk.save()
    _moved(by, risk, f"{name.replace('_', ' ')} a live risk", before)
    return risk


@act
def open_learning(*, by: Officer, risk: LiveRisk, learning: Learning) -> LiveRisk:
    """Close the thread: open what it taught, or say why there is nothing to open (P84)."""
    require(access.can_move(by, risk, "open_learning"))
    risk = LiveRisk.objects.select_for_update(of=("self",)).select_related("case").get(pk=risk.pk)
    if risk.state == RiskState.CLOSED:
        trail.nothing_changed()
        return risk
    if risk.state != RiskState.VERIFIED:
        raise CannotDo("The raiser verifies first that the risk was dealt with.")
    need = (learning.aim, learning.capability, learning.how_we_shall_know)
    if learning.reflection.strip() and all(words.strip() for words in need):
        source = risk.trail_reference
        note_learning(by=by, case=risk.case, source=source, text=learning.reflection)
        note_training_need(
            by=by,
            source=source,
            aim=learning.aim,
            capability=learning.capability,
            how_we_shall_know=learning.how_we_shall_know,
        )
    elif not learning.reason.strip():
        raise CannotDo(
            "Write what the reflection with those involved should look at and the whole training "
            "need, or say why neither is needed.",
            field="reason",
        )
    text = learning.reason or learning.reflection
    _step(risk, by, RiskState.CLOSED, text)
    before = {"state": risk.state}
    risk.state = RiskState.CLOSED
    risk.no_learning_reason = learning.reason.strip()
    risk.due_at = None
    risk.closed_at = timezone.now()
    risk.save()
    _moved(by, risk, "open learning from a live risk", before)
    return risk


def _step(risk: LiveRisk, by: Officer, state: RiskState, text: str) -> None:
    RiskStep.objects.create(risk=risk, state=state, by=by, at=timezone.now(), text=text.strip())


def _moved(by: Officer, risk: LiveRisk, act_name: str, before: dict[str, str]) -> None:
    trail.record(
        Operation.ALTERATION,
        act_name,
        by=by,
        about=[risk, risk.case],
        before=before,
        after={"state": risk.state, "finding": risk.finding},
    )
    announce(RiskMoved(risk=risk.ref, state=risk.state, step=risk.steps.count()))


def _is_same_press(risk: LiveRisk, by: Officer, text: str) -> bool:
    last = risk.steps.last()
    return last is not None and last.by_id == by.pk and last.text == text.strip()
