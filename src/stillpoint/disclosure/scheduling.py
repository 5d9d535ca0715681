"""The itemised, dated schedule of flagged words, to read, to print and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from stillpoint.disclosure.finding import those_present
from stillpoint.disclosure.models import RelevanceFlag

COLUMNS = (
    "Item",
    "Case",
    "Description",
    "Kind of record",
    "Author",
    "Those present",
    "Place",
    "Date and time",
    "Scheduled on",
    "Now on the case file",
)
# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@")


def schedule_rows(flags: Iterable[RelevanceFlag], *, first: int = 1) -> list[list[str]]:
    """One row for an item, in the order of ``COLUMNS``. ``first``: the number of the first item,
    where a page begins later."""
    listed = list(flags)
    present = those_present(listed)
    return [
        [
            str(number),
            flag.case.reference,
            flag.description,
            flag.kind,
            flag.flagged_by.titled_name,
            "; ".join(present[flag.pk]) or "Nobody recorded",
            flag.place or "Not recorded",
            f"{timezone.localtime(flag.flagged_at):%d/%m/%Y %H:%M}",
            f"{timezone.localtime(flag.decided_at):%d/%m/%Y}" if flag.decided_at else "",
            "Yes" if flag.now_on_file else "No",
        ]
        for number, flag in enumerate(listed, start=first)
    ]


def schedule_csv(flags: Iterable[RelevanceFlag]) -> str:
    """The schedule as CSV. A cell that a spreadsheet would run gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in schedule_rows(flags))
    return file.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell
