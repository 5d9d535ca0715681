"""Settle many held rows by one rule that a person says in words.

A rule picks among the rows of each record; what it cannot tell apart stays held. Nothing is
guessed: which rows it is about is fixed when it is said, and a row that somebody settled meanwhile
is left as it is. One transaction takes everything in, or nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stillpoint.intake.collecting import HeldRow
from stillpoint.intake.models import DecisionState, IntakeRun, KeepRule, QuarantinedRow, RuleForMany
from stillpoint.intake.settling import Again, note_why_held
from stillpoint.trust import trail
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

UNREADABLE = "a row of it cannot be read, so no rule can say which one holds"
NO_ORDER = "its rows stand in several files, and their order is not on record"
AS_MUCH = "no row of it has more recorded than the others"
ALONE = "it contradicts what is on record here: edit it instead"
MEANWHILE = "somebody settled a row of it in the meantime"
IN_ONE_ENTRY = 500
CHUNK = 500


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one record: the row it keeps, or why it cannot say; under
    ``KeepRule.DROP`` it keeps none and nothing is left."""

    rows: tuple[QuarantinedRow, ...]
    keeps: QuarantinedRow | None = None
    left: str = ""


def judge(rule: str, run: IntakeRun, rows: Iterable[QuarantinedRow]) -> list[Verdict]:
    """What the rule says of each record, in the order of their first rows. It changes nothing."""
    records: dict[tuple[str, str], list[QuarantinedRow]] = defaultdict(list)
    for row in rows:
        records[row.file_kind, row.identity or f"\x1frow {row.pk}"].append(row)
    rank = {name: number for number, name in enumerate(run.tables)}
    return [_judge(rule, run, of_one, rank) for of_one in records.values()]


def settle(*, by: ActsAs, officer: Any, rule: RuleForMany, again: Again) -> None:
    """Carry the rule out; once only, however often it is called. Call inside the room's act.

    A row that the rule keeps and that cannot go in as it is stays held with its record.
    """
    rule = RuleForMany.objects.select_for_update().select_related("run").get(pk=rule.pk)
    if rule.state in (DecisionState.DONE, DecisionState.REFUSED):
        trail.nothing_changed()
        return
    asked = _asked(rule)
    verdicts = _still_open(judge(rule.rule, rule.run, asked), asked)
    kept = [verdict.keeps for verdict in verdicts if verdict.keeps is not None]
    still = again(kept, {}) if kept else {}
    note_why_held(still)
    left = Counter(verdict.left for verdict in verdicts if verdict.left)
    chosen: list[int] = []
    dropped: list[int] = []
    for verdict in verdicts:
        if verdict.left:
            continue
        if verdict.keeps is not None and verdict.keeps.pk in still:
            left[_why(still[verdict.keeps.pk])] += 1
            continue
        if verdict.keeps is not None:
            chosen.append(verdict.keeps.pk)
        dropped += [row.pk for row in verdict.rows if row is not verdict.keeps]
    _resolve(rule, officer, chosen, "chosen")
    _resolve(rule, officer, dropped, "dropped")
    rule.state, rule.finished_at = DecisionState.DONE, timezone.now()
    rule.taken_in, rule.dropped, rule.left = len(chosen), len(dropped), dict(left)
    rule.save()
    _leave_entries(by, rule, asked, {*chosen, *dropped})


def words(rule: RuleForMany) -> str:
    """The rule as it stays with each row that it settled."""
    said = f"{KeepRule(rule.rule).label}: said of {rule.records:,} records together."
    return f"{said} {rule.reason}".strip()


def _asked(rule: RuleForMany) -> list[QuarantinedRow]:
    found: list[QuarantinedRow] = []
    for some in _chunks(rule.rows):
        found += QuarantinedRow.objects.select_for_update(of=("self",)).filter(pk__in=some)
    for row in found:
        row.run = rule.run
    return sorted(found, key=lambda row: row.pk)


def _still_open(verdicts: Sequence[Verdict], asked: Sequence[QuarantinedRow]) -> Sequence[Verdict]:
    if not any(row.resolution for row in asked):
        return verdicts
    return [
        Verdict(verdict.rows, left=MEANWHILE)
        if any(row.resolution for row in verdict.rows)
        else verdict
        for verdict in verdicts
    ]


def _judge(
    rule: str, run: IntakeRun, rows: Sequence[QuarantinedRow], rank: Mapping[str, int]
) -> Verdict:
    every = tuple(rows)
    if rule == KeepRule.DROP:
        return Verdict(every)
    if any(row.kind != "contradiction" for row in rows):
        return Verdict(every, left=UNREADABLE)
    if len(rows) == 1 and run.what == "people":
        return Verdict(every, left=ALONE)
    return _fullest(every) if rule == KeepRule.FULLEST else _in_order(rule, every, rank)


def _in_order(rule: str, rows: tuple[QuarantinedRow, ...], rank: Mapping[str, int]) -> Verdict:
    if len({row.file for row in rows}) > 1 and any(row.file not in rank for row in rows):
        return Verdict(rows, left=NO_ORDER)
    ordered = sorted(rows, key=lambda row: (rank.get(row.file, 0), row.line))
    return Verdict(rows, keeps=ordered[-1 if rule == KeepRule.LAST else 0])


def _fullest(rows: tuple[QuarantinedRow, ...]) -> Verdict:
    counted = [sum(1 for text in row.row.values() if str(text).strip()) for row in rows]
    if counted.count(max(counted)) > 1:
        return Verdict(rows, left=AS_MUCH)
    return Verdict(rows, keeps=rows[counted.index(max(counted))])


def _why(held: HeldRow) -> str:
    return f"the row kept cannot go in: {held.reason[:1].lower()}{held.reason[1:].rstrip('.')}"


def _resolve(rule: RuleForMany, officer: Any, rows: Sequence[int], how: str) -> None:
    now = timezone.now()
    for some in _chunks(rows):
        QuarantinedRow.objects.filter(pk__in=some).update(
            resolution=how,
            resolution_reason=words(rule)[:300],
            resolved_by=officer,
            resolved_at=now,
            by_rule=rule,
        )


def _leave_entries(
    by: ActsAs, rule: RuleForMany, asked: Sequence[QuarantinedRow], settled: set[int]
) -> None:
    refs = [trail.reference(row) for row in asked if row.pk in settled]
    for start in range(0, max(len(refs), 1), IN_ONE_ENTRY):
        trail.record(
            Operation.ALTERATION,
            "settle held rows by a rule",
            by=by,
            about=[rule.run, rule, *refs[start : start + IN_ONE_ENTRY]],
            after={"rule": rule.rule, "reason": rule.reason},
            note=f"{rule.taken_in} records went in, {rule.dropped} rows dropped",
        )


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def refuse(*, by: ActsAs, rule: RuleForMany, problem: str) -> None:
    """The rule ends with nothing settled, and says why. Call inside the room's act."""
    RuleForMany.objects.filter(pk=rule.pk).update(
        state=DecisionState.REFUSED, problem=problem, finished_at=timezone.now()
    )
    trail.record(Operation.ALTERATION, "refuse a rule for held rows", by=by, about=[rule.run, rule])


def must_have_a_reason(rule: str, reason: str) -> None:
    """Dropping says why; a rule that keeps a row says enough by itself."""
    if rule == KeepRule.DROP and not reason.strip():
        raise CannotDo("Say why the rows are dropped: the reason stays with them.", field="reason")
