"""Pages of its own that a kind of point has beside the conversation, in one table.

Which kind has which is practice (``points.toml``). A part says where it stands and what must still
be done before the conversation can be shared and the point is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stillpoint import practice
from stillpoint.points import before_court, code_test, debrief, handover, not_progressed, shift
from stillpoint.points.models import Point
from stillpoint.points.sections import SectionKind
from stillpoint.points.standing import Attendance, Part, Standing
from stillpoint.trust.answers import CannotDo

__all__ = [
    "PARTS",
    "Attendance",
    "Part",
    "Standing",
    "attendance_of",
    "missing_from",
    "must_have",
    "parts_of",
    "records_attendance",
    "section_kind",
]

# One row for a part: each is defined in the file named for it.
_ROWS: tuple[Part, ...] = (
    shift.PART,
    handover.PART,
    code_test.PART,
    before_court.PART,
    not_progressed.PART,
    debrief.PART,
)
PARTS: Mapping[str, Part] = {one.key: one for one in _ROWS}


def parts_of(point: Point) -> list[Part]:
    """The parts of this point, in the order of the practice model."""
    return [PARTS[key] for key in practice.current().points.kind(point.kind).parts]


def missing_from(point: Point) -> Iterator[CannotDo]:
    """What the parts of the point still lack."""
    for part in parts_of(point):
        yield from part.missing(point)


def records_attendance(point: Point) -> bool:
    """Whether a page of the point records who was there, and where."""
    return any(part.attendance for part in parts_of(point))


def attendance_of(point: Point) -> Attendance | None:
    """What that page records; None where the conversation asks it."""
    found = (part.attendance(point) for part in parts_of(point) if part.attendance)
    return next(found, None)


def must_have(point: Point, key: str) -> None:
    """A point without this part has no page of it: raises DoesNotExist."""
    if key not in practice.current().points.kind(point.kind).parts:
        raise Point.DoesNotExist(f"A point of the kind {point.kind} has no part {key}.")


def section_kind(key: str) -> SectionKind | None:
    """The kind of section with this key, whichever part it belongs to; None for one that is no
    more."""
    return next((one for part in PARTS.values() for one in part.sections if one.key == key), None)
