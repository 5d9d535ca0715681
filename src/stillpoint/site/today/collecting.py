"""Collect what is left for one person from every room, in a fixed number of queries.

Each room says what waits (``waiting.py``); here it becomes sentences. A room's rules of access are
its own: what it says waits for somebody, they may open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from stillpoint.people.models import Officer
from stillpoint.site.today import (
    presenters,
    presenters_closure,
    presenters_disclosure,
    presenters_learning,
    presenters_points,
    presenters_preparing,
    presenters_reviews,
    presenters_setup,
    presenters_signing,
)
from stillpoint.site.today.items import Item, Kind

# More than these of one kind are a list of their own, and Today leads there.
SHOWN_OF_A_KIND = 10


def what_is_left(officer: Officer, now: dt.datetime) -> list[Kind]:
    """Everything that waits for the officer, kind by kind; those with nothing in them left out."""
    found = (collect(officer, now, SHOWN_OF_A_KIND) for collect in COLLECTORS)
    return [kind for kind in found if kind.items]


def in_order(kinds: list[Kind]) -> list[Item]:
    """All items, the most pressing first; within a kind in the order of its room."""
    items = [item for kind in kinds for item in kind.items]
    return sorted(items, key=lambda item: item.matters)


Collect = Callable[[Officer, dt.datetime, int], Kind]
COLLECTORS: tuple[Collect, ...] = (
    presenters.live_risks,
    presenters_points.points,
    presenters_closure.closure,
    presenters_preparing.protected_time,
    presenters_signing.signatures,
    presenters_disclosure.flags,
    presenters_disclosure.erasures,
    presenters_reviews.reviews,
    presenters_reviews.practice_cases,
    presenters_reviews.feedback,
    presenters_reviews.rounds,
    presenters.roles_to_agree,
    presenters.changes_to_agree,
    presenters.broken_glass,
    presenters.held_rows,
    presenters_setup.first_steps,
    presenters_learning.learning,
)
