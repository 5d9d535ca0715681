"""What the risks room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class RiskRaised(Fact):
    """``directed``: a direction was issued in the same moment, and is announced as a move."""

    risk: str
    directed: bool


@fact
@dataclass(frozen=True)
class RiskMoved(Fact):
    """``state`` is the state that it moved to; ``step`` counts the steps of the thread."""

    risk: str
    state: str
    step: int


@fact
@dataclass(frozen=True)
class RiskDeadlinePassed(Fact):
    """``escalation`` counts from 1 over the whole life of the risk; ``to``: those who are called,
    by their references."""

    risk: str
    escalation: int
    to: tuple[str, ...]
