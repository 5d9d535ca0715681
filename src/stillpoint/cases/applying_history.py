"""Apply staged milestones, outcomes and involvement to cases that are there."""

# ruff: noqa: S608 - every name put into SQL here is ours, never from a file
from __future__ import annotations

from stillpoint import practice
from stillpoint.cases import standing
from stillpoint.cases.applying import ENDS_FIRST, EVENT, now_for_database, says_the_same
from stillpoint.intake.collecting import Collection
from stillpoint.intake.dialect import as_date, as_moment
from stillpoint.intake.models import IntakeRun
from stillpoint.intake.sorting import first_rows, hold_staged, sort
from stillpoint.intake.staging import Staging, execute, fetch

NEW, CHANGED, SAME = "new", "changed", "same"


def apply_milestones(collection: Collection, run: IntakeRun) -> None:
    """What happens once in a case moves when a later file corrects it; what repeats is added. A
    milestone that an officer entered by hand is never changed by a file."""
    staging = _ready(collection, "milestones")
    once = [entry.key for entry in practice.current().milestones if not entry.repeats]
    marks = ", ".join(["%s"] * len(once)) or "NULL"
    at = as_moment("substr(s.at, 1, 19)")
    changes = "changes_milestones"
    _verdicts(
        changes,
        staging,
        f"""p.milestone AS kind, {at} AS at, length(s.at) > 19 AS day_only,
            (SELECT MIN(m.id) FROM cases_milestone m
              WHERE m.case_id = c.id AND m.kind = p.milestone AND m.at = {at}) AS same_id,
            CASE WHEN p.milestone IN ({marks}) THEN
              (SELECT MIN(m.id) FROM cases_milestone m
                WHERE m.case_id = c.id AND m.kind = p.milestone
                  AND m.entered_by_id IS NULL) END AS old_id""",
        once,
    )
    execute(
        f"""
        INSERT INTO cases_milestone (case_id, kind, at, day_only, source)
        SELECT case_id, kind, at, day_only, %s FROM {changes}
         WHERE same_id IS NULL AND old_id IS NULL
        """,
        [collection.mapping.name],
    )
    execute(
        f"""
        UPDATE cases_milestone SET at = n.at, day_only = n.day_only, source = %s
          FROM (SELECT * FROM {changes} WHERE same_id IS NULL AND old_id IS NOT NULL) n
         WHERE cases_milestone.id = n.old_id
        """,
        [collection.mapping.name],
    )
    touched = f"SELECT case_id FROM {changes} WHERE same_id IS NULL"
    standing.stand_by_milestones(touched)
    standing.stand_live_or_not(touched)
    _count(collection, staging, changes, "same_id IS NULL", "old_id IS NOT NULL")
    _done(changes, touched, run)


def apply_outcomes(collection: Collection, run: IntakeRun) -> None:
    """Each outcome is an event of the case's history; the last one is how the case stands."""
    staging = _ready(collection, "outcomes")
    day = as_date("s.outcome_on")
    hold_staged(
        collection,
        staging,
        "EXISTS (SELECT 1 FROM cases_case c "
        f"WHERE c.reference = s.reference AND {day} < c.reported_on)",
        field=collection.mapping.files["outcomes"].fields["outcome_on"].column,
        reason=ENDS_FIRST,
    )
    changes = "changes_outcomes"
    _verdicts(
        changes,
        staging,
        f"""p.code AS code, p.sub_code AS sub_code, p.outcome_wording AS wording,
            p."group" AS grp, p.decided_by AS decided_by, {day} AS day,
            {says_the_same("c.id")} AS same,
            EXISTS (SELECT 1 FROM cases_outcomeevent e
                     WHERE e.case_id = c.id AND e."on" IS NOT DISTINCT FROM {day}) AS again""",
    )
    execute(
        f"""
        INSERT INTO cases_outcomeevent ({EVENT})
        SELECT case_id, code, sub_code, wording, grp, decided_by, day, %s, %s
          FROM {changes} WHERE NOT same ORDER BY seq
        """,
        [now_for_database(), collection.mapping.name],
    )
    touched = f"SELECT case_id FROM {changes} WHERE NOT same"
    standing.stand_by_outcomes(touched)
    standing.stand_live_or_not(touched)
    _count(collection, staging, changes, "NOT same", "again")
    _done(changes, touched, run)


