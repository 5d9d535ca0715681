"""The states of a live risk: who may move it, to where, and how long the next step may take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stillpoint import practice
from stillpoint.risks.models import RiskFinding, RiskState

S = RiskState


@dataclass(frozen=True)
class Move:
    """One transition. ``who``: ``raiser``, ``receiver`` or ``superior``, tried in that order by
    ``access``; ``deadline``: the practice model's clock for the step after this one."""

    name: str
    source: tuple[RiskState, ...]
    target: RiskState
    who: tuple[str, ...]
    deadline: str | None
    finding: RiskFinding | None = None


MOVES = {
    move.name: move
    for move in (
        Move("direct", (S.RAISED,), S.DIRECTED, ("raiser", "receiver", "superior"), "acknowledge"),
        Move("acknowledge", (S.DIRECTED,), S.ACKNOWLEDGED, ("receiver", "superior"), "assess"),
        Move("assess", (S.ACKNOWLEDGED,), S.ASSESSED, ("receiver", "superior"), "resolve"),
        Move(
            "mitigate",
            (S.ASSESSED,),
            S.MITIGATED,
            ("receiver", "superior"),
            "verify",
            RiskFinding.UNMANAGED,
        ),
        Move(
            "correct_record",
            (S.ASSESSED,),
            S.RECORDED,
            ("receiver", "superior"),
            "verify",
            RiskFinding.UNRECORDED,
        ),
        Move(
            "find_none",
            (S.ASSESSED,),
            S.NONE_FOUND,
            ("receiver", "superior"),
            "verify",
            RiskFinding.NONE,
        ),
        Move(
            "verify", (S.MITIGATED, S.RECORDED, S.NONE_FOUND), S.VERIFIED, ("raiser",), "learning"
        ),
        # The raiser is not satisfied: it goes back to be assessed again.
        Move("send_back", (S.MITIGATED, S.RECORDED, S.NONE_FOUND), S.DIRECTED, ("raiser",), "acknowledge"),
        Move("open_learning", (S.VERIFIED,), S.CLOSED, ("raiser", "receiver", "superior"), None),
    )
}  # fmt: skip
OPEN = tuple(state for state in S if state != S.CLOSED)
# The clock of a risk that was just raised.
FIRST_CLOCK = "direct"


def due(deadline: str | None, since: dt.datetime) -> dt.datetime | None:
    """When the step is due. The hours are the practice model's; they run day and night, since a
    risk to somebody does not keep office hours. Opening learning takes as long as verifying."""
    if deadline is None:
        return None
    hours = practice.current().live_risk.deadlines
    name = "verify" if deadline == "learning" else deadline
    return since + dt.timedelta(hours=float(getattr(hours, name)))


def clock_of(state: str) -> str | None:
    """The deadline that runs while a risk is in this state."""
    if state == S.RAISED:
        return FIRST_CLOCK
    return next((move.deadline for move in MOVES.values() if move.target == state), None)
