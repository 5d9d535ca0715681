"""Apply staged cases: new ones in, changed ones updated, unchanged ones left alone.

One row with the digest that the case already has is unchanged. An outcome that differs is added to
the history; nothing there is overwritten.
"""

# ruff: noqa: S608 - every name put into SQL here is ours, never from a file
from __future__ import annotations

from collections.abc import Sequence
from json import dumps

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import standing
from stillpoint.cases.models import CrimeNumber
from stillpoint.intake.collecting import Collection
from stillpoint.intake.dialect import as_date, as_flag, is_postgresql
from stillpoint.intake.models import IntakeRun
from stillpoint.intake.sorting import first_rows, hold_staged, sort
from stillpoint.intake.staging import Staging, execute, fetch, fresh_references
from stillpoint.people.models import Area
from stillpoint.trust.answers import CannotDo

CHANGES = "changes_cases"
MOST_NEW_AREAS = 2_000
TRIES = 4
READ_AT_ONCE = 250_000
ENDS_FIRST = "The outcome is before the report."
DIGESTS = "SELECT reference, source_digest FROM cases_case WHERE reference IN ({given})"


def apply_cases(collection: Collection, run: IntakeRun) -> None:
    """Apply the staged cases of a run inside its transaction, and count them."""
    staging = sort(collection, "cases")
    fields = collection.mapping.files["cases"].fields
    if "outcome_on" in fields and "reported_on" in fields:
        hold_staged(
            collection,
            staging,
            "s.outcome_on <> '' AND s.outcome_on < s.reported_on",
            field=fields["outcome_on"].column,
            reason=ENDS_FIRST,
        )
    rows = staging.count()
    _compare(staging)
    created, updated = _how_many()
    _make_areas(collection, staging)
    if created:
        _insert(staging, collection.mapping.name, run)
        _first_outcomes(staging, collection.mapping.name)
    if updated:
        _further_outcomes(staging, collection.mapping.name)
        _update(staging, collection.mapping.name, run)
        changed = f"SELECT case_id FROM {CHANGES} WHERE case_id IS NOT NULL"
        standing.stand_by_outcomes(changed)
        standing.stand_live_or_not(changed)
    _crime_numbers(collection, staging)
    execute(f"DROP TABLE {CHANGES}")
    collection.tally.created += created
    collection.tally.updated += updated
    collection.tally.unchanged += rows - created - updated


class StoredDigests:
    """Tells the digests of cases that are there. All are read at once where they fit into memory
    well, which takes half the time of asking for each batch."""

    def __init__(self, at_once: int = READ_AT_ONCE) -> None:
        self.at_once = at_once
        self.all: dict[str, str] | None = None

    def __call__(self, references: Sequence[str]) -> dict[str, str]:
        if self.all is None and self._few():
            self.all = dict(fetch("SELECT reference, source_digest FROM cases_case"))
        return self._of(references) if self.all is None else self.all

    def _few(self) -> bool:
        counted = f"SELECT 1 FROM cases_case LIMIT {int(self.at_once) + 1}"
        found = fetch(f"SELECT COUNT(*) FROM ({counted}) few")[0][0]
        return int(found) <= self.at_once

    def _of(self, references: Sequence[str]) -> dict[str, str]:
        if is_postgresql():
            return dict(
                fetch(DIGESTS.format(given="SELECT unnest(%s::text[])"), [list(references)])
            )
        given = "SELECT value FROM json_each(%s)"
        return dict(fetch(DIGESTS.format(given=given), [dumps(references)]))


def _compare(staging: Staging) -> None:
    """Which rows are new (no case id) and which changed."""
    execute(f"DROP TABLE IF EXISTS {CHANGES}")
    execute(
        f"""
        CREATE TEMPORARY TABLE {CHANGES} AS
        SELECT f.seq AS seq, c.id AS case_id
          FROM ({first_rows(staging)}) f
          LEFT JOIN cases_case c ON c.reference = f.identity
         WHERE c.id IS NULL OR c.source_digest <> f.digest
        """
    )


def _how_many() -> tuple[int, int]:
    total, changed = fetch(f"SELECT COUNT(*), COUNT(case_id) FROM {CHANGES}")[0]
    return total - changed, changed


def _make_areas(collection: Collection, staging: Staging) -> None:
    """Areas that cases lie in and nobody has entered yet, other forces' among them."""
    named = fetch(
        f"""
        SELECT DISTINCT p.area FROM {staging.profiles} p
         WHERE p.area <> ''
           AND NOT EXISTS (SELECT 1 FROM people_area a WHERE a.name = p.area)
           AND p.id IN (SELECT s.profile FROM {staging.rows} s
                         WHERE s.seq IN (SELECT seq FROM {CHANGES}))
         ORDER BY p.area
        """
    )
    if len(named) > MOST_NEW_AREAS:
        raise CannotDo(
            f"The files name {len(named):,} areas that are not known yet. Check which column the "
            "mapping takes the area from."
        )
    own = collection.mapping.own_areas
    Area.objects.bulk_create([Area(name=name, own=own is None or name in own) for (name,) in named])


def _values() -> list[tuple[str, str]]:
    """Each column of a case that a row gives, and the SQL that gives it (s: row, p: profile)."""
    return [
        ("kind", "p.case_kind"),
        ("offence", "p.offence"),
        ("reported_on", as_date("s.reported_on")),
        ("area_id", "a.id"),
        ("relationship", "p.relationship"),
        ("relationship_group", "p.relationship_group"),
        ("domestic_abuse", as_flag("p.domestic_abuse")),
        ("live", "p.is_live = '1'"),
        ("live_stated", as_flag("p.live")),
        ("outcome", "p.code"),
        ("outcome_sub_code", "p.sub_code"),
        ("outcome_group", 'p."group"'),
        ("decision_maker", "p.decided_by"),
        ("outcome_on", as_date("s.outcome_on")),
        ("source_digest", "s.digest"),
    ]


