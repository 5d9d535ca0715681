"""Whether a row is about the person whose number it has, and to whom an address belongs once the
whole file is in.

A number that comes back with another name and another address would turn one person's account, with
everything in it, into another's. One of the two may change in a file; both are for a person to look
at and to answer. A number of someone who has left can be given out again: the new person gets an
account of their own, and the leaver keeps theirs under a number that says when they left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone

from stillpoint.methods.typed_text import person_words
from stillpoint.people.models import Officer

NAMES = ("given_name", "family_name")
# What the number's column holds.
LONGEST_NUMBER = 24


class Who(StrEnum):
    """What a person answered of a row that would turn one account into another's."""

    SAME = "same"
    NEW = "new"


def is_someone_else(officer: Officer, values: Mapping[str, Any]) -> bool:
    """Whether name and address both differ from the person who has the number."""
    named = any(name in values for name in NAMES)
    return (
        named
        and "email" in values
        and officer.email.casefold() != values["email"].casefold()
        and _names(officer, {}) != _names(officer, values)
    )


def held_as_someone_else(officer: Officer) -> str:
    """What the row says to whoever settles it."""
    return (
        f"{officer.number} is {officer.full_name}; this row has another name and another e-mail "
        "address. Say who it is: “The same person” or “Someone new”."
    )


def last_day_before(joined_on: dt.date | None, officer: Officer) -> dt.date:
    """The last day of whoever had the number before: that before the new person joined, where it
    has come and they had joined themselves by then; else today."""
    today = timezone.localdate()
    if joined_on is None or joined_on > today:
        return today
    eve = joined_on - dt.timedelta(days=1)
    return today if officer.joined_on is not None and eve < officer.joined_on else eve


def give_up_number(officer: Officer) -> None:
    """The number of someone who has left is free for the next: theirs says since when."""
    left = f" left {officer.left_on:%Y-%m-%d}" if officer.left_on else " left"
    kept = f"{officer.number[: LONGEST_NUMBER - len(left) - 3]}{left}"
    free, number = kept, 1
    while Officer.objects.filter(number__iexact=free).exists():
        number += 1
        free = f"{kept} {number}"
    officer.number = free
    officer.save(update_fields=["number"])


@dataclass(frozen=True)
class Wanted:
    """An address that a row asks for; ``number`` is the row's."""

    number: str
    address: str


def taken(wanted: Sequence[Wanted], held: Mapping[str, str]) -> dict[str, str]:
    """Number of each row that cannot have its address, and the number of who has it.

    ``held``: address to number, of everyone active. An address that its holder gives up in the same
    file is free; where the holder cannot have theirs, they keep the old one, and so on.
    """
    refused: dict[str, str] = {}
    while True:
        going = {one.number: one.address for one in wanted if one.number not in refused}
        final = {
            address: number
            for address, number in held.items()
            if going.get(number, address) == address
        }
        found: dict[str, str] = {}
        for number, address in going.items():
            owner = final.setdefault(address, number)
            if owner != number:
                found[number] = owner
        if not found:
            return refused
        refused |= found


def _names(officer: Officer, values: Mapping[str, Any]) -> list[str]:
    """The words of the names without case, marks, punctuation and order."""
    names = (str(values.get(name, getattr(officer, name))) for name in NAMES)
    return sorted(spellings[0] for name in names for spellings in person_words(name))
