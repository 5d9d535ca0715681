"""The facts that the cases room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class MilestoneRecorded(Fact):
    """An officer entered a milestone. ``case``: its public reference."""

    case: str
    kind: str


@fact
@dataclass(frozen=True)
class CasesImported(Fact):
    """A run took in cases, milestones, outcomes or involvement. One fact for the whole run: its
    cases are those whose ``last_run`` it is."""

    run: str
    created: int
    updated: int


@fact
@dataclass(frozen=True)
class RuleForManyGiven(Fact):
    """A rule for many held rows waits for the worker to carry it out."""

    rule: str
    officer: str


@fact
@dataclass(frozen=True)
class ImportRequested(Fact):
    """Files wait for the worker to import them."""

    run: str
    officer: str


@fact
@dataclass(frozen=True)
class GlassEnded(Fact):
    """A case that was opened by break-glass is shut again, and its writers may be shown it."""

    glass: str
