"""What rooms hold about cases: how much, and how it is erased.

Most rooms that hold something about a case stand above this one. What each holds, and how it is
erased, is one table in ``site/wiring_retention.py``, given to this room when the service starts.
Without it the room refuses to answer: an erasure that leaves a room out must not look whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from stillpoint.cases.models import Case


@dataclass(frozen=True)
class Holding:
    """What one room holds about cases.

    ``name``: in words, such as “points”. ``rows``: its records that name a case, whose ``path``
    leads to the case. ``erase``: erases what it holds about a case, given the trail references of
    what is erased already (of rooms above), and returns those of what it erased; it may be called
    again. ``in_use``: rows whose ``case`` this room still works on.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    erase: Callable[[Case, Sequence[str]], list[str]]
    path: str = "case"
    in_use: Callable[[], QuerySet[Any]] | None = None

    def count(self, case: Case) -> int:
        return self.rows().filter(**{self.path: case}).count()


class NotWired(RuntimeError):
    """Nobody said what rooms hold about cases."""


_holdings: Sequence[Holding] | None = None


def hold_by(holdings: Sequence[Holding]) -> None:
    """Say what rooms hold, those highest up first. Called once, when the service starts."""
    global _holdings
    _holdings = tuple(holdings)


def holdings() -> Sequence[Holding]:
    """Every holding, those of rooms highest up first. Raises NotWired."""
    if _holdings is None:
        raise NotWired("What rooms hold about cases was not said: see site/wiring_retention.py.")
    return _holdings


def counted(case: Case) -> dict[str, int]:
    """How many records of each kind there are about the case; kinds without any are left out."""
    found = {one.name: one.count(case) for one in holdings()}
    return {name: number for name, number in found.items() if number}


def has_records() -> Q:
    """Cases about which some room holds something and that no room still works on.

    Asked of one case after another, so that a list that stops after a page does not first go
    through all that every room holds.
    """
    held, used = Q(), Q()
    for one in holdings():
        held |= Q(Exists(one.rows().filter(**{one.path: OuterRef("pk")})))
        if one.in_use is not None:
            used |= Q(Exists(one.in_use().filter(case=OuterRef("pk"))))
    return held & ~used
