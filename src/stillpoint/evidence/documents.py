"""A report as a document: headings, sentences, tables, charts. Every format is made from this one
structure, so that no format can say something that another does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")
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


def texts_of(part: object) -> Iterator[str]:
    """Every text in a document or a part of one, charts' drawings among them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts_of(getattr(part, one.name))


def with_each_text(part: T, change: Callable[[str], str]) -> T:
    """The document, or a part of one, with every text changed; the same object where none is."""
    if isinstance(part, str):
        return change(part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        changed = tuple(with_each_text(one, change) for one in part)
        same = all(new is old for new, old in zip(changed, part, strict=True))
        return part if same else changed  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    values = {one.name: getattr(part, one.name) for one in fields(part)}
    new = {name: with_each_text(value, change) for name, value in values.items()}
    new = {name: value for name, value in new.items() if value is not values[name]}
    return replace(part, **new) if new else part
