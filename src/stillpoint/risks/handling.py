"""Raise a live risk and carry it through to what it taught (P80-P85)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.announcing import announce
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.people.models import Officer
from stillpoint.risks import access
from stillpoint.risks.calling import call, end_calls
from stillpoint.risks.facts import RiskMoved, RiskRaised
from stillpoint.risks.models import LiveRisk, RiskState, RiskStep
from stillpoint.risks.states import FIRST_CLOCK, MOVES, RESOLVED, Move, due
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

# Where a risk may be raised from: the trail reference of what the raiser was reading or writing.
SOURCE = re.compile(r"(case|review|point):[0-9A-Z]{4,12}")
CHOOSES_RECEIVER = ("direct", "hand_over")
TAKES_IT_ON = ("acknowledge", "assess")


@dataclass(frozen=True)
class Learning:
    """What a live risk taught (P84): a reflection with those involved and a training need with its
    aim, the capability hoped for and how we shall know (P2); or ``reason`` why there is none."""

    reflection: str = ""
    aim: str = ""
    capability: str = ""
    how_we_shall_know: str = ""
    for_group: str = ""
    reason: str = ""


@act
def raise_risk(
    *,
    by: Officer,
    case: Case,
    what: str,
    source: str = "",
    receiver: Officer | None = None,
    who_is_at_risk: str = "",
    direction: str = "",
) -> LiveRisk:
    """Raise a live risk. With a receiver and a direction, the direction is issued at once.

    ``source``: the trail reference of where it was found, such as ``review:K7Q2MXTR``; the case
    when it is none. The same words from the same place again are the same press of the button.
    """
    require(access.can_raise(by, case))
    if not what.strip():
        raise CannotDo("Say in a sentence what the risk is.", field="what")
    if direction.strip() and receiver is None:
        raise CannotDo("Choose who is to act on your direction.", field="receiver")
    _must_be_able_to_act(receiver, raiser=by)
    source = source if SOURCE.fullmatch(source) else case.trail_reference
    # Two presses at the same moment wait for each other here.
    Case.objects.select_for_update().get(pk=case.pk)
    before = LiveRisk.objects.filter(case=case, source=source, raised_by=by, what=what.strip())
    if (same := before.exclude(state=RiskState.CLOSED).first()) is not None:
        trail.nothing_changed()
        return same
    risk = _begin(
        LiveRisk(
            case=case,
            source=source,
            what=what.strip(),
            who_is_at_risk=who_is_at_risk.strip(),
            raised_by=by,
            receiver=receiver,
        )
    )
    announce(RiskRaised(risk=risk.ref, directed=bool(direction.strip())))
    if direction.strip():
        return move_risk(by=by, risk=risk, name="direct", text=direction)
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
        raise CannotDo("This step is not one of a live risk’s.")
    risk = _held(risk)
    if risk.state == move.target and _is_same_press(risk, by, text):
        trail.nothing_changed()
        return risk
    require(access.can_move(by, risk, name))
    _must_be_in(risk, move)
    if not text.strip():
        raise CannotDo("Say in a sentence or two what was done, or is to be done.", field="text")
    before = {"state": risk.state, "receiver": risk.receiver.ref if risk.receiver else ""}
    if name in CHOOSES_RECEIVER:
        _direct(risk, name, receiver)
    if move.finding is not None:
        risk.finding = move.finding
    if name == "send_back":
        risk.finding = ""
    if name in TAKES_IT_ON and by.pk != risk.raised_by_id:
        # Whoever acts for the receiver owns the next step, and is named as the one who does.
        risk.receiver = by
    _step(risk, by, move.target, text)
    _leave_for_next(risk, move)
    _moved(by, risk, f"{name.replace('_', ' ')} a live risk", before)
    return risk


@act
def open_learning(*, by: Officer, risk: LiveRisk, learning: Learning) -> LiveRisk:
    """Close the thread: open what it taught, or say why there is nothing to open (P84)."""
    risk = _held(risk)
    require(access.can_move(by, risk, "open_learning"))
    if risk.state == RiskState.CLOSED:
        trail.nothing_changed()
        return risk
    _must_be_in(risk, MOVES["open_learning"])
    if learning.reason.strip():
        _nothing_else(learning)
    else:
        _note(by, risk, learning)
    _step(risk, by, RiskState.CLOSED, learning.reason or learning.reflection)
    before = {"state": risk.state}
    risk.no_learning_reason = learning.reason.strip()
    risk.closed_at = timezone.now()
    _leave_for_next(risk, MOVES["open_learning"])
    _moved(by, risk, "open learning from a live risk", before)
    return risk


def _begin(risk: LiveRisk) -> LiveRisk:
    """Start the clock and the thread of a new risk."""
    now = timezone.now()
    risk.raised_at, risk.due_at = now, due(FIRST_CLOCK, now)
    risk.save()
    by, receiver = risk.raised_by, risk.receiver
    call(risk, [receiver], now)
    RiskStep.objects.create(risk=risk, state=RiskState.RAISED, by=by, at=now, text=risk.what)
    trail.record(
        Operation.COLLECTION,
        "raise a live risk",
        by=by,
        about=[risk, risk.case],
        after={"what": risk.what, "receiver": receiver.ref if receiver else ""},
    )
    return risk


def _held(risk: LiveRisk) -> LiveRisk:
    """The risk as it stands now, locked against other moves."""
    held = LiveRisk.objects.select_for_update(of=("self",))
    return held.select_related("case", "receiver", "raised_by").get(pk=risk.pk)


def _must_be_in(risk: LiveRisk, move: Move) -> None:
    if risk.state not in move.source:
        raise CannotDo(
            f"This risk is at “{risk.get_state_display()}” now, so this step cannot be taken. "
            "Look at the thread: somebody may have acted before you."
        )


def _must_be_able_to_act(receiver: Officer | None, *, raiser: Officer) -> None:
    if receiver is None:
        return
    if receiver.pk == raiser.pk:
        raise CannotDo(
            "Choose somebody else to act: whoever raised the risk says at the end whether it was "
            "dealt with.",
            field="receiver",
        )
    if not receiver.is_active:
        raise CannotDo(f"{receiver.full_name} has left. Choose somebody else.", field="receiver")


def _direct(risk: LiveRisk, name: str, receiver: Officer | None) -> None:
    if name == "hand_over" and (receiver is None or receiver.pk == risk.receiver_id):
        raise CannotDo("Choose somebody else to act.", field="receiver")
    risk.receiver = receiver or risk.receiver
    if risk.receiver is None:
        raise CannotDo("Choose who is to act.", field="receiver")
    _must_be_able_to_act(risk.receiver, raiser=risk.raised_by)
    if risk.receiver_id == risk.verifier_id:
        risk.verifier = None


def _nothing_else(learning: Learning) -> None:
    if learning.reflection.strip() or learning.aim.strip():
        raise CannotDo(
            "Give either what is to be learned, or the reason why nothing is, not both.",
            field="reason",
        )


def _note(by: Officer, risk: LiveRisk, learning: Learning) -> None:
    asked = {
        "reflection": "Say what the reflection with those involved is to look at, or say below "
        "why no learning is opened.",
        "aim": "Say what the training is for.",
        "capability": "Say what people will be able to do afterwards.",
        "how_we_shall_know": "Say how we shall know that it worked.",
    }
    for field, words in asked.items():
        if not getattr(learning, field).strip():
            raise CannotDo(words, field=field)
    note_learning(
        by=by,
        case=risk.case,
        source=risk.trail_reference,
        text=learning.reflection,
        involved=[risk.receiver] if risk.receiver else [],
    )
    note_training_need(
        by=by,
        source=risk.trail_reference,
        aim=learning.aim,
        capability=learning.capability,
        how_we_shall_know=learning.how_we_shall_know,
        for_group=learning.for_group,
    )


def _step(risk: LiveRisk, by: Officer, state: RiskState, text: str) -> None:
    RiskStep.objects.create(risk=risk, state=state, by=by, at=timezone.now(), text=text.strip())


def _leave_for_next(risk: LiveRisk, move: Move) -> None:
    now = timezone.now()
    risk.state = move.target
    risk.due_at = due(move.deadline, now)
    risk.overdue_since = None
    risk.escalated_to = None
    risk.save()
    end_calls(risk, now)
    call(risk, [next_owner(risk)], now)


def next_owner(risk: LiveRisk) -> Officer | None:
    """The one person whom the next step waits for; None while nobody is chosen, and once it is
    closed."""
    if risk.state == RiskState.CLOSED:
        return None
    if risk.state in RESOLVED:
        return risk.verifier or risk.raised_by
    return risk.receiver


def _moved(by: Officer, risk: LiveRisk, act_name: str, before: dict[str, str]) -> None:
    trail.record(
        Operation.ALTERATION,
        act_name,
        by=by,
        about=[risk, risk.case],
        before=before,
        after={
            "state": risk.state,
            "finding": risk.finding,
            "receiver": risk.receiver.ref if risk.receiver else "",
        },
    )
    announce(RiskMoved(risk=risk.ref, state=risk.state, step=risk.steps.count()))


def _is_same_press(risk: LiveRisk, by: Officer, text: str) -> bool:
    last = risk.steps.last()
    return last is not None and last.by_id == by.pk and last.text == text.strip()
