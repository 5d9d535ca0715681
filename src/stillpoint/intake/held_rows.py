"""Rows held for a person: the open ones, those of a run, and what they wait for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from stillpoint.intake.models import IntakeRun, QuarantinedRow

Held = QuerySet[QuarantinedRow]


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
    waiting = QuarantinedRow.objects.filter(resolution="")
    if run is not None:
        waiting = waiting.filter(run=run)
    return {row["kind"]: row["rows"] for row in waiting.values("kind").annotate(rows=Count("id"))}
