"""Rows held for a person: the open ones, those of a run, and what they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Max, Min, QuerySet, When
from django.db.models.functions import Cast

from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.trust.prepared import prepared

Held = QuerySet[QuarantinedRow]
# A row without an identity is a record of its own.
_RECORDS = Count(
    Case(When(identity="", then=Cast("id", CharField())), default=F("identity")), distinct=True
)


def held_rows(run: str = "") -> tuple[Held | None, list[str]]:
    """All rows that the run with this reference held, or without one all that are still open;
    with what the trail names. None when there is no such run."""
    if not run:
        return QuarantinedRow.objects.filter(resolution=""), ["run:all"]
    found = IntakeRun.objects.filter(ref=run).first()
    if found is None:
        return None, []
    return QuarantinedRow.objects.filter(run=found), [found.trail_reference]


@dataclass(frozen=True)
class Wording:
    """A wording without a meaning: in how many open rows it stands. ``what``: cases or people."""

    what: str
    mapping: str
    file_kind: str
    column: str
    wording: str
    rows: int


def unknown_wordings() -> list[Wording]:
    """Wordings that open rows wait for, the most frequent first."""
    waiting = QuarantinedRow.objects.filter(resolution="", kind="unknown")
    named = ("run__what", "run__mapping", "file_kind", "field", "wording")
    counted = waiting.values_list(*named).annotate(rows=Count("id"))
    return [Wording(*row) for row in counted.order_by("-rows", "field", "wording")]


def open_by_kind(run: IntakeRun | None = None) -> dict[str, int]:
    """How many open rows of each kind there are."""
    return dict(_open_by_kind() if run is None else _open_by_kind(run.pk))


@prepared
def _open_by_kind(*run: int) -> QuerySet[QuarantinedRow, tuple[str, int]]:
    waiting = QuarantinedRow.objects.filter(resolution="", **({"run": run[0]} if run else {}))
    return waiting.values("kind").annotate(rows=Count("id")).values_list("kind", "rows")


@dataclass(frozen=True)
class Alike:
    """Open rows of one import that are held for the same reason. ``file``: their table, when all
    stand in one."""

    run: str
    what: str
    kind: str
    column: str
    alike: str
    file: str
    rows: int
    records: int


def held_alike(run: IntakeRun | None = None) -> list[Alike]:
    """Open rows by what they have in common, the most frequent first."""
    waiting = QuarantinedRow.objects.filter(resolution="")
    if run is not None:
        waiting = waiting.filter(run=run)
    named = ("run__ref", "run__what", "kind", "field", "alike")
    counted = waiting.values(*named).annotate(
        first=Min("file"), last=Max("file"), rows=Count("id"), records=_RECORDS
    )
    return [
        Alike(
            run=each["run__ref"],
            what=each["run__what"],
            kind=each["kind"],
            column=each["field"],
            alike=each["alike"],
            file=each["first"] if each["first"] == each["last"] else "",
            rows=each["rows"],
            records=each["records"],
        )
        for each in counted.order_by("-rows", *named)
    ]


def rows_alike(run: IntakeRun, kind: str, column: str, alike: str) -> list[QuarantinedRow]:
    """The open rows of one such group."""
    found = QuarantinedRow.objects.filter(resolution="", run=run, kind=kind)
    return list(found.filter(field=column, alike=alike).order_by("pk"))


def rows_ticked(refs: Sequence[str]) -> list[QuarantinedRow]:
    """The open rows with these references."""
    found = QuarantinedRow.objects.filter(resolution="", ref__in=list(refs))
    return list(found.select_related("run").order_by("pk"))


def with_their_records(run: IntakeRun, rows: Sequence[QuarantinedRow]) -> list[QuarantinedRow]:
    """The rows, and every other open row of their records that the import held."""
    found = {row.pk: row for row in rows}
    wanted = sorted({row.identity for row in rows if row.identity})
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        same = QuarantinedRow.objects.filter(run=run, resolution="", identity__in=some)
        for row in same:
            found.setdefault(row.pk, row)
    return [found[pk] for pk in sorted(found)]
