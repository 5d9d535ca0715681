"""Queries whose SQL is made once for each process, for pages that ask many small ones.

Django writes the SQL of a queryset anew at every use, and that takes longer than running it: on a
page with fifteen queries most of the time went there. A prepared query is a function that returns
a queryset::

    @prepared
    def milestones_of(case: int, *, most: int) -> QuerySet[Milestone]:
        return Milestone.objects.filter(case=case).select_related("entered_by")[:most]

    milestones_of(case.pk, most=10)  # a list

What differs from one use to the next is a **positional** argument: a key, a text, a day or a time,
which stands in the query as it is, as the value of a comparison. What changes the query itself is
a **keyword** argument; a query is made for each of its values, so there must be few of them.
Whatever else the function reads (the time, settings, the practice model) would stay in the query
for good: pass it. A day or a time that is read so is refused; and in tests each use is made afresh
as well (``settings.PREPARED_MUST_AGREE``), and fails where the two differ.
"""

from __future__ import annotations

import copy
import datetime as dt
import functools
import re
import types
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
T = TypeVar("T")
Row = TypeVar("Row", covariant=True)

Given = int | str | dt.date | dt.datetime
MOST_KEYS = 32
# Stand-ins for the values while the SQL is made, each of them unlike anything a query holds.
_NUMBER, _TEXT = 7_301_460_958_112_000_000, "\ue000 value {} \ue000"
_DAY, _TIME = dt.date(1583, 3, 1), dt.datetime(1583, 3, 1, 4, 56, 7, 89, tzinfo=dt.UTC)


class NotPrepared(TypeError):
    """The query cannot be prepared, or says something else when made afresh."""


@dataclass(frozen=True)
class _Parameter:
    """A parameter of the SQL: ``held`` in every use, or made from the value at ``place``."""

    held: Any = None
    place: int | None = None
    adapt: Callable[[Any], Any] | None = None

    def of(self, values: Sequence[Any]) -> Any:
        if self.place is None:
            return self.held
        value = values[self.place]
        return value if self.adapt is None else self.adapt(value)


@dataclass(frozen=True)
class _Made:
    """One query as it was made: ``compiler`` is None where it finds nothing whatever is asked."""

    queryset: Any
    compiler: SQLCompiler | None
    sql: str = ""
    parameters: tuple[_Parameter, ...] = ()


