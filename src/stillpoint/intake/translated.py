"""What rows become on their way in: profiles, staged rows, held rows, and the memories that make
translating them fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

SEPARATOR = "\x1f"
# Stands for a value that cannot be read; no value holds a NUL.
BAD = "\0"


class Profile(NamedTuple):
    """One combination of translated values: those of ``Kind.combined``, then ``Kind.derived``."""

    id: int
    digest: str
    values: tuple[str, ...]
    problem: RowProblem | OutOfScope | None = None


@dataclass(frozen=True)
class Held:
    """A row that cannot be taken: which field, why, and whether a wording is to be mapped."""

    line: int
    reference: str
    field: str
    kind: str
    reason: str
    raw: str
    wording: str = ""


# A row for the staging table: line, reference, identity (unless the reference is it), digest, raw,
# profile id, then the varied values in the order of ``Kind.varied``. A bare tuple: there are many.
StagedRow = tuple[Any, ...]


class RowProblem(Exception):
    def __init__(self, field: str, reason: str, kind: str = "bad", wording: str = "") -> None:
        super().__init__(reason)
        self.wording = wording
        self.field = field
        self.reason = reason
        self.kind = kind


class OutOfScope(Exception):
    """The mapping takes other rows only: ``args[0]`` is the reason, for counting."""


def digest_of(text: str) -> str:
    """BLAKE2b, 16 bytes, as hex: tells rows apart, guards nothing."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """Remembers what was made of a text; forgets all when it grows past the limit. ``instead``
    stands for what cannot be made; without it the RowProblem is raised."""

    def __init__(self, make: Callable[[K], V], limit: int, instead: V | None = None) -> None:
        super().__init__()
        self.make = make
        self.limit = limit
        self.instead = instead

    def __missing__(self, key: K) -> V:
        try:
            value = self.make(key)
        except RowProblem:
            if self.instead is None:
                raise
            value = self.instead
        if len(self) >= self.limit:
            self.clear()
        self[key] = value
        return value


class ProfileMemory:
    """The profiles met in one run, each once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, ...], Profile] = {}

    def profile(self, values: tuple[str, ...]) -> Profile:
        found = self.known.get(values)
        if found is None:
            found = Profile(len(self.known) + 1, digest_of(SEPARATOR.join(values)), values)
            self.known[values] = found
        return found
