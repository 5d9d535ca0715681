"""A case with people around it, and live risks at any state, as the acts make them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from stillpoint.cases.models import Case, Involvement
from stillpoint.people.models import Officer
from stillpoint.risks.handling import Learning, move_risk, open_learning, raise_risk
from stillpoint.risks.models import LiveRisk, RiskState
from tests.people.factories import make_officer

_numbers = count(1)
LEARNING = Learning(
    reflection="Look at how it was recorded.",
    aim="Recording safeguarding",
    capability="Records what was done",
    how_we_shall_know="Dip sample in spring",
)
# The shortest way to each state: the moves after raising.
WAY = {
    RiskState.RAISED: (),
    RiskState.DIRECTED: ("direct",),
    RiskState.ACKNOWLEDGED: ("direct", "acknowledge"),
    RiskState.ASSESSED: ("direct", "acknowledge", "assess"),
    RiskState.MITIGATED: ("direct", "acknowledge", "assess", "mitigate"),
    RiskState.RECORDED: ("direct", "acknowledge", "assess", "correct_record"),
    RiskState.NONE_FOUND: ("direct", "acknowledge", "assess", "find_none"),
    RiskState.VERIFIED: ("direct", "acknowledge", "assess", "mitigate", "verify"),
    RiskState.CLOSED: ("direct", "acknowledge", "assess", "mitigate", "verify", "open_learning"),
}


@dataclass(frozen=True)
class Scene:
    """``superior`` manages ``receiver``, who is in the case; ``raiser`` is in it too and has a
    manager of their own, ``raisers_manager``."""

    case: Case
    raiser: Officer
    raisers_manager: Officer
    receiver: Officer
    superior: Officer
    lead: Officer
    disclosure: Officer
    stranger: Officer


def make_scene() -> Scene:
    superior = make_officer("Sam Superior", rank="chief_inspector")
    raisers_manager = make_officer("Mo Manager", rank="chief_inspector")
    receiver = make_officer("Rae Receiver", rank="inspector", manager=superior)
    raiser = make_officer("Ray Raiser", rank="sergeant", manager=raisers_manager)
    case = Case.objects.create(reference=f"LR-26-{next(_numbers):05d}", offence="19C")
    for officer in (receiver, raiser):
        Involvement.objects.create(case=case, officer=officer, role="investigator")
    return Scene(
        case=case,
        raiser=raiser,
        raisers_manager=raisers_manager,
        receiver=receiver,
        superior=superior,
        lead=make_officer("Lee Lead", roles=("rasso_lead",), rank="superintendent"),
        disclosure=make_officer("Dee Disclosure", roles=("disclosure_officer",)),
        stranger=make_officer("Sal Stranger"),
    )


def make_risk(
    scene: Scene, state: str = RiskState.RAISED, *, receiver: Officer | None = None, what: str = ""
) -> LiveRisk:
    """A live risk that was carried to the state by those whose steps they were."""
    risk = raise_risk(
        by=scene.raiser,
        case=scene.case,
        what=what or f"A child may be at risk ({next(_numbers)}).",
        receiver=receiver or scene.receiver,
    )
    for name in WAY[RiskState(state)]:
        by = scene.raiser if name in ("direct", "verify") else receiver or scene.receiver
        if name == "open_learning":
            risk = open_learning(by=by, risk=risk, learning=LEARNING)
        else:
            risk = move_risk(by=by, risk=risk, name=name, text=f"Done: {name}.")
    return risk