def apply_involvement(collection: Collection, run: IntakeRun) -> None:
    """Who had which part in a case, and until when."""
    staging = _ready(collection, "involvement")
    fields = collection.mapping.files["involvement"].fields
    hold_staged(
        collection,
        staging,
        "NOT EXISTS (SELECT 1 FROM people_officer o WHERE o.number = s.officer)",
        field=fields["officer"].column,
        reason="Nobody has this officer number. Import the person first.",
    )
    if "until" in fields:
        hold_staged(
            collection,
            staging,
            "s.since <> '' AND s.until <> '' AND s.until < s.since",
            field=fields["until"].column,
            reason="It ends before it starts.",
        )
    changes = "changes_involvement"
    since, until = as_date("s.since"), as_date("s.until")
    _verdicts(
        changes,
        staging,
        f"""(SELECT o.id FROM people_officer o WHERE o.number = s.officer) AS officer_id,
            p.role AS role, {since} AS since, {until} AS until,
            (SELECT i.id FROM cases_involvement i JOIN people_officer o ON o.id = i.officer_id
              WHERE i.case_id = c.id AND o.number = s.officer AND i.role = p.role
                AND i.since IS NOT DISTINCT FROM {since}) AS old_id""",
    )
    differs = (
        "(old_id IS NULL OR EXISTS (SELECT 1 FROM cases_involvement i "
        f"WHERE i.id = {changes}.old_id AND i.until IS DISTINCT FROM {changes}.until))"
    )
    _count(collection, staging, changes, differs, "old_id IS NOT NULL")
    execute(
        f"""
        INSERT INTO cases_involvement (case_id, officer_id, role, since, until)
        SELECT case_id, officer_id, role, since, until FROM {changes} WHERE old_id IS NULL
        """
    )
    execute(
        f"""
        UPDATE cases_involvement SET until = n.until FROM {changes} n
         WHERE cases_involvement.id = n.old_id
           AND cases_involvement.until IS DISTINCT FROM n.until
        """
    )
    _done(changes, f"SELECT case_id FROM {changes} WHERE old_id IS NULL", run)


def _ready(collection: Collection, kind: str) -> Staging:
    """Sorted rows whose cases are there; the rest is held."""
    staging = sort(collection, kind)
    hold_staged(
        collection,
        staging,
        "NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.reference = s.reference)",
        field=collection.mapping.files[kind].fields["reference"].column,
        reason="There is no case {reference}. Import the case first.",
    )
    return staging


def _verdicts(
    changes: str, staging: Staging, columns: str, params: list[str] | None = None
) -> None:
    """A temporary table with one line for each record: its case and how it compares."""
    execute(f"DROP TABLE IF EXISTS {changes}")
    execute(
        f"""
        CREATE TEMPORARY TABLE {changes} AS
        SELECT f.seq AS seq, c.id AS case_id, {columns}
          FROM ({first_rows(staging)}) f
          JOIN {staging.rows} s ON s.seq = f.seq
          JOIN {staging.profiles} p ON p.id = s.profile
          JOIN cases_case c ON c.reference = s.reference
        """,
        params or [],
    )


def _count(
    collection: Collection, staging: Staging, changes: str, differs: str, known: str
) -> None:
    rows = staging.count()
    touched, updated = fetch(
        f"SELECT COUNT(*), COUNT(CASE WHEN {known} THEN 1 END) FROM {changes} WHERE {differs}"
    )[0]
    collection.tally.created += touched - updated
    collection.tally.updated += updated
    collection.tally.unchanged += rows - touched


def _done(changes: str, touched: str, run: IntakeRun) -> None:
    execute(f"UPDATE cases_case SET last_run_id = %s WHERE id IN ({touched})", [run.pk])
    execute(f"DROP TABLE {changes}")
