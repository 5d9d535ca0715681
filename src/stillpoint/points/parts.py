"""Pages of its own that a kind of point has beside the conversation, in one table.

Which kind has which is practice (``points.toml``). A part says where it stands and what must still
be done before the conversation can be shared and the point is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.models import Point
from stillpoint.trust.answers import CannotDo


@dataclass(frozen=True)
class Standing:
    """Where a part stands for one reader: words, and a colour where something is left to do (none
    when it is done)."""

    words: str
    colour: str = ""


@dataclass(frozen=True)
class Part:
    """``address``: the name of the URL that takes the point's ``ref``. ``missing``: what is left
    before the point can be held."""

    key: str
    title: str
    hint: str
    address: str
    standing: Callable[[Point, Officer], Standing]
    missing: Callable[[Point], Iterator[CannotDo]]


PARTS: Mapping[str, Part] = {}


def parts_of(point: Point) -> list[Part]:
    """The parts of this point, in the order of the practice model."""
    return [PARTS[key] for key in practice.current().points.kind(point.kind).parts]


def missing_from(point: Point) -> Iterator[CannotDo]:
    """What the parts of the point still lack."""
    for part in parts_of(point):
        yield from part.missing(point)
