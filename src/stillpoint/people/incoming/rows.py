"""Rows on their way in: read and translated, told apart, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model

from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import WordingChoice
from stillpoint.intake.reading import Reading, Table, read_table
from stillpoint.intake.targets import Kind
from stillpoint.intake.translating import (
    ProfileMemory,
    Translator,
    missing_columns,
    recognise,
)
from stillpoint.people.incoming.kinds import KINDS
from stillpoint.trust.answers import CannotDo


class Became(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Row:
    """One row: ``values`` are field to text, of the fields that the file has."""

    kind: str
    file: str
    line: int
    reference: str
    identity: str
    digest: str
    values: dict[str, str]
    raw: dict[str, str]

    def day(self, name: str) -> dt.date | None:
        text = self.values.get(name, "")
        return dt.date.fromisoformat(text) if text else None

    def needed_day(self, name: str) -> dt.date:
        return dt.date.fromisoformat(self.values[name])


@dataclass(frozen=True)
class HeldRow:
    """A row for a person to look at. ``why``: bad, contradiction or unknown."""

    kind: str
    file: str
    line: int
    reference: str
    field: str
    why: str
    reason: str
    raw: dict[str, str]


@dataclass
class Incoming:
    """Everything one import brings, and what became of it. ``read`` is the sum of the rest."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    held: list[HeldRow] = field(default_factory=list)
    counts: Counter[Became] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    touched: list[Model] = field(default_factory=list)

    def became(self, what: Became, times: int = 1) -> None:
        self.counts[what] += times

    def hold(self, row: Row, reason: str, *, field: str = "", why: str = "bad") -> None:
        self.held.append(
            HeldRow(row.kind, row.file, row.line, row.reference, field, why, reason[:300], row.raw)
        )

    @property
    def read(self) -> int:
        return sum(self.counts.values()) + len(self.held) + sum(self.rejected.values())


def read_all(tables: Iterable[Table], mapping: MappingFile) -> Incoming:
    """Read and translate every row. Raises CannotDo for a file that is none of the mapping's."""
    incoming = Incoming()
    chosen = WordingChoice.objects.filter(mapping=mapping.name)
    wordings = {(choice.field, choice.wording): choice.value for choice in chosen}
    memories: dict[str, ProfileMemory] = defaultdict(ProfileMemory)
    kinds = {kind.key: kind for kind in KINDS}
    for table in tables:
        reading = read_table(table)
        key = recognise(mapping, reading.header)
        if key is None:
            raise CannotDo(
                f"{table.name} is none of the files that “{mapping.name}” knows: "
                f"{missing_columns(mapping, reading.header)}."
            )
        translator = Translator(
            mapping, kinds[key], reading.header, wordings=wordings, memory=memories[key]
        )
        _read_table(incoming, reading, translator)
    return incoming


def _read_table(incoming: Incoming, reading: Reading, translator: Translator) -> None:
    kind, file = translator.kind, reading.table.name
    there = _fields_there(translator.mapping, kind, reading.header)
    for batch in reading.batches():
        staged, held = translator.rows(batch.rows)
        profiles = {made.id: made.values for made in translator.memory.known.values()}
        for one in staged:
            values = _values(kind, one.reference, profiles[one.profile], one.varied)
            incoming.rows[kind.key].append(
                Row(
                    kind=kind.key,
                    file=file,
                    line=one.line,
                    reference=one.reference,
                    identity=one.identity.casefold(),
                    digest=one.digest,
                    values={name: text for name, text in values.items() if name in there},
                    raw=translator.as_row(one.raw),
                )
            )
        incoming.held += [
            HeldRow(
                kind=kind.key,
                file=file,
                line=bad.line,
                reference=bad.reference,
                field=bad.field,
                why=bad.kind,
                reason=bad.reason,
                raw=translator.as_row(bad.raw),
            )
            for bad in held
        ]
        incoming.held += [
            HeldRow(kind.key, file, bad.line, "", "", "bad", bad.reason, {"": bad.text})
            for bad in batch.bad
        ]
    incoming.rejected += translator.out_of_scope


def _fields_there(mapping: MappingFile, kind: Kind, header: Iterable[str]) -> set[str]:
    """Fields that this file has: an optional column that is not there leaves its field alone."""
    columns = set(header)
    rules = mapping.files[kind.key].fields
    return {
        name for name, rule in rules.items() if rule.value is not None or rule.column in columns
    }


def _values(
    kind: Kind, reference: str, combined: tuple[str, ...], varied: tuple[str, ...]
) -> dict[str, str]:
    values = {kind.fields[0].name: reference}
    values |= dict(zip((known.name for known in kind.combined), combined, strict=False))
    values |= dict(zip((known.name for known in kind.varied), varied, strict=True))
    return values


def without_doubles(incoming: Incoming, kind: str) -> list[Row]:
    """Rows of a kind, each record once: exact copies are unchanged, contradictions are held."""
    together: dict[str, list[Row]] = defaultdict(list)
    for row in incoming.rows[kind]:
        together[row.identity].append(row)
    single = []
    for rows in together.values():
        if len({row.digest for row in rows}) == 1:
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
