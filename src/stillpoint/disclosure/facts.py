"""What the disclosure room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class ErasureAgreed(Fact):
    """Two people decided to erase what is held about a case."""

    erasure: str


@fact
@dataclass(frozen=True)
class RelevanceFlagged(Fact):
    flag: str
