"""Rules for many held rows, as pages: what may be settled together, a preview, the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from stillpoint.cases import access
from stillpoint.intake.held_rows import held_alike, rows_alike, rows_ticked, with_their_records
from stillpoint.intake.models import DecisionState, IntakeRun, QuarantinedRow, RuleForMany
from stillpoint.intake.settling_together import Verdict, judge
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo

EXAMPLES = 3
GROUPS_SHOWN = 12
COLOURS = {
    DecisionState.WAITING: "grey",
    DecisionState.WORKING: "blue",
    DecisionState.DONE: "green",
    DecisionState.REFUSED: "red",
}


@dataclass(frozen=True)
class Chosen:
    """Held rows to settle together: of whole records of one import."""

    run: IntakeRun
    rows: Sequence[QuarantinedRow]
    about: str

    @property
    def contradict(self) -> bool:
        return any(row.kind == "contradiction" for row in self.rows)


def groups_alike(viewer: Officer, run: IntakeRun | None) -> list[dict[str, Any]]:
    """What is held for the same reason and may be settled together, where there is more than one
    record of it."""
    groups = [one for one in held_alike(run) if one.records > 1]
    return [
        {
            "reason": one.alike,
            "import": one.run,
            "file": one.file or "several files",
            "records": one.records,
            "rows": one.rows,
            "settles": bool(access.can_settle(viewer, IntakeRun(what=one.what))),
            "href": f"{reverse('intake:settle_together')}?"
            + urlencode(
                {"run": one.run, "kind": one.kind, "column": one.column, "alike": one.alike}
            ),
        }
        for one in groups[:GROUPS_SHOWN]
    ]


def chosen_ones(asked: dict[str, str], ticked: Sequence[str]) -> Chosen:
    """The rows that an address asks for: all alike, or those ticked. Raises CannotDo with what to
    do instead, IntakeRun.DoesNotExist when there is no such import."""
    if "run" in asked:
        run = IntakeRun.objects.get(ref=asked["run"])
        kind, column, alike = (asked.get(name, "") for name in ("kind", "column", "alike"))
        rows = rows_alike(run, kind, column, alike)
        about = f"All rows of import {run.ref} held because: {alike}"
    else:
        if not ticked:
            raise CannotDo("No row is ticked. Go back and tick the rows to settle together.")
        rows = rows_ticked(ticked)
        about = ""
    if not rows:
        raise CannotDo("None of these rows is open any more. Look at the list again.")
    run = rows[0].run
    if any(row.run_id != run.pk for row in rows):
        raise CannotDo("The rows ticked are of different imports. Tick rows of one import.")
    if len({row.kind for row in rows}) > 1:
        raise CannotDo(
            "The rows ticked are held for different reasons: some contradict another row, some "
            "cannot be read. Tick rows that are held for the same reason."
        )
    if rows[0].kind == "contradiction":
        rows = with_their_records(run, rows)
    return Chosen(run, rows, about or f"Rows ticked in the list of import {run.ref}")


def preview(chosen: Chosen, rule: str) -> dict[str, Any]:
    """What the rule would do, as counts and examples. Changes nothing."""
    verdicts = judge(rule, chosen.run, chosen.rows)
    acting = [verdict for verdict in verdicts if not verdict.left]
    taken = [verdict for verdict in acting if verdict.keeps is not None]
    dropped = sum(len(verdict.rows) for verdict in acting) - len(taken)
    return {
        "records": len(verdicts),
        "taken": len(taken),
        "dropped": dropped,
        "left": Counter(verdict.left for verdict in verdicts if verdict.left).most_common(),
        "examples": [_example(verdict) for verdict in acting[:EXAMPLES]],
        "does_nothing": not acting,
    }


def _example(verdict: Verdict) -> dict[str, Any]:
    """The columns that differ, or all when there is one row only, a line for each row."""
    rows = sorted(verdict.rows, key=lambda row: (row.file, row.line))
    names = list(dict.fromkeys(name for row in rows for name in row.row))
    differing = [name for name in names if len({row.row.get(name, "") for row in rows}) > 1]
    columns = differing if len(rows) > 1 else names
    return {
        "reference": rows[0].reference or "Not known",
        "columns": [
            {"text": text} for text in ("Row", *(name or "The line" for name in columns), "Then")
        ],
        "rows": [
            [
                f"Line {row.line:,}",
                *(row.row.get(name, "") or "–" for name in columns),
                "Goes in" if row is verdict.keeps else "Dropped",
            ]
            for row in rows
        ],
    }


def rule_page(rule: RuleForMany) -> dict[str, Any]:
    finished = rule.state in (DecisionState.DONE, DecisionState.REFUSED)
    return {
        "rule": rule,
        "finished": finished,
        "state": rule.get_state_display(),
        "colour": COLOURS[DecisionState(rule.state)],
        "by": rule.decided_by.titled_name if rule.decided_by else "the console",
        "progress": rule_progress(rule),
        "address": reverse("intake:rule_progress", kwargs={"ref": rule.ref}),
        "here": reverse("intake:rule", kwargs={"ref": rule.ref}),
        "held_href": reverse("intake:held_by_run", kwargs={"ref": rule.run.ref}),
        "left": sorted(rule.left.items(), key=lambda pair: -pair[1]),
        "left_count": sum(rule.left.values()),
    }


def rule_progress(rule: RuleForMany) -> dict[str, Any]:
    """What ``data-progress`` asks for. All rows go in at once, so there is no half of it."""
    finished = rule.state in (DecisionState.DONE, DecisionState.REFUSED)
    sentences = {
        DecisionState.WAITING: "The rule waits for the worker to take it up.",
        DecisionState.WORKING: f"Working: {rule.records:,} records are settled all at once.",
        DecisionState.DONE: f"Done: a row of {rule.taken_in:,} records went in.",
        DecisionState.REFUSED: rule.problem,
    }
    return {
        "done": rule.records if finished else 0,
        "of": rule.records if finished else 0,
        "sentence": sentences[DecisionState(rule.state)],
        "finished": finished,
        "failed": rule.state == DecisionState.REFUSED,
        "next": reverse("intake:rule", kwargs={"ref": rule.ref}) if finished else "",
    }