def prepared(function: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The function with its SQL made once: it returns the rows as a list."""
    made: dict[tuple[Any, ...], _Made] = {}

    @functools.wraps(function)
    def rows(*values: P.args, **shape: P.kwargs) -> list[Row]:
        key = (*map(type, values), *sorted(shape.items()))
        query = made.get(key)
        if query is None:
            query = made[key] = _make(function, values, shape)
        if settings.PREPARED_MUST_AGREE:
            _must_be_the_same(query, function(*values, **shape), values)
        return [] if query.compiler is None else list(_run(query, values))

    return rows


def prepared_for_keys(
    function: Callable[..., QuerySet[Any, Row]],
) -> Callable[[Collection[int]], list[Row]]:
    """The same for rows that have one of many keys, each an argument of its own; none has none.

    Few are filled up to 1, 2, 4 … with numbers that no row has, so that few queries are made; for
    more than ``MOST_KEYS`` the SQL is written anew, which then is the least of the work.
    """
    query = prepared(function)

    @functools.wraps(function)
    def rows(keys: Collection[int]) -> list[Row]:
        if not keys:
            return []
        if len(keys) > MOST_KEYS:
            return list(function(*keys))
        places = 1 << (len(keys) - 1).bit_length()
        return query(*keys, *range(len(keys) - places, 0))

    return rows


def the_one(rows: list[T], model: type[Model]) -> T:
    """The only row; raises the model's DoesNotExist when there is none."""
    if not rows:
        raise model.DoesNotExist  # type: ignore[attr-defined]
    return rows[0]


def attach(instance: Model, name: str, rows: list[Any]) -> None:
    """Give the instance its related rows, as ``prefetch_related(name)`` would have."""
    manager = getattr(instance, name)
    for row in rows:
        setattr(row, manager.field.name, instance)
    held = manager.get_queryset()
    held._result_cache, held._prefetch_done = rows, True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held


def how_many(queryset: QuerySet[Any]) -> QuerySet[Any, int]:
    """The number of its rows as a query of one value: ``count()`` would ask at once."""
    every = queryset.order_by().annotate(every=Value(1)).values("every")
    counted: QuerySet[Any, int] = every.annotate(rows=Count("pk")).values_list("rows", flat=True)
    return counted


def _make(function: Callable[..., QuerySet[Any]], values: Any, shape: Any) -> _Made:
    stand_ins = [_stand_in(value, place) for place, value in enumerate(values)]
    queryset: Any = function(*stand_ins, **shape)
    if queryset._prefetch_related_lookups:
        raise NotPrepared(f"{function.__qualname__}: a prepared query prefetches nothing.")
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Made(queryset, None)
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    compiler.get_converters = lambda columns: converters
    found = tuple(_parameter(one, stand_ins, compiler.connection.ops) for one in parameters)
    if text := _hidden_in(sql, [one.held for one in found], stand_ins):
        raise NotPrepared(f"{function.__qualname__}: a value is only a part of {text!r}.")
    return _Made(queryset, compiler, sql, found)


def _stand_in(value: Given, place: int) -> Given:
    match value:
        case bool():
            raise NotPrepared("Yes or no changes the query: make it a keyword argument.")
        case int():
            return _NUMBER + place
        case str():
            return _TEXT.format(place)
        case dt.datetime():
            return _TIME + dt.timedelta(days=place)
        case dt.date():
            return _DAY + dt.timedelta(days=place)
    raise NotPrepared(f"A value cannot be a {type(value).__name__}.")


def _parameter(parameter: Any, stand_ins: Sequence[Given], ops: Any) -> _Parameter:
    for place, stand_in in enumerate(stand_ins):
        for adapt in _forms(stand_in, ops):
            form = stand_in if adapt is None else adapt(stand_in)
            if type(form) is type(parameter) and form == parameter:
                return _Parameter(place=place, adapt=adapt)
    if _is_of_our_time(parameter):
        raise NotPrepared(f"{parameter} would stay in the query for good: pass it as a value.")
    return _Parameter(held=parameter)


def _hidden_in(sql: str, held: Sequence[Any], stand_ins: Sequence[Given]) -> str:
    """A text that a value went into (a limit, a pattern): it could not be exchanged there."""
    marks = [str(one) for one in stand_ins]
    texts = [sql, *(str(one) for one in held)]
    return next((text for text in texts if any(mark in text for mark in marks)), "")


def _is_of_our_time(parameter: Any) -> bool:
    """Whether a parameter that no value gave is a day or a time that will pass. The ends of a
    period without an end (the years 1900 and 9999) may stand in a query."""
    text = str(parameter) if isinstance(parameter, str | dt.date) else ""
    return bool(re.match(r"20\d\d-\d\d-\d\d", text))


def _forms(value: Given, ops: Any) -> tuple[Callable[[Any], Any] | None, ...]:
    """How the database may be given such a value: as it is, or as its fields are."""
    if isinstance(value, dt.datetime):
        return None, ops.adapt_datetimefield_value
    if isinstance(value, dt.date):
        return None, ops.adapt_datefield_value
    return (None,)


def _run(query: _Made, values: Sequence[Any]) -> Any:
    """The rows, by Django's own reading of them: only the making of the SQL is left out."""
    assert query.compiler is not None
    queryset = query.queryset
    parameters = tuple(one.of(values) for one in query.parameters)
    compiler = copy.copy(query.compiler)
    compiler.connection = connections[queryset.db]
    compiler.as_sql = lambda *args, **kwargs: (query.sql, parameters)  # type: ignore[method-assign]
    names = ("selected", "extra_select", "values_select", "annotation_select")
    asked: Any = types.SimpleNamespace(
        model=queryset.model,
        db=queryset.db,
        query=types.SimpleNamespace(
            get_compiler=lambda using: compiler,
            **{name: getattr(queryset.query, name) for name in names},
        ),
        _known_related_objects={},
        _fields=queryset._fields,
    )
    return queryset._iterable_class(asked)


def _must_be_the_same(query: _Made, afresh: QuerySet[Any], values: Sequence[Any]) -> None:
    try:
        sql, parameters = afresh.query.get_compiler(using=afresh.db).as_sql()
    except EmptyResultSet:
        sql, parameters = "", ()
    if (sql, tuple(parameters)) != (query.sql, tuple(one.of(values) for one in query.parameters)):
        raise NotPrepared(
            f"Prepared: {query.sql} {query.parameters}. Made afresh: {sql} {parameters}. Pass what "
            "differs: a value as a positional argument, what changes the query as a keyword."
        )
