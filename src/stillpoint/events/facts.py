"""Typed facts: what a room announces to the rooms above it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeVar


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
