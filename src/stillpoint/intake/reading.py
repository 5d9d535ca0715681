"""Read a table row by row: what is a row comes out as cells, what is not comes out held.

Lines are counted from 1 as a person sees them in an editor; the header is line 1.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from stillpoint.intake.limits import LIMITS, Limits
from stillpoint.intake.opening_files import BLOCK, Opened, Table, open_file
from stillpoint.trust.answers import CannotDo

__all__ = ["BadLine", "Batch", "Opened", "Reading", "Table", "open_file", "read_table"]

Row = tuple[int, list[str]]
BATCH = 5_000
# The first of equals is taken.
DELIMITERS = (",", ";", "\t", "|")
# NUL, and the character that parts the columns of a row that is kept as one text.
CONTROL = ("\0", "\x1f")


@dataclass(frozen=True)
class BadLine:
    """A line that is not a row of the table: ``text`` is what stands there, cut short."""

    line: int
    reason: str
    text: str


@dataclass
class Batch:
    """Up to 5,000 rows, the bad lines met among them, and characters read so far."""

    rows: list[Row] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    characters: int = 0


class Lines:
    """The lines of a table, one at a time, none longer than the limit.

    Keeps the lines of the row now being read, so that a row that goes wrong (a quotation mark
    never closed swallows what follows) can be given back and reading goes on after its first
    line.
    """

    def __init__(self, file: IO[str], limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.waiting: list[str] = []
        self.position = 0
        self.taken: list[str] = []
        self.number = 0
        self.characters = 0
        self.tail = ""
        self.ended = False
        self.has_control = False

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.waiting):
            self._fill()
        line = self.waiting[self.position]
        self.position += 1
        self.number += 1
        self.taken.append(line)
        if len(self.taken) > self.limits.lines_in_a_row:
            raise csv.Error("unexpected end of data")
        return line

    def ahead(self, count: int) -> list[str]:
        """Up to so many lines that come next, without taking them; none at the end."""
        if self.position >= len(self.waiting):
            try:
                self._fill()
            except StopIteration:
                return []
        return self.waiting[self.position : self.position + count]

    def skip(self, count: int) -> None:
        """Count lines of ``ahead`` as read."""
        self.position += count
        self.number += count

    def _fill(self) -> None:
        """Read the next block; the part after its last line feed waits for the next one."""
        self.waiting, self.position = [], 0
        while not self.waiting:
            if self.ended:
                raise StopIteration
            block = self.file.read(BLOCK)
            self.characters += len(block)
            self.has_control = self.has_control or any(mark in block for mark in CONTROL)
            if not block:
                self.ended = True
                self.waiting = [self.tail] if self.tail else []
                self.tail = ""
                continue
            lines = (self.tail + block).split("\n")
            self.tail = lines.pop()
            self.waiting = [line + "\n" for line in lines]
            if len(self.tail) > self.limits.row_characters:
                raise CannotDo(
                    f"Line {self.number + len(lines) + 1:,} is longer than "
                    f"{self.limits.row_characters:,} characters. This is not a table of records."
                )

    def give_back_all_but_first(self) -> tuple[int, str]:
        """Take the row's further lines back to be read again. Returns its first line."""
        taken, self.taken = self.taken, []
        first = self.number - len(taken) + 1
        if self.position >= len(taken) - 1:
            self.position -= max(len(taken) - 1, 0)
        else:
            self.waiting = taken[1:] + self.waiting[self.position :]
            self.position = 0
        self.number = first
        return first, taken[0] if taken else ""


