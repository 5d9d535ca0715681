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
class TrialDue(Fact):
    """Somebody is to be asked whether what they tried worked; ``on``: the day it was due (ISO)."""

    point: str
    of: str
    on: str


@fact
@dataclass(frozen=True)
class ActionGiven(Fact):
    """``to``: the officer whose it is now, given by somebody else; ``step``: of the action."""

    action: str
    to: str
    step: int
