"""What the learning room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class ThanksSent(Fact):
    thanks: str


@fact
@dataclass(frozen=True)
class ActionGiven(Fact):
    """``to``: the officer whose it is now, given by somebody else; ``step``: of the action."""

    action: str
    to: str
    step: int
