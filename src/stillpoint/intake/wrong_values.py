"""Texts that stand where a value should, and are none: placeholders, and references that a
spreadsheet spoiled. Cases and people are read by the same rules."""

from __future__ import annotations

import re

PLACEHOLDERS = frozenset(
    (
        "null", "(null)", "<null>", "[null]", "{null}", "\\n", "n/a", "na", "n.a.", "n.a", "<na>",
        "<n/a>", "-", "--", "---", "–", "—", "_", "__", "?", "??", "none", "<none>", "nil", "nan",
        "nat", "#n/a", "#n/a!", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!",
        "#spill!", "#calc!", "#getting_data", "#error!", "undefined", "missing",
    )
)  # fmt: skip
# Words that are also names of people.
_ALSO_NAMES = frozenset(("null", "na", "none", "nil", "nan", "nat", "missing"))
_POWER = re.compile(r"[+-]?\d++(?:[.,]\d++)?E[+-]?\d+", re.I | re.A)
_FORMULA_TEXT = re.compile(r'="(.*)"', re.S)


class BadValue(ValueError):
    """A text that cannot be this field: the sentence says what would be right."""


class UnknownWording(BadValue):
    """A wording that nobody has given a meaning yet."""


def unwrapped(text: str) -> str:
    """``="00123"`` is how a text is kept from a spreadsheet: it says 00123."""
    match = _FORMULA_TEXT.fullmatch(text)
    return match[1].replace('""', '"').strip() if match else text


def require_a_value(where: str, text: str, *, is_name: bool = False) -> None:
    """Raises BadValue when the text only stands in for a value that is not there."""
    word = text.casefold()
    if word not in PLACEHOLDERS or (is_name and word in _ALSO_NAMES):
        return
    if word.startswith("#"):
        raise BadValue(
            f"“{text[:40]}” in “{where}” is an error of the spreadsheet, not a value. Put the "
            "formula right, and export the file again."
        )
    raise BadValue(
        f"“{text[:40]}” in “{where}” stands for “no value”. Leave the cell blank, or say in the "
        "mapping what it means."
    )


def require_a_reference(where: str, text: str) -> None:
    """Raises BadValue for a reference of which a spreadsheet has lost digits."""
    if _POWER.fullmatch(text):
        raise BadValue(
            f"“{text[:40]}” in “{where}” is a number that a spreadsheet shortened: its digits are "
            "lost. Format the column as text in the source, and export the file again."
        )
    if text and not text.strip("#"):
        raise BadValue(
            f"“{where}” holds only “#”: the column was too narrow to show the reference. Widen "
            "it, and export the file again."
        )


def may_hold_no_values(texts: list[str]) -> bool:
    """Whether some of many texts may be a placeholder or a spoiled reference: quick, and sure
    when it says no."""
    together = "\n".join(texts).casefold()
    return (
        "#" in together
        or '="' in together
        or any(map(_POWER.fullmatch, texts))
        or not PLACEHOLDERS.isdisjoint(together.split("\n"))
    )
