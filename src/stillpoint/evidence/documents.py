"""A report as a document: headings, sentences, tables, charts. Every format is made from this one
structure, so that no format can say something that another does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MARKING = "OFFICIAL-SENSITIVE"
HANDLING = (
    "For people with a need to know. Do not forward, photograph or print unless the work needs "
    "it; store what you print as you would a case file."
)


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the number behind it for a spreadsheet."""

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Column:
    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of a row is its header."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart with the sentence that says what it shows and the table of its figures. ``svg`` is
    empty where it was not drawn: the table then stands alone."""

    title: str
    sentence: str
    sha256: str
    table: Table
    svg: str = ""


@dataclass(frozen=True)
class Subheading:
    text: str


Block = Paragraph | Bullets | Table | Chart | Subheading


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it. ``key`` is its address; ``gist`` what it comes to in a
    sentence; ``within`` the key of the section that it belongs to."""

    key: str
    heading: str
    blocks: tuple[Block, ...]
    gist: str = ""
    within: str = ""


@dataclass(frozen=True)
class Document:
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default_factory=tuple)
    marking: str = MARKING
    handling: str = HANDLING


def tables_of(document: Document) -> Iterator[tuple[Section, Table]]:
    """Every table with its section, those of charts included."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield section, block
            elif isinstance(block, Chart):
                yield section, block.table


def columns(*texts: str) -> tuple[Column, ...]:
    """Columns from their words: the first is text, the others numbers."""
    return tuple(Column(text, numeric=number > 0) for number, text in enumerate(texts))


def table(caption: str, heads: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(caption, tuple(heads), tuple(tuple(row) for row in rows))