def _joined(staging: Staging) -> str:
    return (
        f"{CHANGES} ch JOIN {staging.rows} s ON s.seq = ch.seq "
        f"JOIN {staging.profiles} p ON p.id = s.profile"
    )


def _insert(staging: Staging, source: str, run: IntakeRun) -> None:
    columns = ", ".join(column for column, _ in _values())
    values = ", ".join(value for _, value in _values())
    sql = f"""
        INSERT INTO cases_case (ref, reference, {columns}, stage, source, last_run_id)
        SELECT s.ref, s.reference, {values}, '', %s, %s
          FROM {_joined(staging)} LEFT JOIN people_area a ON a.name = p.area
         WHERE ch.case_id IS NULL
        """
    for tries in range(TRIES):
        try:
            with transaction.atomic():
                execute(sql, [source, run.pk])
            return
        except IntegrityError:
            # Random references are short: among 100,000 two may well be the same.
            if tries == TRIES - 1:
                raise
            _new_references(staging)


def _new_references(staging: Staging) -> None:
    rows = fetch(f"SELECT seq FROM {CHANGES} WHERE case_id IS NULL")
    fresh = fresh_references(len(rows))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {staging.rows} SET ref = %s WHERE seq = %s",
            [(ref, seq) for ref, (seq,) in zip(fresh, rows, strict=True)],
        )


EVENT = 'case_id, code, sub_code, wording, "group", decision_maker, "on", recorded_at, source'


def _event_values(case: str) -> str:
    return (
        f'{case}, p.code, p.sub_code, p.outcome_wording, p."group", p.decided_by, '
        f"{as_date('s.outcome_on')}, %s, %s"
    )


def _first_outcomes(staging: Staging, source: str) -> None:
    """New cases that have an outcome already begin their history with it."""
    final = standing.final_groups(practice.current())
    marks = ", ".join(["%s"] * len(final))
    execute(
        f"""
        INSERT INTO cases_outcomeevent ({EVENT})
        SELECT {_event_values("c.id")}
          FROM {_joined(staging)} JOIN cases_case c ON c.reference = s.reference
         WHERE ch.case_id IS NULL AND p."group" IN ({marks})
        """,
        [now_for_database(), source, *final],
    )


def _further_outcomes(staging: Staging, source: str) -> None:
    """A changed case whose row gives another outcome than its history has for that day."""
    final = standing.final_groups(practice.current())
    marks = ", ".join(["%s"] * len(final))
    execute(
        f"""
        INSERT INTO cases_outcomeevent ({EVENT})
        SELECT {_event_values("ch.case_id")}
          FROM {_joined(staging)}
         WHERE ch.case_id IS NOT NULL
           AND (p."group" IN ({marks})
                OR EXISTS (SELECT 1 FROM cases_outcomeevent e WHERE e.case_id = ch.case_id))
           AND NOT {says_the_same("ch.case_id")}
        """,
        [now_for_database(), source, *final],
    )


def says_the_same(case: str) -> str:
    """SQL: whether the case's last event of the row's day says what the row says."""
    day = as_date("s.outcome_on")
    return f"""EXISTS (
        SELECT 1 FROM cases_outcomeevent e
         WHERE e.id = (SELECT MAX(l.id) FROM cases_outcomeevent l
                        WHERE l.case_id = {case} AND l."on" IS NOT DISTINCT FROM {day})
           AND e.code = p.code AND e.sub_code = p.sub_code AND e."group" = p."group"
           AND e.decision_maker = p.decided_by)"""


def _update(staging: Staging, source: str, run: IntakeRun) -> None:
    given = ", ".join(f"{column} = n.{column}" for column, _ in _values())
    values = ", ".join(f"{value} AS {column}" for column, value in _values())
    execute(
        f"""
        UPDATE cases_case SET {given}, source = %s, last_run_id = %s
          FROM (SELECT ch.case_id AS case_id, {values}
                  FROM {_joined(staging)} LEFT JOIN people_area a ON a.name = p.area
                 WHERE ch.case_id IS NOT NULL) n
         WHERE cases_case.id = n.case_id
        """,
        [source, run.pk],
    )


def _crime_numbers(collection: Collection, staging: Staging) -> None:
    """Further crime numbers of new and changed cases. None moves from one case to another."""
    if "crime_numbers" not in collection.mapping.files["cases"].fields:
        return
    rows = fetch(
        f"""
        SELECT c.id, s.crime_numbers FROM {_joined(staging)}
          JOIN cases_case c ON c.reference = s.reference WHERE s.crime_numbers <> ''
         ORDER BY s.seq
        """
    )
    wanted = [(number, case) for case, numbers in rows for number in numbers.split(";")]
    CrimeNumber.objects.bulk_create(
        [CrimeNumber(case_id=case, number=number) for number, case in wanted],
        batch_size=500,
        ignore_conflicts=True,
    )
    holders = dict(_holders(sorted({number for number, _ in wanted})))
    elsewhere = sum(1 for number, case in wanted if holders[number] != case)
    if elsewhere:
        collection.notes.append(
            f"{elsewhere:,} crime numbers already belong to another case: left where they are."
        )


def _holders(numbers: list[str]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for start in range(0, len(numbers), 500):
        some = CrimeNumber.objects.filter(number__in=numbers[start : start + 500])
        found += list(some.values_list("number", "case_id"))
    return found


def now_for_database() -> object:
    return connection.ops.adapt_datetimefield_value(timezone.now())
