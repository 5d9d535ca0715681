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
class AttendanceDenied(Fact):
    """Someone who was named as having taken part says that they were not there."""

    point: str
    officer: str


@fact
@dataclass(frozen=True)
class PointWaived(Fact):
    """``at``: when, since it can be opened and waived again."""

    point: str
    at: str = ""


@fact
@dataclass(frozen=True)
class WordsSetAside(Fact):
    """Words about how somebody is left a point for a private note of their writer."""

    note: str


@fact
@dataclass(frozen=True)
class NoticeMoved(Fact):
    """A closure notice has come to ``state``: due, held back, or sent; ``at``: when, since it can
    come to the same state again."""

    notice: str
    state: str
    at: str = ""


@fact
@dataclass(frozen=True)
class HandoverAccepted(Fact):
    point: str


@fact
@dataclass(frozen=True)
class SectionShared(Fact):
    point: str
    section: str


@fact
@dataclass(frozen=True)
class DebriefInvited(Fact):
    """Somebody was asked to a debrief, or was to be asked again: nobody is told twice."""

    point: str


@fact
@dataclass(frozen=True)
class DebriefHandedOn(Fact):
    point: str
    given: int


@fact
@dataclass(frozen=True)
class TimeAskedFor(Fact):
    """Protected time waits for its answer."""

    time: str


@fact
@dataclass(frozen=True)
class TimeAnswered(Fact):
    time: str
    at: str


@fact
@dataclass(frozen=True)
class TimeMoved(Fact):
    """Whoever asked accepted what was offered, or withdrew; ``at``: when, since another offer
    can follow and be accepted, too."""

    time: str
    state: str
    at: str = ""


@fact
@dataclass(frozen=True)
class SectionSigned(Fact):
    """``revision``: id of what was signed."""

    point: str
    revision: int
    role: str


@fact
@dataclass(frozen=True)
class SecondPersonChosen(Fact):
    point: str
