"""Every move, from every state, by every part: allowed, or refused with a sentence."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from stillpoint.people.models import Officer
from stillpoint.risks.handling import Learning, move_risk, open_learning
from stillpoint.risks.models import LiveRisk, RiskState, RiskStep
from stillpoint.risks.states import MOVES, OPEN, clock_of, hours_for
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.risks.factories import LEARNING, Scene, make_risk, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ROOT = Path(__file__).resolve().parents[2]
PARTS = ("raiser", "receiver", "superior", "stranger")

# Written out by hand, not read from the table: state, move, who may.
ALLOWED = {
    ("raised", "direct"): {"raiser", "receiver", "superior"},
    ("directed", "acknowledge"): {"receiver", "superior"},
    ("directed", "hand_over"): {"raiser", "receiver", "superior"},
    ("acknowledged", "assess"): {"receiver", "superior"},
    ("acknowledged", "hand_over"): {"raiser", "receiver", "superior"},
    ("assessed", "mitigate"): {"receiver", "superior"},
    ("assessed", "correct_record"): {"receiver", "superior"},
    ("assessed", "find_none"): {"receiver", "superior"},
    ("assessed", "hand_over"): {"raiser", "receiver", "superior"},
    ("mitigated", "verify"): {"raiser"},
    ("mitigated", "send_back"): {"raiser"},
    ("recorded", "verify"): {"raiser"},
    ("recorded", "send_back"): {"raiser"},
    ("none_found", "verify"): {"raiser"},
    ("none_found", "send_back"): {"raiser"},
    ("verified", "open_learning"): {"raiser", "receiver", "superior"},
}
# The parts that may make a move at all, whatever the state.
MAY = {
    move: set().union(*(who for (_, name), who in ALLOWED.items() if name == move))
    for move in MOVES
}


def take(scene: Scene, risk: LiveRisk, name: str, by: Officer) -> LiveRisk:
    if name == "open_learning":
        return open_learning(by=by, risk=risk, learning=LEARNING)
    receiver = None
    if name == "hand_over":
        receiver = make_officer("Nat Next")
    return move_risk(by=by, risk=risk, name=name, text="What was done.", receiver=receiver)


def test_the_table_by_hand_is_the_table_in_use() -> None:
    in_use = {
        (str(state), move.name): set(move.who) for move in MOVES.values() for state in move.source
    }
    assert in_use == ALLOWED


@pytest.mark.parametrize("name", list(MOVES))
@pytest.mark.parametrize("state", [str(state) for state in RiskState])
def test_every_move_from_every_state_by_every_part(state: str, name: str) -> None:
    scene = make_scene()
    for part in PARTS:
        risk = make_risk(scene, state)
        allowed = ALLOWED.get((state, name), set())
        steps = risk.steps.count()
        if part in allowed:
            moved = take(scene, risk, name, getattr(scene, part))
            assert moved.state == MOVES[name].target, part
        elif part not in MAY[name]:
            with pytest.raises(Refused) as refusal:
                take(scene, risk, name, getattr(scene, part))
            assert refusal.value.answer.reason.endswith(".")
        elif (state, name) == ("closed", "open_learning"):
            assert take(scene, risk, name, getattr(scene, part)).steps.count() == steps
        else:
            with pytest.raises(CannotDo, match="at “"):
                take(scene, risk, name, getattr(scene, part))
        if part not in allowed:
            risk.refresh_from_db()
            assert (risk.state, risk.steps.count()) == (state, steps), part


def test_the_two_failures_are_found_by_different_moves() -> None:
    assert MOVES["mitigate"].finding == "unmanaged"
    assert MOVES["correct_record"].finding == "unrecorded"


def test_every_open_state_has_a_clock() -> None:
    assert all(hours_for(clock_of(state) or "") > 0 for state in OPEN)


def test_a_move_without_words_is_asked_for_them() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    with pytest.raises(CannotDo) as problem:
        move_risk(by=scene.receiver, risk=risk, name="acknowledge", text="  ")
    assert problem.value.field == "text"


def test_the_same_press_twice_leaves_one_step() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    for _ in range(2):
        move_risk(by=scene.receiver, risk=risk, name="acknowledge", text="On my way.")
    assert RiskStep.objects.filter(risk=risk, state="acknowledged").count() == 1


def test_two_people_who_act_at_once_leave_one_step_and_the_second_is_told() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    move_risk(by=scene.receiver, risk=risk, name="acknowledge", text="On my way.")
    with pytest.raises(CannotDo, match="somebody may have acted before you"):
        move_risk(by=scene.superior, risk=risk, name="acknowledge", text="I take it.")


def test_it_is_handed_over_to_somebody_else_only() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    for receiver in (None, scene.receiver):
        with pytest.raises(CannotDo, match="somebody else"):
            move_risk(
                by=scene.receiver, risk=risk, name="hand_over", text="Not me.", receiver=receiver
            )


def test_what_goes_back_has_no_finding_any_more() -> None:
    scene = make_scene()
    risk = make_risk(scene, "recorded")
    risk = move_risk(by=scene.raiser, risk=risk, name="send_back", text="Not on the file.")
    assert (risk.state, risk.finding) == ("directed", "")


def test_learning_is_a_reflection_and_a_whole_training_need_or_a_reason() -> None:
    scene = make_scene()
    for part, field in (
        (Learning(), "reflection"),
        (Learning(reflection="Look."), "aim"),
        (Learning(reflection="Look.", aim="To know.", capability="Can."), "how_we_shall_know"),
        (Learning(reflection="Look.", reason="None."), "reason"),
    ):
        with pytest.raises(CannotDo) as problem:
            open_learning(by=scene.raiser, risk=make_risk(scene, "verified"), learning=part)
        assert problem.value.field == field


def test_a_reason_closes_the_thread_without_learning() -> None:
    scene = make_scene()
    risk = make_risk(scene, "verified")
    risk = open_learning(
        by=scene.receiver, risk=risk, learning=Learning(reason="It was a wrong number.")
    )
    assert (risk.state, risk.due_at) == (RiskState.CLOSED, None)


def test_the_diagram_in_the_docs_is_the_one_drawn_from_the_table() -> None:
    tool = _tool()
    assert tool.drawn_in((ROOT / "docs" / "live-risk.md").read_text()) == tool.diagram()


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("drawing", ROOT / "tools" / "draw_live_risk.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
