"""The schedule of one case: numbered items, and every record that exists; to print and as CSV."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure.finding import those_present
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.disclosure.recording import Record

COLUMNS = (
    "Item",
    "Case",
    "Description",
    "Sensitivity",
    "Why it is sensitive",
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


# Every record that exists, whether anything in it was flagged or not.
RECORD_COLUMNS = (
    "Case",
    "Kind of record",
    "Date and time",
    "Written by or present",
    "Place",
    "Shared",
    "Flagged",
    "Items on the schedule",
)


def schedule_rows(flags: Iterable[RelevanceFlag]) -> list[list[str]]:
    """One row for an item, in the order of ``COLUMNS``, under the number that it keeps."""
    listed = list(flags)
    present = those_present(listed)
    return [
        [
            str(flag.number),
            flag.case.reference,
            flag.description,
            flag.get_sensitivity_display(),
            flag.sensitive_because,
            flag.kind,
            flag.flagged_by.titled_name,
            "; ".join(present[flag.pk]) or "Nobody recorded",
            flag.place or "Not recorded",
            f"{timezone.localtime(flag.flagged_at):%d/%m/%Y %H:%M}",
            f"{timezone.localtime(flag.decided_at):%d/%m/%Y}" if flag.decided_at else "",
            "Yes" if flag.now_on_file else "No",
        ]
        for flag in listed
    ]


def record_rows(
    case: Case, records: Iterable[Record], flags: Iterable[RelevanceFlag]
) -> list[list[str]]:
    """One row for a record that exists, in the order of ``RECORD_COLUMNS``: no content."""
    flagged: dict[str, list[RelevanceFlag]] = defaultdict(list)
    for flag in flags:
        flagged[flag.source].append(flag)
    rows = []
    for one in records:
        mine = flagged.get(one.source, [])
        numbers = sorted(flag.number for flag in mine if flag.number is not None)
        rows.append(
            [
                case.reference,
                one.kind,
                f"{timezone.localtime(one.at):%d/%m/%Y %H:%M}",
                "; ".join(one.people) or "Nobody recorded",
                one.place or "Not recorded",
                "No, a draft" if one.draft else "Yes",
                str(len(mine)) if mine else "Nothing",
                ", ".join(map(str, numbers)),
            ]
        )
    return rows


def schedule_csv(flags: Iterable[RelevanceFlag]) -> str:
    return _as_csv(COLUMNS, schedule_rows(flags))


def records_csv(case: Case, records: Iterable[Record], flags: Iterable[RelevanceFlag]) -> str:
    return _as_csv(RECORD_COLUMNS, record_rows(case, records, flags))


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A cell that a spreadsheet would run gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return file.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell
