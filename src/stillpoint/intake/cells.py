"""What one cell says, by the mapping's rule for its field: the language of mappings
(docs/intake.md), for cases and people alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stillpoint.intake.days import in_format
from stillpoint.intake.mapping_files import MappingFile, Rule
from stillpoint.intake.targets import ANEW, BadValue, Field, UnknownWording
from stillpoint.intake.transforms import TRANSFORMS
from stillpoint.intake.translated import RowProblem
from stillpoint.intake.wrong_values import require_a_reference, require_a_value, unwrapped

# As much of a wording as is kept.
LONGEST_WORDING = 160
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NO_RULE = Rule()


@dataclass(frozen=True)
class Cells:
    """Reads cells by a mapping. ``wordings``: what people said that a wording means, by (column,
    wording)."""

    mapping: MappingFile
    wordings: Mapping[tuple[str, str], str]

    def value(self, field: Field, rule: Rule | None, text: str) -> str:
        """The stored text of one field. Raises RowProblem."""
        rule = rule or NO_RULE
        where = rule.column or field.name
        given = unwrapped(text) if rule.value is None else rule.value
        wording = given or rule.blank or ""
        if not wording:
            return blank(field, where)
        if wording not in self.mapping.values.get(rule.values, {}) and not self._asked(
            where, wording
        ):
            require_sound(field, where, wording)
        wording = changed(where, rule, wording)
        try:
            value = self._meaning(field, rule, where, given, wording)
        except UnknownWording as problem:
            raise RowProblem(where, str(problem), "unknown", wording) from None
        except BadValue as problem:
            raise RowProblem(where, str(problem)) from None
        if len(value) > field.longest:
            raise RowProblem(where, f"“{where}” is longer than {field.longest} characters.")
        if _CONTROL.search(value):
            raise RowProblem(where, f"“{where}” holds a character that cannot be printed.")
        return value or blank(field, where)

    def _meaning(self, field: Field, rule: Rule, where: str, given: str, wording: str) -> str:
        chosen = self._chosen(field, where, wording) or self._chosen(field, where, given)
        if chosen == ANEW and field.anew is not None:
            return field.anew(wording)
        if chosen is not None:
            return field.read(chosen)
        if rule.values:
            table = self.mapping.values[rule.values]
            if wording not in table and rule.otherwise == "hold":
                raise UnknownWording(f"“{wording[:60]}” has no meaning here yet.")
            wording = table.get(wording, "" if rule.otherwise == "blank" else wording)
            if not wording:
                return ""
        try:
            return field.read(wording)
        except UnknownWording:
            if rule.otherwise == "keep" and field.anew is not None:
                return field.anew(wording)
            raise

    def _chosen(self, field: Field, where: str, wording: str) -> str | None:
        """What a person said that the wording means: as the file has it or as changed. A mapping
        about other records may have the same name and column: its meanings are none of ours."""
        chosen = self.wordings.get((where, wording[:LONGEST_WORDING]))
        known = chosen is not None and field.choices is not None and chosen in field.choices()
        return chosen if known else None

    def _asked(self, where: str, wording: str) -> bool:
        return (where, wording[:LONGEST_WORDING]) in self.wordings


def blank(field: Field, where: str) -> str:
    """What a blank cell says. Raises RowProblem where the field is needed."""
    if field.required:
        raise RowProblem(where, f"“{where}” is blank. Fill it in.")
    return field.blank


def require_sound(field: Field, where: str, text: str) -> None:
    """Raises RowProblem for a text that stands where a value should, and is none."""
    try:
        if not field.is_name:
            require_a_value(where, text)
        if field.is_reference:
            require_a_reference(where, text)
    except BadValue as problem:
        raise RowProblem(where, str(problem)) from None


def changed(where: str, rule: Rule, text: str) -> str:
    """The text after the rule's transforms and by its format. Raises RowProblem."""
    try:
        for name in rule.transform:
            text = TRANSFORMS[name](text)
        return in_format(text, rule.format) if rule.format else text
    except BadValue as problem:
        raise RowProblem(where, str(problem)) from None
