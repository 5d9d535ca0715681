"""Turn rows of cells into rows ready to be stored, fast.

Most fields of a row take few values (offence, area, outcome), so their combination is translated
and checked once, as a *profile*, and remembered; only what varies from row to row (the reference,
dates) is read each time. ``digest`` stands for all mapped fields: two rows with the same digest
say the same.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import add, itemgetter
from typing import Any

from stillpoint.intake.cells import Cells, changed, require_sound
from stillpoint.intake.limits import LIMITS, Limits
from stillpoint.intake.mapping_files import FileKind, MappingFile, Rule
from stillpoint.intake.reading import Row
from stillpoint.intake.targets import BadValue, Field, Kind, UnknownWording
from stillpoint.intake.translated import (
    BAD,
    SEPARATOR,
    Held,
    Memory,
    OutOfScope,
    Profile,
    ProfileMemory,
    RowProblem,
    StagedRow,
    digest_of,
)
from stillpoint.intake.wrong_values import may_hold_no_values, unwrapped
from stillpoint.trust.answers import CannotDo

# Varied values up to this long stand in a row's digest as they are.
PLAIN = 32


def _digests(profiles: list[str], varied: list[str]) -> list[str]:
    """What stands for all mapped fields of each row: the profile's digest, then the varied values
    as they are where they are short (two dates, say), else their digest."""
    if max(map(len, varied), default=0) > PLAIN:
        varied = [text if len(text) <= PLAIN else digest_of(text) for text in varied]
    return list(map(add, profiles, varied))


def as_mapped(mapping: MappingFile, header: Sequence[str]) -> list[str]:
    """The header with each column spelled as the mapping spells it, where only case, spaces,
    hyphens or underscores differ and no other column of the header is meant by it."""
    known = {
        column
        for kind in mapping.files.values()
        for column in (
            *kind.recognised_by,
            *kind.only,
            *(rule.column for rule in kind.fields.values() if rule.column),
        )
    }
    spelled = {_bare(column): column for column in sorted(known)}
    there = Counter(map(_bare, header))
    return [
        column
        if column in known or there[_bare(column)] > 1
        else spelled.get(_bare(column), column)
        for column in header
    ]


def _bare(column: str) -> str:
    return "".join(letter for letter in column.casefold() if letter not in " _-\u00a0\ufeff")


def recognise(mapping: MappingFile, header: Sequence[str]) -> str | None:
    """The kind of file that has this header, or None. The most telling match wins."""
    there = set(header)
    fitting = [
        (len(kind.recognised_by), key)
        for key, kind in mapping.files.items()
        if set(kind.recognised_by) <= there
    ]
    return max(fitting)[1] if fitting else None


def missing_columns(mapping: MappingFile, header: Sequence[str]) -> str:
    """A sentence on which columns the header lacks for the kind of file it comes nearest to."""
    there = set(header)
    nearest = min(mapping.files.values(), key=lambda kind: len(set(kind.recognised_by) - there))
    lacking = [column for column in nearest.recognised_by if column not in there]
    return f"the mapping {mapping.name} needs the columns {', '.join(lacking)}"


class Translator:
    """Translates the rows of one table.

    ``memory`` is shared by all tables of a kind in one run, so that a profile has one id.
    """

    def __init__(
        self,
        mapping: MappingFile,
        kind: Kind,
        header: Sequence[str],
        *,
        wordings: Mapping[tuple[str, str], str],
        memory: ProfileMemory | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.mapping, self.kind, self.cells = mapping, kind, Cells(mapping, wordings)
        self.memory = memory if memory is not None else ProfileMemory()
        self.limits = limits
        self.rules: FileKind = mapping.files[kind.key]
        self.columns = self._columns(header)
        self.positions = {column: header.index(column) for column in self.columns}
        places = [header.index(column) for column in self.columns]
        self.raw = _picker(places) if len(places) < len(header) else None
        self.out_of_scope: Counter[str] = Counter()
        self._plan()

    def _columns(self, header: Sequence[str]) -> list[str]:
        """The columns that the mapping reads, in order of the header; the rest is never kept."""
        wanted = {rule.column for rule in self.rules.fields.values() if rule.column}
        wanted |= set(self.rules.only)
        optional = {r.column for r in self.rules.fields.values() if r.column and r.optional}
        lacking = sorted(wanted - optional - set(header))
        if lacking:
            raise CannotDo(f"The columns {', '.join(lacking)} are missing.")
        return [column for column in header if column in wanted]

    def _plan(self) -> None:
        by_field = {name: rule for name, rule in self.rules.fields.items() if rule.column}
        combined = {
            rule.column
            for name, rule in by_field.items()
            if name in {f.name for f in self.kind.combined} | set(self.kind.derived)
        } | set(self.rules.only)
        self.key_columns = [column for column in self.columns if column in combined]
        pick = _picker([self.positions[column] for column in self.key_columns])
        reference = self.kind.fields[0]
        self.reference = (reference, by_field[reference.name])
        self.at = self.positions[self.reference[1].column]
        # A reference that must be changed first never passes as it stands.
        self.longest = 0 if self.reference[1].transform else reference.longest
        there = [field for field in self.kind.varied if self._stands_in(field, by_field)]
        self.present = [field.name for field in there]
        self.varied = [self._source(field, by_field[field.name]) for field in there]
        self.combined = [self._combined(field) for field in self.kind.combined]
        self.profiles: Memory[tuple[Any, ...], Profile] = Memory(
            self._profile, self.limits.profiles
        )
        identity = self.kind.identity
        self.alone = self.kind.stands_by_reference
        names = [f.name for f in self.kind.combined] + list(self.kind.derived)
        self.identity_from: list[tuple[str, int | None]] = [
            ("profile", names.index(name)) if name in names else ("varied", self._nth(name))
            for name in identity[1:]
        ]
        self.dated = self._nth(self.kind.dated_by) if self.kind.boundaries else None
        self.key = pick if self.dated is None else lambda cells: (*pick(cells), self._period(cells))

    def _nth(self, name: str) -> int | None:
        """Where a varied field stands among those present; None when the file lacks it."""
        return self.present.index(name) if name in self.present else None

    def _stands_in(self, field: Field, by_field: Mapping[str, Rule]) -> bool:
        return field.name in by_field and by_field[field.name].column in self.positions

    def _source(self, field: Field, rule: Rule) -> tuple[int, Memory[str, str]]:
        """Where a varied field stands in a row, and the memory of its texts."""
        return self.positions[rule.column], Memory(
            lambda text: self._value(field, rule, text.strip()),
            self.limits.profiles,
            instead=BAD,
        )

    def _combined(self, field: Field) -> tuple[str, str, Memory[str, str]]:
        rule = self.rules.fields.get(field.name)
        memory: Memory[str, str] = Memory(
            lambda text: self._value(field, rule, text.strip()), self.limits.profiles
        )
        return field.name, rule.column if rule else "", memory

    def rows(self, rows: Sequence[Row]) -> tuple[list[StagedRow], list[Held]]:
        """Translate a batch: the rows that can be staged, and those held with their reason.

        Column by column, which is three times as fast as row by row. What cannot be translated is
        marked in its column, and its row looked at by itself afterwards.
        """
        cells = [row[1] for row in rows]
        profiles = list(map(self.profiles.__getitem__, map(self.key, cells)))
        references = self._references(cells)
        columns = [
            list(map(memory.__getitem__, map(itemgetter(at), cells))) for at, memory in self.varied
        ]
        numbers = list(map(itemgetter(0), profiles))
        good = rows
        held: list[Held] = []
        if 0 in numbers or BAD in references or any(BAD in column for column in columns):
            fine = [
                number > 0 and BAD not in texts
                for number, *texts in zip(numbers, references, *columns, strict=True)
            ]
            held = self._look_at(
                [row for row, is_fine in zip(rows, fine, strict=True) if not is_fine]
            )
            good, profiles, references, numbers = (
                list(compress(each, fine)) for each in (rows, profiles, references, numbers)
            )
            columns = [list(compress(column, fine)) for column in columns]
        return self._together(good, profiles, numbers, references, columns), held

    def _together(
        self,
        rows: Sequence[Row],
        profiles: Sequence[Profile],
        numbers: Sequence[int],
        references: Sequence[str],
        columns: Sequence[Sequence[str]],
    ) -> list[StagedRow]:
        join = SEPARATOR.join
        lines = [row[0] for row in rows]
        cells = [row[1] for row in rows]
        varied = list(zip(*columns, strict=True)) if columns else [()] * len(rows)
        digests = _digests(list(map(itemgetter(1), profiles)), list(map(join, varied)))
        raw = map(join, cells if self.raw is None else map(self.raw, cells))
        if self.alone:
            return list(zip(lines, references, digests, raw, numbers, *columns, strict=True))
        identities = map(self._identity, references, profiles, varied)
        return list(
            zip(lines, references, identities, digests, raw, numbers, *columns, strict=True)
        )

    def _references(self, cells: Sequence[Sequence[str]]) -> list[str]:
        references = list(map(itemgetter(self.at), cells))
        plain = (
            all(references)
            and max(map(len, references), default=0) <= self.longest
            and "".join(references).isprintable()
            and list(map(str.strip, references)) == references
            and not may_hold_no_values(references)
        )
        return references if plain else [self._reference_or_bad(each) for each in cells]

    def _reference_or_bad(self, cells: Sequence[str]) -> str:
        try:
            return self._reference(cells)
        except RowProblem:
            return BAD

    def _look_at(self, rows: Sequence[Row]) -> list[Held]:
        """Why each of these rows cannot be taken. Those out of scope are only counted."""
        held = []
        for line, cells in rows:
            problem = self.profiles[self.key(cells)].problem
            if isinstance(problem, OutOfScope):
                self.out_of_scope[problem.args[0]] += 1
                continue
            held.append(self._held(line, cells, problem or self._problem(cells)))
        return held

    def _problem(self, cells: Sequence[str]) -> RowProblem:
        try:
            self._reference(cells)
            for at, memory in self.varied:
                memory.make(cells[at])
        except RowProblem as problem:
            return problem
        raise AssertionError("A row was put aside for no reason.")

    def rows_in_scope(self, rows: Sequence[Row]) -> list[StagedRow]:
        """Translate rows a second time: what is out of scope or held was counted before."""
        counted = self.out_of_scope.copy()
        staged, _ = self.rows(rows)
        self.out_of_scope = counted
        return staged

    def as_row(self, raw: str) -> dict[str, str]:
        """The kept text of a row again as column to text."""
        return dict(zip(self.columns, raw.split(SEPARATOR), strict=False))

    def _held(self, line: int, cells: Sequence[str], problem: RowProblem) -> Held:
        try:
            reference = self._reference(cells)
        except RowProblem:
            reference = ""
        raw = SEPARATOR.join(cells if self.raw is None else self.raw(cells))
        return Held(
            line,
            reference,
            problem.field,
            problem.kind,
            problem.reason[:300],
            raw,
            problem.wording,
        )

    def _identity(self, reference: str, profile: Profile, varied: Sequence[str]) -> str:
        if self.kind.identify is not None:
            return self.kind.identify(reference, profile.values, varied)
        parts = [
            "" if n is None else profile.values[n] if where == "profile" else varied[n]
            for where, n in self.identity_from
        ]
        return SEPARATOR.join([reference, *parts])

    def _reference(self, cells: Sequence[str]) -> str:
        field, rule = self.reference
        text = unwrapped(cells[self.positions[rule.column]].strip())
        if rule.transform:
            text = changed(rule.column, rule, text)
        if not text:
            raise RowProblem(rule.column, "There is no reference, so the case cannot be told.")
        require_sound(field, rule.column, text)
        if len(text) > field.longest or not text.isprintable():
            raise RowProblem(
                rule.column,
                f"The reference is longer than {field.longest} characters or cannot be printed.",
            )
        return text

    def _period(self, cells: Sequence[str]) -> int:
        assert self.dated is not None
        at, memory = self.varied[self.dated]
        value = memory[cells[at]]
        return bisect.bisect_right(self.kind.boundaries, value) if value else -1

    def _profile(self, key: tuple[Any, ...]) -> Profile:
        try:
            return self._sound_profile(key)
        except (RowProblem, OutOfScope) as problem:
            return Profile(0, "", (), problem)

    def _sound_profile(self, key: tuple[Any, ...]) -> Profile:
        texts = dict(zip(self.key_columns, key, strict=False))
        for column, allowed in self.rules.only.items():
            if texts[column].strip() not in allowed:
                raise OutOfScope(f"{column} is “{texts[column].strip()[:60]}”")
        values = {name: memory[texts.get(column, "")] for name, column, memory in self.combined}
        values |= self._derived(values, key)
        return self.memory.profile(tuple(values.values()))

    def _derived(self, values: dict[str, str], key: tuple[Any, ...]) -> dict[str, str]:
        if self.kind.derive is None:
            return {}
        day = ""
        if self.dated is not None and key[-1] >= 0:
            # Any day of the period does: the first, or the eve of the first boundary.
            day = self.kind.boundaries[key[-1] - 1] if key[-1] else "1900-01-01"
        try:
            return self.kind.derive({**values, self.kind.dated_by: day})
        except BadValue as problem:
            field = getattr(problem, "field", self.kind.derived[0])
            kind = "unknown" if isinstance(problem, UnknownWording) else "bad"
            raise RowProblem(self._column(field), str(problem), kind) from None

    def _column(self, field: str) -> str:
        rule = self.rules.fields.get(field)
        return rule.column if rule and rule.column else field

    def _value(self, field: Field, rule: Rule | None, text: str) -> str:
        return self.cells.value(field, rule, text)


def _picker(positions: Sequence[int]) -> Any:
    """Like itemgetter, but always gives a tuple."""
    if not positions:
        return lambda cells: ()
    if len(positions) == 1:
        first = positions[0]
        return lambda cells: (cells[first],)
    return itemgetter(*positions)
