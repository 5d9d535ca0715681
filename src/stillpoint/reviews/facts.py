"""What the reviews room announces."""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact


@fact
@dataclass(frozen=True)
class RoundDrawn(Fact):
    round: str


@fact
@dataclass(frozen=True)
class LiveCasesLetIn(Fact):
    """The disclosure officer is told (domain 3.4)."""

    round: str


@fact
@dataclass(frozen=True)
class RoundPublished(Fact):
    round: str


@fact
@dataclass(frozen=True)
class AssignmentGiven(Fact):
    """One reviewer was given a case after publishing: told now."""

    assignment: str


@fact
@dataclass(frozen=True)
class AssignmentDeclined(Fact):
    assignment: str


@fact
@dataclass(frozen=True)
class ReviewSubmitted(Fact):
    review: str


@fact
@dataclass(frozen=True)
class FirstReviewReopened(Fact):
    """``second`` is the review made stale by it, or empty."""

    review: str
    second: str


@fact
@dataclass(frozen=True)
class FeedbackReleased(Fact):
    round: str


@fact
@dataclass(frozen=True)
class RoundClosed(Fact):
    round: str
