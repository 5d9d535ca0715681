"""The report as a spreadsheet: the words on one sheet, each table on its own, numbers as numbers.

Text that a spreadsheet could take for a formula is kept from being one: a cell that begins with
``=``, ``+``, ``-``, ``@``, a tab or a line break gets an apostrophe before it, so that it stays
harmless when somebody saves the sheet as CSV and opens it again.
"""

from __future__ import annotations

import io
import re
from typing import Any

from stillpoint.evidence.documents import (
    Bullets,
    Cell,
    Chart,
    Document,
    Paragraph,
    Subheading,
    Table,
    tables_of,
)

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_NAME = 31


def ods(document: Document) -> bytes:
    from odfdo import Document as NewDocument

    made = NewDocument("spreadsheet")
    body = made.body
    body.clear()
    body.append(_sheet("Report", [[harmless(line)] for line in _lines(document)]))
    used = {"Report"}
    for number, (_, table) in enumerate(tables_of(document), start=1):
        rows: list[list[Any]] = [[harmless(document.marking)], [harmless(table.caption)]]
        rows.append([harmless(column.text) for column in table.columns])
        rows += [[_value(cell) for cell in row] for row in table.rows]
        body.append(_sheet(_name(table, number, used), rows))
    made.meta.title = document.title
    made.meta.language = "en-GB"
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def harmless(text: str) -> str:
    """The text, unable to start a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _value(cell: Cell) -> Any:
    """A number where the text is exactly it, so that figures read as everywhere else."""
    return (cell.number, cell.text) if cell.number is not None else harmless(cell.text)


def _sheet(name: str, rows: list[list[Any]]) -> Any:
    from odfdo import Cell as OdfCell
    from odfdo import Row
    from odfdo import Table as Sheet

    sheet = Sheet(name)
    for values in rows:
        row = Row()
        for value in values:
            if isinstance(value, tuple):
                row.append_cell(OdfCell(value[0], text=value[1]))
            else:
                row.append_cell(OdfCell(value))
        sheet.append_row(row)
    return sheet


def _name(table: Table, number: int, used: set[str]) -> str:
    """A sheet name: no characters that spreadsheets refuse, at most 31, each once."""
    plain = re.sub(r"[\[\]*?:/\\'\"]", "", " ".join(table.caption.split()))
    name = f"{number} {plain}"[:LONGEST_NAME].strip()
    used.add(name)
    return name


def _lines(document: Document) -> list[str]:
    lines = [
        f"{document.marking}. {document.handling}",
        document.title,
        document.subtitle,
        *(f"{name}: {value}" for name, value in document.facts),
    ]
    for section in document.sections:
        lines += ["", section.heading]
        for block in section.blocks:
            if isinstance(block, Paragraph | Subheading):
                lines.append(block.text)
            elif isinstance(block, Bullets):
                lines += block.lines
            elif isinstance(block, Chart):
                lines += [block.title, block.sentence, f"See the sheet for: {block.table.caption}"]
            else:
                lines.append(f"See the sheet for: {block.caption}")
    return lines
