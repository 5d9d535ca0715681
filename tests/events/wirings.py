"""Facts and wirings for these tests alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stillpoint.events.facts import Fact, fact
from stillpoint.events.wiring import Handler, Job, Wiring
from stillpoint.trust import trail
from stillpoint.trust.actors import job
from stillpoint.trust.models import Operation


@fact
@dataclass(frozen=True)
class RoundOpened(Fact):
    round: str
    on: dt.date = dt.date(2026, 1, 1)


@fact
@dataclass(frozen=True)
class NobodyListens(Fact):
    about: str


class HandlerBroke(Exception):
    pass


def leave(act: str, about: str) -> None:
    """An effect that counts: a trail entry is added each time and never taken back."""
    trail.record(Operation.ALTERATION, act, by=job("test"), about=about)


def first(opened: RoundOpened) -> None:
    leave("first heard", opened.round)


def second(opened: RoundOpened) -> None:
    leave("second heard", opened.round)


def by_itself(opened: RoundOpened) -> None:
    leave("alone heard", opened.round)


def chime() -> None:
    leave("chimed", "clock")


EVERY = dt.timedelta(minutes=10)
WIRING = Wiring(
    handlers={
        RoundOpened: (
            Handler("first", first),
            Handler("second", second),
            Handler("by itself", by_itself, alone=True),
        )
    },
    schedule=(Job("chime", EVERY, chime),),
)
