"""Turn the cells of one row into fields, by the mapping's rules.

Files about people are small, so each cell is read by itself; the case import has a faster way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stillpoint.intake.days import in_format
from stillpoint.intake.mapping_files import MappingFile, Rule
from stillpoint.intake.targets import BadValue, Field, Kind, UnknownWording
from stillpoint.intake.transforms import TRANSFORMS
from stillpoint.intake.wrong_values import require_a_reference, require_a_value, unwrapped
from stillpoint.trust.answers import CannotDo

SEPARATOR = "\x1f"


class RowProblem(Exception):
    """The row is to be held: which column, why, and whether a wording is to be mapped."""

    def __init__(self, column: str, reason: str, why: str = "bad") -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.why = why


class OutOfScope(Exception):
    """The mapping takes other rows only: ``args[0]`` is the reason, for counting."""


class RowTranslator:
    """Translates the rows of one table.

    ``wordings``: what people said a wording means, by (column, wording).
    """

    def __init__(
        self,
        mapping: MappingFile,
        kind: Kind,
        header: Sequence[str],
        wordings: Mapping[tuple[str, str], str],
    ) -> None:
        self.mapping, self.kind, self.wordings = mapping, kind, wordings
        self.only = mapping.files[kind.key].only
        rules = mapping.files[kind.key].fields
        needed = {rule.column for rule in rules.values() if rule.column and not rule.optional}
        lacking = sorted((needed | set(self.only)) - set(header))
        if lacking:
            raise CannotDo(f"The columns {', '.join(lacking)} are missing.")
        # An optional column that is not there leaves its field alone.
        self.rules: dict[str, Rule] = {
            name: rule
            for name, rule in rules.items()
            if rule.value is not None or rule.column in header
        }
        wanted = {rule.column for rule in self.rules.values() if rule.column} | set(self.only)
        self.places = {name: n for n, name in enumerate(header) if name in wanted}

    def raw(self, cells: Sequence[str]) -> dict[str, str]:
        """Column to text, of the columns that the mapping reads: the rest is never kept."""
        return {column: unwrapped(cells[n].strip()) for column, n in self.places.items()}

    def values(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Field to value. Raises OutOfScope or RowProblem."""
        for column, allowed in self.only.items():
            if raw[column] not in allowed:
                raise OutOfScope(f"{column} is “{raw[column][:60]}”")
        return {
            field.name: self._value(field, self.rules[field.name], raw)
            for field in self.kind.fields
            if field.name in self.rules
        }

    def identity(self, values: Mapping[str, str]) -> str:
        """What makes the row the same record as another: see ``Kind.identity``."""
        return SEPARATOR.join(values[name] for name in self.kind.identity).casefold()

    def identity_of_held(self, raw: Mapping[str, str]) -> str:
        """The identity of a row that cannot be read as a whole; blank when it is not certain."""
        try:
            return self.identity(
                {
                    name: self._value(self.kind.field(name), self.rules[name], raw)
                    for name in self.kind.identity
                }
            )
        except RowProblem:
            return ""

    def _value(self, field: Field, rule: Rule, raw: Mapping[str, str]) -> str:
        column = rule.column or field.name
        given = rule.value if rule.value is not None else raw[rule.column]
        text = given or rule.blank or ""
        if not text:
            if field.required:
                raise RowProblem(column, f"“{column}” is blank. Fill it in.")
            return field.blank
        try:
            known = self.mapping.values.get(rule.values, {})
            if text not in known and (column, text[:160]) not in self.wordings:
                require_a_value(column, text, is_name="name" in field.name)
                if field.is_reference:
                    require_a_reference(column, text)
            for name in rule.transform:
                text = TRANSFORMS[name](text)
            if rule.format:
                text = in_format(text, rule.format)
            value = self._chosen(field, column, given, text)
            if value is None:
                value = self._understood(field, rule, text)
        except UnknownWording as problem:
            raise RowProblem(column, str(problem), "unknown") from None
        except BadValue as problem:
            raise RowProblem(column, str(problem)) from None
        if len(value) > field.longest or not value.isprintable():
            raise RowProblem(
                column,
                f"“{column}” is longer than {field.longest} characters or cannot be printed.",
            )
        return value

    def _chosen(self, field: Field, column: str, *wordings: str) -> str | None:
        """What a person said that the wording means: as the file has it or as transformed. A
        mapping about cases may have the same name and column: its meanings are none of ours."""
        if field.choices is None:
            return None
        for wording in wordings:
            chosen = self.wordings.get((column, wording[:160]))
            if chosen is not None and chosen in field.choices():
                return chosen
        return None

    def _understood(self, field: Field, rule: Rule, text: str) -> str:
        if rule.values:
            table = self.mapping.values[rule.values]
            if text not in table and rule.otherwise == "hold":
                raise UnknownWording(f"“{text[:60]}” has no meaning here yet.")
            text = table.get(text, text)
        return field.read(text)
