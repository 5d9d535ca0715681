"""One thing that is left for somebody, and how much it matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")


class Matters(IntEnum):
    """The order of Today: danger first, then what others wait for, then what can wait."""

    RISK_OVERDUE = 1
    RISK_DUE = 2
    POINT_OVERDUE = 3
    ACTION_OVERDUE = 4
    REVIEW_TO_ANSWER = 5
    STALE_REVIEW = 6
    FEEDBACK = 7
    FLAGGED_WORDS = 8
    POINT_DUE = 9
    ACTION_DUE = 10
    ROLE_TO_AGREE = 11
    ERASURE_TO_AGREE = 12
    REVIEW_TO_WRITE = 13
    PRACTICE_CASES = 14
    ROUND_STEP = 15
    HELD_ROWS = 16
    FIRST_STEP = 17
    LEARNING = 18
    THANKS = 19


@dataclass(frozen=True)
class Item:
    """``sentence`` says what is to be done, ``why`` why it matters; ``due``: by when, where there
    is a time; ``tag`` and ``colour``: a word on its urgency; ``about``: trail references."""

    matters: Matters
    sentence: str
    why: str
    href: str
    due: dt.datetime | dt.date | None = None
    tag: str = ""
    colour: str = "grey"
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """The items of one kind, and where the rest are when there are more than are shown."""

    items: tuple[Item, ...] = ()
    more: str = ""
    more_words: str = ""


def shown(found: Sequence[T], most: int) -> tuple[Sequence[T], bool]:
    """What is shown of what was found, and whether there is more."""
    return found[:most], len(found) > most


def due_words(day: dt.date, today: dt.date) -> str:
    """``Due today``, ``Due 3 Dec``; with the year where it is another."""
    if day == today:
        return "Due today"
    return f"Due {day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")
