"""Rows on their way in: read and translated, told apart, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model

from stillpoint.intake import collecting
from stillpoint.intake.collecting import remembered
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.reading import Table, read_table
from stillpoint.intake.translated import SEPARATOR, OutOfScope, RowProblem, digest_of
from stillpoint.intake.translating import as_mapped, missing_columns, recognise
from stillpoint.people.incoming.identity import Who
from stillpoint.people.incoming.kinds import BY_KEY
from stillpoint.people.incoming.translating import RowTranslator
from stillpoint.trust.answers import CannotDo


class Became(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Row:
    """One row: ``values`` are field to text, of the fields that the file has; ``columns`` says
    which column gives a field."""

    kind: str
    file: str
    line: int
    reference: str
    identity: str
    values: dict[str, str]
    raw: dict[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The column that gives the field, as the file calls it."""
        return self.columns.get(name) or name

    def day(self, name: str) -> dt.date | None:
        text = self.values.get(name, "")
        return dt.date.fromisoformat(text) if text else None

    def needed_day(self, name: str) -> dt.date:
        return dt.date.fromisoformat(self.values[name])


@dataclass(frozen=True)
class HeldRow:
    """A row for a person to look at. ``why``: bad, contradiction, unknown or person."""

    kind: str
    file: str
    line: int
    reference: str
    field: str
    why: str
    reason: str
    raw: dict[str, str]
    identity: str = ""


@dataclass
class Incoming:
    """Everything one import brings, and what became of it. ``read`` is the sum of the rest.

    ``answers``: what was said of a held row that goes in again, by (file, line).
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    held: list[HeldRow] = field(default_factory=list)
    counts: Counter[Became] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    touched: list[Model] = field(default_factory=list)
    answers: Mapping[tuple[str, int], Who] = field(default_factory=dict)

    def became(self, what: Became, times: int = 1) -> None:
        self.counts[what] += times

    def hold(self, row: Row, reason: str, *, field: str = "", why: str = "bad") -> None:
        self.held.append(
            HeldRow(
                kind=row.kind,
                file=row.file,
                line=row.line,
                reference=row.reference,
                field=field,
                why=why,
                reason=reason[:300],
                raw=row.raw,
                identity=row.identity,
            )
        )

    @property
    def read(self) -> int:
        return sum(self.counts.values()) + len(self.held) + sum(self.rejected.values())


def read_all(tables: Iterable[Table], mapping: MappingFile) -> Incoming:
    """Read and translate every row. Raises CannotDo for a file that is none of the mapping's."""
    incoming = Incoming()
    wordings = remembered(mapping.name)
    for table in tables:
        reading = read_table(table)
        reading.header = as_mapped(mapping, reading.header)
        key = recognise(mapping, reading.header)
        if key is None:
            raise CannotDo(
                f"{table.name} is none of the files that “{mapping.name}” knows: "
                f"{missing_columns(mapping, reading.header)}."
            )
        translator = RowTranslator(mapping, BY_KEY[key], reading.header, wordings)
        for batch in reading.batches():
            for line, cells in batch.rows:
                take_row(incoming, translator, table.name, line, cells)
            incoming.held += [
                HeldRow(key, table.name, bad.line, "", "", "bad", bad.reason, {"": bad.text})
                for bad in batch.bad
            ]
    return incoming


def take_row(
    incoming: Incoming, translator: RowTranslator, file: str, line: int, cells: list[str]
) -> None:
    """Translate one row and put it where it belongs."""
    kind, raw = translator.kind, translator.raw(cells)
    try:
        values = translator.values(raw)
    except OutOfScope as out:
        incoming.rejected[str(out)] += 1
        return
    except RowProblem as problem:
        names = translator.rules[kind.fields[0].name]
        incoming.held.append(
            HeldRow(
                kind=kind.key,
                file=file,
                line=line,
                reference=raw.get(names.column, ""),
                field=problem.field,
                why=problem.kind,
                reason=problem.reason[:300],
                raw=raw,
                identity=translator.identity_of_held(raw),
            )
        )
        return
    identity = translator.identity(values)
    reference = values[kind.fields[0].name]
    incoming.rows[kind.key].append(
        Row(kind.key, file, line, reference, identity, values, raw, translator.columns)
    )


def without_doubles(incoming: Incoming, kind: str) -> list[Row]:
    """Rows of a kind, each record once: exact copies are unchanged, contradictions are held."""
    together: dict[str, list[Row]] = defaultdict(list)
    for row in incoming.rows[kind]:
        together[row.identity].append(row)
    single = []
    for rows in together.values():
        if all(row.values == rows[0].values for row in rows):
            single.append(rows[0])
            incoming.became(Became.UNCHANGED, len(rows) - 1)
            continue
        lines = ", ".join(f"{row.file} line {row.line}" for row in rows[:5])
        for row in rows:
            incoming.hold(
                row,
                f"Rows about the same record contradict each other in "
                f"{_differences(rows)}: {lines}.",
                field=_differences(rows),
                why="contradiction",
            )
    return single


def _differences(rows: list[Row]) -> str:
    names = {name for row in rows for name in row.values}
    differing = [name for name in names if len({row.values.get(name) for row in rows}) > 1]
    return ", ".join(sorted(differing))[:60]


def for_a_person(held: Sequence[HeldRow]) -> list[collecting.HeldRow]:
    """Held rows as they are written down. Rows of one record are one dispute: what is settled
    about it is remembered for as long as the same rows come."""
    digests = [_digest(row) for row in held]
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, digest in zip(held, digests, strict=True):
        together[row.kind, row.identity or digest].add(digest)
    return [
        collecting.HeldRow(
            file=row.file,
            file_kind=row.kind,
            line=row.line,
            reference=row.reference,
            field=row.field,
            kind=row.why,
            reason=row.reason,
            row=row.raw,
            wording=row.raw.get(row.field, "")[:160] if row.why == "unknown" else "",
            identity=row.identity,
            digest=digest,
            dispute=digest_of(
                SEPARATOR.join(
                    ["people", row.kind, *sorted(together[row.kind, row.identity or digest])]
                )
            ),
        )
        for row, digest in zip(held, digests, strict=True)
    ]


def _digest(row: HeldRow) -> str:
    texts = (f"{column}{SEPARATOR}{text}" for column, text in sorted(row.raw.items()))
    return digest_of(SEPARATOR.join(["people", row.kind, *texts]))
