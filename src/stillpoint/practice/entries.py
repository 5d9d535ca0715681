"""What every entry of the practice model has in common: frozen, typed, nothing hidden.

An entry is one table of a TOML file. Unknown keys are refused, so that a slip of the pen
cannot pass for a setting that has no effect.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""An identifier in snake_case; it is stored with answers, so it never changes its meaning."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True)]
Flag = StrictBool
Whole = StrictInt
Positive = Annotated[StrictInt, Field(ge=1)]
Level = Annotated[StrictInt, Field(ge=1, le=9)]
"""Rank in order, 1 constable to 9 chief constable (domain 2.4)."""

Rating = Annotated[StrictInt, Field(ge=1, le=5)]
Hours = Annotated[float, Field(gt=0, allow_inf_nan=False)]
DecisionMaker = Literal["police", "cps"]


class Entry(BaseModel):
    """One table of a practice file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Entry):
    """An entry that holds for a period; a missing date leaves that end open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the entry holds on that day; both ends are included."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class UnknownEntry(KeyError):
    """Something was looked up that the practice model does not hold; says so in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class UnknownOutcome(UnknownEntry):
    """An outcome code that no entry holds on the day asked about."""


class Keyed(Protocol):
    """Anything that has a key."""

    @property
    def key(self) -> str: ...


KeyedEntry = TypeVar("KeyedEntry", bound=Keyed)


def find(entries: Iterable[KeyedEntry], key: str, kind: str) -> KeyedEntry:
    """The entry with this key; raises UnknownEntry naming what was looked for."""
    for entry in entries:
        if entry.key == key:
            return entry
    raise UnknownEntry(f"The practice model has no {kind} with the key “{key}”.")
