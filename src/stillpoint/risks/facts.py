"""What the risks room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class RiskRaised(Fact):
    risk: str


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
    """``escalation`` counts from 1."""

    risk: str
    escalation: int
