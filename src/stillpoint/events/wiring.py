"""The shape of the wiring: which handler hears which fact, and which jobs run how often.

The table itself is one screen in ``site/wiring.py``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings

from stillpoint.events.facts import Fact


class NotWired(LookupError):
    """The outbox or the schedule names a handler or a job that the wiring does not have."""


@dataclass(frozen=True)
class Handler:
    """Something that a room does about a fact.

    ``run`` takes the fact and must be idempotent. By default it runs in the worker's
    transaction, which also marks it done: its effects happen once. With ``alone`` it manages its
    own transactions and must be safe to start again from the beginning; a long one calls
    ``working.keep_lease()`` between its transactions.
    """

    name: str
    run: Callable[..., object]
    alone: bool = False


@dataclass(frozen=True)
class Job:
    """Something done at intervals, in transactions of its own, safe to start again."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


@dataclass(frozen=True)
class Wiring:
    """``links``: name to what makes a link for one officer at the moment a letter is sent."""

    handlers: Mapping[type[Fact], Sequence[Handler]]
    schedule: Sequence[Job] = ()
    links: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, handlers in self.handlers.items():
            _refuse_doubles((handler.name for handler in handlers), f"handlers of {kind.__name__}")
        _refuse_doubles((job.name for job in self.schedule), "jobs")

    def hearers(self, kind: type[Fact]) -> Sequence[Handler]:
        return self.handlers.get(kind, ())

    def handler(self, kind: type[Fact], name: str) -> Handler:
        for handler in self.hearers(kind):
            if handler.name == name:
                return handler
        raise NotWired(f"No handler {name} hears {kind.__name__}.")

    def job(self, name: str) -> Job:
        for job in self.schedule:
            if job.name == name:
                return job
        raise NotWired(f"No job is called {name}.")

    def link(self, name: str, officer: Any) -> str:
        """A path of this service for the officer, made now."""
        if name not in self.links:
            raise NotWired(f"No link is called {name}.")
        return self.links[name](officer)


def _refuse_doubles(names: object, where: str) -> None:
    doubled = [name for name, times in Counter(names).items() if times > 1]  # type: ignore[call-overload]
    if doubled:
        raise ValueError(f"Two {where} have the same name: {', '.join(doubled)}. Rename one.")


def current() -> Wiring:
    """The wiring of ``settings.STILLPOINT_WIRING``."""
    wiring: Wiring = import_module(settings.STILLPOINT_WIRING).WIRING
    return wiring
