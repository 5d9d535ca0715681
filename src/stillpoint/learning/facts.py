"""What the learning room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class ThanksSent(Fact):
    thanks: str
