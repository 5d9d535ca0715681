"""Erase records with everything that hangs on them, deepest first.

Records are kept by ``PROTECT`` everywhere, so that nothing is lost by accident. An erasure that was
decided on goes the other way: it takes the records, the rows that refer to them, and the rows that
refer to those. It never leaves the room it began in: a row of another room that refers to what is
erased is a fault, and stops it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from stillpoint.trust import trail
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation
from stillpoint.trust.trail import reference

BATCH = 500
# Of what expires: few at once, so that a transaction is short and a killed worker loses little.
AT_ONCE = 200


class HangsElsewhere(RuntimeError):
    """A row of another room refers to what would be erased."""


def erase(rows: models.QuerySet[Any]) -> list[str]:
    """Delete the rows and all that hangs on them; returns the trail references of those that have
    one. Call it in a transaction. Raises HangsElsewhere."""
    gone: list[str] = []
    _erase(rows.model, list(rows.values_list("pk", flat=True)), gone, set())
    return gone


def erase_some(by: ActsAs, act: str, rows: models.QuerySet[Any]) -> int:
    """Erase at most ``AT_ONCE`` of the rows, the oldest first, with one entry of the trail that
    names them; returns how many. Call it inside an act."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        trail.nothing_changed()
        return 0
    some = rows.model._base_manager.filter(pk__in=keys)
    named = [reference(row) for row in some]
    erase(some)
    trail.record(Operation.ERASURE, act, by=by, about=named)
    return len(keys)


def _erase(
    model: type[models.Model], keys: list[Any], gone: list[str], seen: set[tuple[str, Any]]
) -> None:
    label = model._meta.label
    fresh = [key for key in keys if (label, key) not in seen]
    seen.update((label, key) for key in fresh)
    for batch in _batches(fresh):
        for child, field in _referring(model):
            found = child._base_manager.filter(**{f"{field}__in": batch})
            hanging = list(found.values_list("pk", flat=True))
            if hanging and child._meta.app_label != model._meta.app_label:
                raise HangsElsewhere(f"{child._meta.label} refers to {label}.")
            _erase(child, hanging, gone, seen)
        rows = model._base_manager.filter(pk__in=batch)
        if any(field.name == "ref" for field in model._meta.fields):
            gone.extend(reference(row) for row in rows)
        rows._raw_delete(rows.db)


def _referring(model: type[models.Model]) -> Iterable[tuple[type[models.Model], str]]:
    """Models with a foreign key to this one, the tables of many-to-many relations included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field.name


def _batches(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
