"""Every record that exists about a case: of what kind, when, by whom, where.

A disclosure officer must be able to say what exists. They see no content here: that stands in the
queue, where somebody flagged it. What each room holds is said by its own function, given to this
room where everything is wired (``site/wiring_retention.py``); without them it refuses to answer: a
list that leaves a room out must not look whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stillpoint.cases.models import Case


@dataclass(frozen=True)
class Record:
    """One record. ``kind``: what it is, in words that can stand in a schedule; ``people``: names of
    those who wrote it or were there; ``source``: its name in the trail, as flags carry it;
    ``draft``: written and not shared."""

    kind: str
    at: dt.datetime
    people: tuple[str, ...]
    source: str
    place: str = ""
    draft: bool = False


# What a room has written down about a case. Of however many records: a few queries, not one each.
Rule = Callable[[Case], Iterable[Record]]

_rules: Sequence[Rule] | None = None


class NotWired(RuntimeError):
    """Nobody said which rooms write about cases."""


def record_by(rules: Sequence[Rule]) -> None:
    """Say which rooms write about cases. Called once, when the service starts."""
    global _rules
    _rules = tuple(rules)


def records_of(case: Case) -> list[Record]:
    """Every record about the case, the earliest first. Raises NotWired."""
    if _rules is None:
        raise NotWired("Which rooms write about cases was not said: see site/wiring_retention.py.")
    found = [one for rule in _rules for one in rule(case)]
    return sorted(found, key=lambda one: (one.at, one.kind, one.source))
