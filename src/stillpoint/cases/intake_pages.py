"""Imports and held rows as sentences and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint.intake.models import IntakeRun, QuarantinedRow, RunState
from stillpoint.intake.summing_up import WORDS
from stillpoint.people.models import Officer

COLOURS = {
    RunState.WAITING: "grey",
    RunState.READING: "blue",
    RunState.APPLYING: "blue",
    RunState.DONE: "green",
    RunState.REFUSED: "red",
}
QUIET_FOR = dt.timedelta(minutes=5)


def run_rows(runs: Iterable[IntakeRun]) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("intake:run", kwargs={"ref": run.ref}),
            "ref": run.ref,
            "files": ", ".join(run.files),
            "what": run.get_what_display(),
            "state": run.get_state_display() + (" (only tried)" if run.dry_run else ""),
            "colour": COLOURS[RunState(run.state)],
            "when": run.finished_at or run.started_at,
            "run": run,
        }
        for run in runs
    ]


def run_page(run: IntakeRun) -> dict[str, Any]:
    """The page of one import."""
    finished = run.state in (RunState.DONE, RunState.REFUSED)
    return {
        "run": run,
        "started_by": _started_by(run),
        "finished": finished,
        "state": run.get_state_display(),
        "colour": COLOURS[RunState(run.state)],
        "progress": progress_values(run),
        "address": reverse("intake:progress", kwargs={"ref": run.ref}),
        "here": reverse("intake:run", kwargs={"ref": run.ref}),
        "held_href": reverse("intake:held_by_run", kwargs={"ref": run.ref}),
        "held": _reasons(run, "held"),
        "rejected": _reasons(run, "rejected"),
    }


def _started_by(run: IntakeRun) -> str:
    """Who asked for it, as people call them: the run keeps the actor as the trail names it."""
    kind, _, name = run.by.partition(":")
    if kind == "officer":
        officer = Officer.objects.filter(ref=name).first()
        return officer.titled_name if officer else "somebody who is no longer recorded"
    return f"{name}, at the console" if kind == "console" else "the service"


def _reasons(run: IntakeRun, which: str) -> list[tuple[str, int]]:
    return [
        (WORDS.get(reason, reason), count) for reason, count in run.reasons.get(which, {}).items()
    ]


def progress_values(run: IntakeRun) -> dict[str, Any]:
    """What ``data-progress`` asks for."""
    finished = run.state in (RunState.DONE, RunState.REFUSED)
    return {
        "done": run.bytes_read,
        "of": run.bytes_total,
        "sentence": _progress_sentence(run),
        "finished": finished,
        "failed": run.state == RunState.REFUSED,
        "next": reverse("intake:run", kwargs={"ref": run.ref}) if finished else "",
    }


def _progress_sentence(run: IntakeRun) -> str:
    if run.state == RunState.WAITING:
        return "The import waits for the worker to take it up."
    if run.state == RunState.DONE:
        return f"Done: {run.read:,} rows read."
    if run.state == RunState.REFUSED:
        return run.problem
    if run.heard_at and timezone.now() - run.heard_at > QUIET_FOR:
        return (
            "Nothing has been heard of this import for some minutes. Nothing of it has been "
            "taken in. The worker takes it up again when it runs."
        )
    if run.state == RunState.APPLYING:
        return "All rows are read and are being taken in."
    share = run.bytes_read / run.bytes_total if run.bytes_total else 0
    return f"Reading: {min(share, 1):.0%} of the files."


def held_line(row: QuarantinedRow) -> dict[str, Any]:
    return {
        "href": reverse("intake:held_row", kwargs={"ref": row.ref}),
        "row": row,
        "reference": row.reference or "Not known",
        "place": f"{row.file} line {row.line:,}",
        "reason": row.reason,
        "kind": row.get_kind_display(),
        "state": row.get_resolution_display() if row.resolution else "Open",
    }


def settled_words(row: QuarantinedRow) -> str:
    """How the row was settled, why, by whom and when."""
    words = f"{row.get_resolution_display()}. {row.resolution_reason}".strip()
    if row.resolved_at is None:
        return words
    by = f" by {row.resolved_by.titled_name}" if row.resolved_by else ""
    return f"{words} Settled{by} on {timezone.localdate(row.resolved_at):%-d %B %Y}."


def rivals_table(row: QuarantinedRow, together: Sequence[QuarantinedRow]) -> dict[str, Any]:
    """The rows beside each other: a column for each row, a line for each column of the file,
    those that differ first."""
    names = list(dict.fromkeys(name for one in together for name in one.row))
    lines = []
    for name in names:
        texts = [one.row.get(name, "") for one in together]
        lines.append({"name": name or "The line", "texts": texts, "differs": len(set(texts)) > 1})
    lines.sort(key=lambda line: not line["differs"])
    return {
        "heads": [
            {
                "place": f"Line {one.line:,}",
                "file": one.file,
                "here": one.pk == row.pk,
                "href": reverse("intake:held_row", kwargs={"ref": one.ref}),
                "state": one.get_resolution_display() if one.resolution else "Open",
            }
            for one in together
        ],
        "lines": lines,
    }
