"""What this room announces. Days are ISO text, people and teams are public references."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class OfficerJoined(Fact):
    officer: str


@fact
@dataclass(frozen=True)
class OfficerMoved(Fact):
    """Posted to another team from ``since``."""

    officer: str
    team: str
    since: str


@fact
@dataclass(frozen=True)
class OfficerLeft(Fact):
    """Left on ``on``, the last day: what they held is for the rooms above to reassign."""

    officer: str
    on: str


@fact
@dataclass(frozen=True)
class ReviewerAccredited(Fact):
    """May review at ``step`` once the practice cases are done."""

    officer: str
    step: int


@fact
@dataclass(frozen=True)
class AccreditationEnded(Fact):
    """May no longer review at ``step`` after ``on``."""

    officer: str
    step: int
    on: str


@fact
@dataclass(frozen=True)
class RecordsJoined(Fact):
    """``other`` is an older or second record of the officer: what it keeps them from follows."""

    officer: str
    other: str


@fact
@dataclass(frozen=True)
class WaysInEnded(Fact):
    """Every way into the account has ended: its address has changed hands, or it was reopened."""

    officer: str
