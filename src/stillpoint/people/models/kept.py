"""Columns that follow from others and are written with them, so that the database can look them up
and hold them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models


class _Kept:
    """``follows`` gives the column's text from the record, at each save and each bulk insert. A
    bulk update sets it by the same function."""

    def __init__(self, *args: Any, follows: Callable[[Any], str] = lambda one: "", **kwargs: Any):
        self.follows = follows
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = self.follows(instance)
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """In migrations it is a plain column."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        plain = models.TextField if isinstance(self, models.TextField) else models.CharField
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class KeptText(_Kept, models.TextField):  # type: ignore[type-arg]
    pass


class KeptChars(_Kept, models.CharField):  # type: ignore[type-arg]
    pass
