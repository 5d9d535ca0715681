"""Read all given files into staging: recognise each, translate its rows, keep what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stillpoint.intake.limits import LIMITS, Limits
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import WordingChoice
from stillpoint.intake.reading import BadLine, Opened, Table, read_table
from stillpoint.intake.staging import Staging, collector_at_rest
from stillpoint.intake.targets import Kind
from stillpoint.intake.translated import SEPARATOR, Held, ProfileMemory, digest_of
from stillpoint.intake.translating import Translator, as_mapped, missing_columns, recognise
from stillpoint.intake.unchanged import Unchanged
from stillpoint.trust.answers import CannotDo

Progress = Callable[[int], None]


@dataclass
class HeldRow:
    """A row to be held for a person. ``row`` is column to text, only columns the mapping reads."""

    file: str
    file_kind: str
    line: int
    reference: str
    field: str
    kind: str
    reason: str
    row: dict[str, str]
    wording: str = ""
    identity: str = ""
    digest: str = ""
    dispute: str = ""


@dataclass
class Tally:
    """The counts of a run. ``read`` is the sum of the other five."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    rejected: int = 0
    rejected_for: Counter[str] = field(default_factory=Counter)
    held_for: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + self.quarantined + self.rejected

    def reject(self, count: int, reason: str) -> None:
        if count:
            self.rejected += count
            self.rejected_for[reason] += count


class Collection:
    """What one run has read, by kind, before anything is sorted or applied."""

    def __init__(
        self,
        mapping: MappingFile,
        kinds: Mapping[str, Kind],
        *,
        limits: Limits = LIMITS,
        progress: Progress = lambda done: None,
        unchanged: Mapping[str, Unchanged] | None = None,
    ) -> None:
        self.mapping = mapping
        self.kinds = kinds
        self.limits = limits
        self.progress = progress
        self.unchanged = dict(unchanged or {})
        self.wordings = remembered(mapping.name)
        self.staged: dict[str, Staging] = {}
        self.memories: dict[str, ProfileMemory] = {}
        self.translators: dict[str, Translator] = {}
        self.by_file: dict[int, Translator] = {}
        self.files: list[str] = []
        self.held: list[HeldRow] = []
        self.tally = Tally()
        self.notes: list[str] = []
        self.rows = 0

    def read(self, opened: Opened) -> None:
        """Stage every row of every table. Raises CannotDo when a file cannot be used."""
        self.notes += opened.notes
        done = 0
        with collector_at_rest():
            for table in opened.tables:
                self._read_table(table, done, several=len(opened.tables) > 1)
                done += table.size
                self.progress(done)
            for key, unchanged in self.unchanged.items():
                self._read_again(opened, key, unchanged)
                self.tally.unchanged += unchanged.count
        self.close()

    def close(self) -> None:
        """All rows are in."""
        for key, staging in self.staged.items():
            staging.complete(self.memories[key])
        for translator in self.by_file.values():
            for reason, count in translator.out_of_scope.items():
                self.tally.reject(count, reason)

    def drop(self) -> None:
        for staging in self.staged.values():
            staging.drop()

    def start_file(self, name: str, kind: str, header: Sequence[str]) -> int:
        """Make ready for the rows of one table. Returns the file's number."""
        if kind not in self.staged:
            self.staged[kind] = Staging(self.kinds[kind])
            self.staged[kind].create()
            self.memories[kind] = ProfileMemory()
        number = len(self.files)
        self.files.append(name)
        self.by_file[number] = Translator(
            self.mapping,
            self.kinds[kind],
            header,
            wordings=self.wordings,
            memory=self.memories[kind],
            limits=self.limits,
        )
        return number

    def take(self, file: int, rows: Sequence[tuple[int, list[str]]]) -> None:
        """Translate and stage a batch of rows."""
        translator = self.by_file[file]
        staged, held = translator.rows(rows)
        if translator.kind.key in self.unchanged:
            staged = self.unchanged[translator.kind.key].take_out(staged)
        self.staged[translator.kind.key].add(file, staged, translator.present)
        self._hold(held, file)
        self.rows += len(rows)
        if self.rows > self.limits.rows:
            raise CannotDo(
                f"There are more than {self.limits.rows:,} rows. Give fewer files at a time."
            )

    def _read_table(self, table: Table, done: int, *, several: bool) -> None:
        reading = read_table(table, self.limits)
        reading.header = as_mapped(self.mapping, reading.header)
        kind = recognise(self.mapping, reading.header)
        if kind is None:
            lacking = missing_columns(self.mapping, reading.header)
            if several and "/" in table.name:
                self.notes.append(f"{table.name} was left out: {lacking}.")
                return
            raise CannotDo(f"{table.name} cannot be used: {lacking}. Check file and mapping.")
        file = self.start_file(table.name, kind, reading.header)
        for batch in reading.batches():
            self.take(file, batch.rows)
            self._hold_lines(batch.bad, file)
            self.progress(done + min(batch.characters, table.size))

    def _read_again(self, opened: Opened, kind: str, unchanged: Unchanged) -> None:
        """Bring back unchanged rows of records whose further rows do not say the same."""
        unchanged.doubt(row.identity for row in self.held if row.file_kind == kind)
        if not unchanged.again:
            return
        numbers = {name: number for number, name in enumerate(self.files)}
        for table in opened.tables:
            number = numbers.get(table.name)
            if number is None or self.by_file[number].kind.key != kind:
                continue
            translator = self.by_file[number]
            for batch in read_table(table, self.limits).batches():
                wanted = [
                    row for row in batch.rows if row[1][translator.at].strip() in unchanged.again
                ]
                staged = translator.rows_in_scope(wanted)
                self.staged[kind].add(number, unchanged.bring_back(staged), translator.present)

    def _hold(self, held: Sequence[Held], file: int) -> None:
        translator = self.by_file[file]
        kind = translator.kind
        for row in held:
            digest = digest_of(f"{kind.key}{SEPARATOR}{row.raw}")
            self._keep(
                HeldRow(
                    file=self.files[file],
                    file_kind=kind.key,
                    line=row.line,
                    reference=row.reference,
                    field=row.field,
                    kind=row.kind,
                    reason=row.reason,
                    row=translator.as_row(row.raw),
                    wording=row.wording[:160],
                    identity=row.reference if kind.stands_by_reference else "",
                    digest=digest,
                    dispute=digest,
                )
            )

    def _hold_lines(self, bad: Sequence[BadLine], file: int) -> None:
        kind = self.by_file[file].kind.key
        self.rows += len(bad)
        for line in bad:
            digest = digest_of(f"{kind}{SEPARATOR}{line.text}")
            self._keep(
                HeldRow(
                    file=self.files[file],
                    file_kind=kind,
                    line=line.line,
                    reference="",
                    field="",
                    kind="bad",
                    reason=line.reason,
                    row={"": line.text},
                    digest=digest,
                    dispute=digest,
                )
            )

    def _keep(self, row: HeldRow) -> None:
        self.held.append(row)
        self.refuse_too_many()

    def refuse_too_many(self) -> None:
        if len(self.held) > self.limits.held:
            raise CannotDo(
                f"More than {self.limits.held:,} rows would be held for a person: the mapping "
                f"does not fit. The first: {self.held[0].file}, line {self.held[0].line}: "
                f"{self.held[0].reason}"
            )


def remembered(mapping: str) -> dict[tuple[str, str], str]:
    """What people said that wordings of this mapping mean: (column, wording) to value."""
    chosen = WordingChoice.objects.filter(mapping=mapping)
    return {(c, w): v for c, w, v in chosen.values_list("field", "wording", "value")}
