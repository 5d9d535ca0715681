"""Lines of enquiry considered at the Full Code Test: rows of one section (P45).

A section holds texts by field name, so a line is a handful of fields with its number in their
names: ``line-03-text``. Numbers stay while a line stands, so that two people's saves meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stillpoint import practice
from stillpoint.points.models import Point
from stillpoint.trust.answers import CannotDo

MOST_LINES = 24
NAMES = ("text", "direction", "state", "why", "on_system", "asks")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Line:
    """One line. ``asks``: the family of the challenge card that it came from, or empty."""

    number: int
    text: str = ""
    direction: str = ""
    state: str = ""
    why: str = ""
    on_system: str = ""
    asks: str = ""


def field_of(number: int, name: str) -> str:
    """The name of one field of one line."""
    return f"line-{number:02}-{name}"


def fields_of_lines() -> Iterator[str]:
    """Every field that the section can have."""
    for number in range(1, MOST_LINES + 1):
        yield from (field_of(number, name) for name in NAMES)


def lines_in(answers: Mapping[str, Any]) -> list[Line]:
    """The lines that hold something, by number."""
    found = []
    for number in range(1, MOST_LINES + 1):
        said = {name: str(answers.get(field_of(number, name), "")) for name in NAMES}
        if any(said.values()):
            found.append(Line(number, **said))
    return found


def free_number(answers: Mapping[str, Any]) -> int:
    """The next number that is free; raises CannotDo when all are taken."""
    taken = {line.number for line in lines_in(answers)}
    for number in range(1, MOST_LINES + 1):
        if number not in taken:
            return number
    raise CannotDo(
        f"{MOST_LINES} lines of enquiry can be kept here. Put those that belong together on one "
        "line, then open this one."
    )


def missing_from_lines(point: Point, answers: Mapping[str, Any]) -> Iterator[CannotDo]:
    """What the list lacks before it can be shared."""
    lines = lines_in(answers)
    if not lines:
        yield CannotDo(
            "Write at least one line of enquiry that was considered.", field=field_of(1, "text")
        )
    say_why = {one.key for one in practice.current().points.line_states if one.say_why}
    for line in lines:
        asked = {
            "text": (line.text, "write the line of enquiry, or take it out"),
            "direction": (line.direction, "say which way it points"),
            "state": (line.state, "say how far it is"),
            "on_system": (line.on_system, "say whether it is on the case system"),
        }
        for name, (said, sentence) in asked.items():
            if not said:
                yield CannotDo(f"Line {line.number}: {sentence}.", field=_field(line, name))
        if line.state in say_why and not line.why:
            yield CannotDo(f"Line {line.number}: say why not.", field=_field(line, "why"))


def not_on_the_system(answers: Mapping[str, Any]) -> list[str]:
    """The words of the lines that are not on the case system."""
    return [
        f"Line of enquiry: {line.text}" + (f" ({line.why})" if line.why else "")
        for line in lines_in(answers)
        if line.on_system == NO
    ]


def _field(line: Line, name: str) -> str:
    return field_of(line.number, name)
