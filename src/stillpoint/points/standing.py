"""What a part of a point is: a page of its own beside the conversation, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stillpoint.people.models import Officer
from stillpoint.points.models import Point
from stillpoint.points.sections import SectionKind
from stillpoint.trust.answers import CannotDo


@dataclass(frozen=True)
class Standing:
    """Where a part stands for one reader: words, and a colour where something is left to do (none
    when it is done)."""

    words: str
    colour: str = ""


@dataclass(frozen=True)
class Attendance:
    """Who was there, by reference, and where: as a page of the point records it."""

    present: tuple[str, ...] = ()
    place: str = ""


def no_warning(point: Point) -> str:
    return ""


@dataclass(frozen=True)
class Part:
    """``address``: the name of the URL that takes the point's ``ref``. ``missing``: what is left
    before the point can be held. ``sections``: the kinds of section that its pages write.
    ``warning``: what whoever talks must know first, in a sentence; empty where there is nothing.
    ``attendance``: for a page that records who was there, so that the conversation does not ask it
    again; empty while nothing is recorded."""

    key: str
    title: str
    hint: str
    address: str
    standing: Callable[[Point, Officer], Standing]
    missing: Callable[[Point], Iterator[CannotDo]]
    sections: tuple[SectionKind, ...] = ()
    warning: Callable[[Point], str] = no_warning
    attendance: Callable[[Point], Attendance] | None = None
