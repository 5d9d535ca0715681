"""Open a line of enquiry from a challenge card: the card's question becomes a line to answer."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.challenging import OPENED, cards_for, opened_field
from stillpoint.points.code_test import LINES, challenged_in
from stillpoint.points.enquiry_lines import field_of, free_number, lines_in
from stillpoint.points.models import Point, Section
from stillpoint.points.sections import SectionKind, save_section, section_of
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo


@act
def open_line(*, by: Officer, point: Point, kind: SectionKind, card: str) -> Section:
    """Add a line of enquiry with the question of a card as its prompt, and mark the card as
    answered by it. ``card``: FIELD-FAMILY of a card that stands beside the saved draft. The same
    press twice adds one line. Raises CannotDo, Refused."""
    draft = section_of(point, kind, writer=by)
    field, _, family = card.rpartition("-")
    standing = (
        {one.myth.key for one in cards_for(field, str(draft.answers.get(field, "")), {})}
        if field in challenged_in(kind)
        else set()
    )
    if family not in standing:
        raise CannotDo("The words of that card are gone, so no line of enquiry was opened.")
    lines = section_of(point, LINES)
    if family not in {line.asks for line in lines_in(lines.answers)}:
        added = {field_of(free_number(lines.answers), "asks"): practice.current().myth(family).key}
        save_section(by=by, point=point, kind=LINES, version=lines.version, answers=added)
    return save_section(
        by=by,
        point=point,
        kind=kind,
        version=draft.version,
        answers={opened_field(field, family): OPENED},
    )
