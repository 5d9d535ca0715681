"""Say once what is withheld throughout: rows and columns without a number become one sentence.

Only for the suppressed version. Nothing is added: the reader could see as much in the full table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stillpoint.evidence.documents import Block, Cell, Chart, Paragraph, Section, Table
from stillpoint.evidence.wording import NONE, WITHHELD


def collapsed(section: Section) -> Section:
    """The section with each table's wholly withheld rows and columns in a sentence after it; a
    table that is withheld altogether is that sentence alone."""
    blocks: list[Block] = []
    for block in section.blocks:
        blocks += _collapsed(block)
    return replace(section, blocks=tuple(dict.fromkeys(blocks)))


def _collapsed(block: Block) -> list[Block]:
    if isinstance(block, Chart):
        kept, said = _shrunk(block.table)
        if kept is None:
            return [Paragraph(block.sentence), *said]
        return [replace(block, table=kept), *said]
    if isinstance(block, Table):
        kept, said = _shrunk(block)
        return [*([kept] if kept else []), *said]
    return [block]


def _shrunk(table: Table) -> tuple[Table | None, list[Block]]:
    rows = [row for row in table.rows if not _withheld(row[1:])]
    lost = [row[0].text for row in table.rows if _withheld(row[1:])]
    if not rows and lost:
        return None, [Paragraph(f"“{table.caption}” is withheld: too few cases each.")]
    places = [
        place
        for place in range(len(table.columns))
        if place == 0 or not _withheld([row[place] for row in rows])
    ]
    lost += [one.text for place, one in enumerate(table.columns) if place not in places]
    if not lost:
        return table, []
    kept = Table(
        table.caption,
        tuple(table.columns[place] for place in places),
        tuple(tuple(row[place] for place in places) for row in rows),
    )
    return kept, [Paragraph(f"Withheld throughout in “{table.caption}”: {'; '.join(lost)}.")]


def _withheld(cells: Sequence[Cell]) -> bool:
    """Whether no cell says anything and at least one is withheld."""
    texts = {cell.text for cell in cells}
    return WITHHELD in texts and texts <= {WITHHELD, NONE}
