"""A date in three boxes, as people know it from paper, with errors that name the missing box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateBoxes(forms.Widget):
    """Three text boxes, posted as ``name-day``, ``name-month``, ``name-year``.

    Their value is one text, ``23/11/2026``, in which a box left empty stays empty: ``23//2026``.
    """

    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Iterable[Any]], name: str
    ) -> str | None:
        if name in data:  # A date posted whole, as a command or a test does.
            return str(data[name])
        typed = [str(data.get(f"{name}-{part}", "")).strip() for part in PARTS]
        return "/".join(typed) if any(typed) else None

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Iterable[Any]], name: str
    ) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day" if id_ else id_

    def format_value(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def parts(self, value: Any) -> dict[str, str]:
        """What stands in each box."""
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        typed = str(value or "").split("/")
        if len(typed) != 3:
            typed = [*str(value or "").split("-")[::-1], "", "", ""][:3]
        return dict(zip(PARTS, typed, strict=True))

    def boxes_in_error(self, errors: Iterable[Any]) -> set[str]:
        """The boxes that the messages name; all three when they name none."""
        words = " ".join(str(error) for error in errors)
        if not words:
            return set()
        named = {part for part in PARTS if f"include a {part}" in words or f"and a {part}" in words}
        return named or set(PARTS)

    def first_in_error(self, errors: Iterable[Any]) -> str:
        wrong = self.boxes_in_error(errors)
        return next((part for part in PARTS if part in wrong), "day")


class DateInBoxes(forms.DateField):
    """A date typed into three boxes; ``11``, ``nov`` and ``November`` are all a month."""

    widget = DateBoxes

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        text = str(value)
        if text.count("/") != 2:
            return super().to_python(value)
        typed = dict(zip(PARTS, text.split("/"), strict=True))
        missing = [part for part in PARTS if not typed[part]]
        name = self.label or "The date"
        if missing:
            boxes = " and a ".join(missing)
            raise ValidationError(f"{name} must include a {boxes}", code="incomplete")
        try:
            return dt.date(_year(typed["year"]), _month(typed["month"]), int(typed["day"]))
        except (ValueError, OverflowError):
            raise ValidationError(f"{name} must be a real date", code="invalid") from None


def _month(typed: str) -> int:
    short = typed.strip().lower()[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else int(typed)


def _year(typed: str) -> int:
    if len(typed.strip()) != 4:
        raise ValueError("a year has four digits")
    return int(typed)
