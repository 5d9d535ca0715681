"""Turn the cells of one row into fields, by the mapping's rules.

Files about people are small, so each row is read by itself; the case import has a faster way. What
one cell says is the same for both (``intake.cells``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stillpoint.intake.cells import Cells
from stillpoint.intake.mapping_files import MappingFile, Rule
from stillpoint.intake.targets import Field, Kind
from stillpoint.intake.translated import SEPARATOR, OutOfScope, RowProblem
from stillpoint.intake.wrong_values import unwrapped
from stillpoint.trust.answers import CannotDo


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
        self.kind, self.cells = kind, Cells(mapping, wordings)
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
        self.columns = {name: rule.column for name, rule in self.rules.items()}
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
        values = {
            field.name: self._value(field, raw)
            for field in self.kind.fields
            if field.name in self.rules
        }
        return values if self.kind.derive is None else values | self.kind.derive(values)

    def identity(self, values: Mapping[str, str]) -> str:
        """What makes the row the same record as another: see ``Kind.identity``."""
        return SEPARATOR.join(values[name] for name in self.kind.identity).casefold()

    def identity_of_held(self, raw: Mapping[str, str]) -> str:
        """The identity of a row that cannot be read as a whole; blank when it is not certain."""
        try:
            return self.identity(
                {name: self._value(self.kind.field(name), raw) for name in self.kind.identity}
            )
        except RowProblem:
            return ""

    def _value(self, field: Field, raw: Mapping[str, str]) -> str:
        rule = self.rules[field.name]
        return self.cells.value(field, rule, raw.get(rule.column, ""))