class Reading:
    """One table being read: its header, then its rows in batches."""

    def __init__(self, table: Table, file: IO[str], limits: Limits) -> None:
        self.table = table
        self.limits = limits
        self.lines = Lines(file, limits)
        self.delimiter = self._delimiter()
        self.header = self._read_header()

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """Rows and bad lines in order of the file. A blank line is neither."""
        while chunk := self.lines.ahead(size):
            batch = self._plain(chunk) or self._careful(len(chunk))
            batch.characters = self.lines.characters
            yield batch

    def _plain(self, chunk: list[str]) -> Batch | None:
        """The usual case, at the speed of the csv module: one line is one row, none is bad."""
        try:
            rows = list(csv.reader(chunk, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != len(chunk) or set(map(len, rows)) != {len(self.header)}:
            return None
        if self.lines.has_control and any(mark in line for line in chunk for mark in CONTROL):
            return None
        first = self.lines.number + 1
        self.lines.skip(len(chunk))
        return Batch(rows=list(enumerate(rows, first)))

    def _careful(self, lines_wanted: int) -> Batch:
        """Row by row, for at least as many lines: rows over several lines and bad ones."""
        batch, lines = Batch(), self.lines
        last = lines.number + lines_wanted
        while lines.number < last:
            try:
                for cells in csv.reader(lines, delimiter=self.delimiter, strict=True):
                    self._take(batch, cells)
                    lines.taken.clear()
                    if lines.number >= last:
                        break
                else:
                    break
            except csv.Error as error:
                batch.bad.append(self._broken(error))
        return batch

    def _take(self, batch: Batch, cells: list[str]) -> None:
        text = "".join(self.lines.taken)
        line = self.lines.number - len(self.lines.taken) + 1
        if "\0" in text:
            reason = "There is a NUL byte in this line: it was damaged on its way."
        elif "\x1f" in text:
            reason = "There is a control character (unit separator) in this line."
        elif not any(cell.strip() for cell in cells):
            return
        elif len(text) > self.limits.row_characters:
            reason = f"The row is longer than {self.limits.row_characters:,} characters."
        elif self._too_long(cells):
            reason = f"The row has {len(cells)} fields; the header names {len(self.header)}."
        else:
            batch.rows.append((line, self._filled(cells)))
            return
        batch.bad.append(BadLine(line, reason, _short(text)))

    def _too_long(self, cells: list[str]) -> bool:
        return any(cell.strip() for cell in cells[len(self.header) :])

    def _filled(self, cells: list[str]) -> list[str]:
        """As many cells as the header names: spreadsheets leave out the last empty ones of a row,
        or add some."""
        width = len(self.header)
        return cells[:width] + [""] * (width - len(cells))

    def _broken(self, error: csv.Error) -> BadLine:
        line, text = self.lines.give_back_all_but_first()
        if "field limit" in str(error):
            reason = "A field is longer than any field may be."
        else:
            reason = "A quotation mark is opened and not closed, or stands inside a field."
        return BadLine(line, reason, _short(text))

    def _delimiter(self) -> str:
        """What parts the columns: whatever parts the header into most; a comma where it does."""
        header = "".join(self.lines.ahead(1))

        def columns(delimiter: str) -> int:
            try:
                return max(map(len, csv.reader([header], delimiter=delimiter)), default=0)
            except csv.Error:
                return 0

        return max(DELIMITERS, key=columns)

    def _read_header(self) -> list[str]:
        name = self.table.name
        try:
            cells = next(csv.reader(self.lines, delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            raise CannotDo(f"{name}: the header has a quotation mark that is not closed.") from None
        self.lines.taken.clear()
        header = [cell.strip() for cell in cells]
        if not any(header) or "\0" in "".join(header):
            raise CannotDo(f"{name} has no header: the first line must name the columns.")
        if len(header) > self.limits.columns:
            raise CannotDo(
                f"{name} has {len(header)} columns; {self.limits.columns} is the most. "
                "Check that it is a table with commas between its columns."
            )
        doubled = [column for column, times in Counter(header).items() if column and times > 1]
        if doubled:
            raise CannotDo(
                f"{name} names a column twice: {', '.join(doubled)}. Rename or remove one, so "
                "that it is clear which one counts."
            )
        return header


def read_table(table: Table, limits: Limits = LIMITS) -> Reading:
    """Start to read a table: raises CannotDo when its header cannot be used."""
    return Reading(table, table.text(), limits)


def tables_of(given: Iterable[tuple[Path, str]], limits: Limits = LIMITS) -> Opened:
    """All tables of all files given as (where it is, what it is called)."""
    found = Opened()
    for path, name in given:
        opened = open_file(path, name, limits)
        found.tables += opened.tables
        found.notes += opened.notes
    if sum(table.size for table in found.tables) > limits.expanded:
        raise CannotDo("The files together are too large for one import. Give them one by one.")
    return found


def _short(text: str) -> str:
    return text.strip().replace("\0", "␀")[:300]
