"""The states of a live risk: who may move it, to where, and how long the next step may take.

The diagram in ``docs/live-risk.md`` is drawn from this table (``tools/draw_live_risk.py``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stillpoint import practice
from stillpoint.risks.models import RiskFinding, RiskState

S = RiskState
RAISER, RECEIVER, SUPERIOR = "raiser", "receiver", "superior"
HANDLERS = (RECEIVER, SUPERIOR)
EVERYONE = (RAISER, RECEIVER, SUPERIOR)

# Dealt with, as those who were to act say; the raiser has not said so yet.
RESOLVED = (S.MITIGATED, S.RECORDED, S.NONE_FOUND)
OPEN = tuple(state for state in S if state != S.CLOSED)
# What was found counts from here on: the raiser has verified it.
ESTABLISHED = (S.VERIFIED, S.CLOSED)


@dataclass(frozen=True)
class Move:
    """One transition. ``who``: the parts in the risk that may make it (``access.parts_of``);
    ``deadline``: the practice model's clock for the step after this one; ``finding``: what the
    move says about how the risk was handled before (P85)."""

    name: str
    source: tuple[RiskState, ...]
    target: RiskState
    who: tuple[str, ...]
    deadline: str | None
    finding: RiskFinding | None = None


_TABLE = (
    Move("direct", (S.RAISED,), S.DIRECTED, EVERYONE, "acknowledge"),
    # It reached the wrong person, or they cannot act now.
    Move(
        "hand_over", (S.DIRECTED, S.ACKNOWLEDGED, S.ASSESSED), S.DIRECTED, EVERYONE, "acknowledge"
    ),
    Move("acknowledge", (S.DIRECTED,), S.ACKNOWLEDGED, HANDLERS, "assess"),
    Move("assess", (S.ACKNOWLEDGED,), S.ASSESSED, HANDLERS, "resolve"),
    Move("mitigate", (S.ASSESSED,), S.MITIGATED, HANDLERS, "verify", RiskFinding.UNMANAGED),
    Move("correct_record", (S.ASSESSED,), S.RECORDED, HANDLERS, "verify", RiskFinding.UNRECORDED),
    Move("find_none", (S.ASSESSED,), S.NONE_FOUND, HANDLERS, "verify", RiskFinding.NONE),
    Move("verify", RESOLVED, S.VERIFIED, (RAISER,), "learning"),
    # The raiser is not satisfied: it goes back to be assessed again.
    Move("send_back", RESOLVED, S.DIRECTED, (RAISER,), "acknowledge"),
    Move("open_learning", (S.VERIFIED,), S.CLOSED, EVERYONE, None),
)
MOVES = {move.name: move for move in _TABLE}
# The clock of a risk that was just raised.
FIRST_CLOCK = "direct"


def moves_from(state: str) -> tuple[Move, ...]:
    """The moves that can be made from a state, in the table's order."""
    return tuple(move for move in _TABLE if state in move.source)


def hours_for(deadline: str) -> float:
    """The practice model's hours for a step. Opening learning takes as long as verifying."""
    name = "verify" if deadline == "learning" else deadline
    return float(getattr(practice.current().live_risk.deadlines, name))


def due(deadline: str | None, since: dt.datetime) -> dt.datetime | None:
    """When the step is due. The hours run day and night, since a risk to somebody does not keep
    office hours."""
    return None if deadline is None else since + dt.timedelta(hours=hours_for(deadline))


def clock_of(state: str) -> str | None:
    """The deadline that runs while a risk is in this state."""
    if state == S.RAISED:
        return FIRST_CLOCK
    return next((move.deadline for move in _TABLE if move.target == state), None)
