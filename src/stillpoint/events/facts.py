"""Typed facts: what a room announces to the rooms above it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Fact:
    """Something that happened. Fields are references and plain values, never content.

    A subclass is a frozen dataclass in its room's ``facts.py``, decorated with ``fact``.
    """

    name: ClassVar[str]

    def as_values(self) -> dict[str, Any]:
        return asdict(self)


F = TypeVar("F", bound=type[Fact])
FACTS: dict[str, type[Fact]] = {}


def fact(kind: F) -> F:
    """Register a fact under ``room.Name``, the name it has in the outbox."""
    kind.name = f"{kind.__module__.split('.')[1]}.{kind.__name__}"
    FACTS[kind.name] = kind
    return kind


class FactUnknown(LookupError):
    """The outbox names a fact that no room announces any more."""


@lru_cache
def _reader(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(FACTS[name])


def fact_from(name: str, values: dict[str, Any]) -> Fact:
    """The fact as it was announced; dates and times come back from their text.

    Raises FactUnknown, or pydantic's ValidationError when the fact's fields have changed since.
    """
    if name not in FACTS:
        raise FactUnknown(f"No fact is called {name}.")
    read: Fact = _reader(name).validate_python(values)
    return read
