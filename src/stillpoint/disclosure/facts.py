"""What the disclosure room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class RelevanceFlagged(Fact):
    flag: str
