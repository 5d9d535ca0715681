"""What the points room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class PointOpened(Fact):
    point: str


@fact
@dataclass(frozen=True)
class PointHeld(Fact):
    point: str


@fact
@dataclass(frozen=True)
class PointWaived(Fact):
    point: str


@fact
@dataclass(frozen=True)
class HandoverAccepted(Fact):
    point: str


@fact
@dataclass(frozen=True)
class SectionShared(Fact):
    point: str
    section: str
