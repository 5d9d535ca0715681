"""Sort staged rows: which contradict each other, which were settled before, which may go in."""

# ruff: noqa: S608 - every name put into SQL here is ours, never from a file
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from stillpoint.intake.collecting import Collection, HeldRow
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.intake.staging import Staging, execute, fetch
from stillpoint.intake.translated import SEPARATOR, digest_of

SETTLED = "Settled by a person before"
BY_A_PERSON = ("chosen", "edited", "dropped")
CHUNK = 500


class Stood(NamedTuple):
    """A row as it stands in staging."""

    seq: int
    file: int
    line: int
    reference: str
    identity: str
    digest: str
    raw: str
    profile: int
    varied: tuple[str, ...]


def sort(collection: Collection, kind: str) -> Staging:
    """Take out of staging what contradicts itself or was settled before. What is left may go in,
    the first row of each record. Call inside the transaction that applies it."""
    staging = collection.staged[kind]
    disputed = _disputed(collection, staging)
    if disputed:
        _settle(collection, staging, disputed)
    _drop_settled_lines(collection, kind)
    return staging


def hold_staged(
    collection: Collection, staging: Staging, where: str, *, field: str, reason: str
) -> int:
    """Hold the staged rows for which ``where`` (SQL about ``s``) is true. ``reason`` may name
    ``{reference}``."""
    rows = _rows(staging, f"WHERE {where}")
    for row in rows:
        collection.held.append(
            _held(
                collection,
                row,
                kind="bad",
                field=field,
                reason=reason.format(reference=row.reference),
                dispute=digest_of(f"{staging.kind.key}{SEPARATOR}{row.raw}"),
            )
        )
    collection.refuse_too_many()
    doomed = f"SELECT s.seq FROM {staging.rows} s WHERE {where}"
    execute(f"DELETE FROM {staging.rows} WHERE seq IN ({doomed})")
    return len(rows)


def first_rows(staging: Staging) -> str:
    """A subquery: the row that stands for each record (copies of it are left out)."""
    return (
        f"SELECT MIN(seq) AS seq, {staging.identity} AS identity, MIN(digest) AS digest "
        f"FROM {staging.rows} GROUP BY {staging.identity}"
    )


def supersede(collection: Collection, run: IntakeRun) -> None:
    """Open rows of earlier runs about what this run brings are replaced by it."""
    open_rows = QuarantinedRow.objects.filter(resolution="", run__what=run.what).exclude(run=run)
    if not open_rows.exists():
        return
    now = timezone.now()
    replaced = {"resolution": "replaced", "resolved_at": now}
    for kind, staging in collection.staged.items():
        execute(
            "UPDATE intake_quarantinedrow SET resolution = 'replaced', resolved_at = %s "
            "WHERE resolution = '' AND file_kind = %s AND run_id <> %s AND identity <> '' "
            "AND run_id IN (SELECT id FROM intake_intakerun WHERE what = %s) "
            f"AND identity IN (SELECT {staging.identity} FROM {staging.rows})",
            [connection.ops.adapt_datetimefield_value(now), kind, run.pk, run.what],
        )
    for held in _chunks([row.dispute for row in collection.held if row.dispute]):
        open_rows.filter(dispute__in=held).update(**replaced)
    identities = sorted({row.identity for row in collection.held if row.identity})
    for held in _chunks(identities):
        open_rows.filter(identity__in=held).update(**replaced)


def _disputed(collection: Collection, staging: Staging) -> dict[str, list[Stood]]:
    """Rows of each record whose rows do not say the same."""
    same = staging.identity
    wanted = (
        f"WHERE s.{same} IN (SELECT {same} FROM {staging.rows} "
        f"GROUP BY {same} HAVING MIN(digest) <> MAX(digest))"
    )
    found: dict[str, list[Stood]] = defaultdict(list)
    for row in _rows(staging, wanted):
        found[row.identity].append(row)
    if staging.by_reference:
        broken = {
            row.identity
            for row in collection.held
            if row.identity and row.file_kind == staging.kind.key
        } - set(found)
        for some in _chunks(sorted(broken)):
            marks = ", ".join(["%s"] * len(some))
            for row in _rows(staging, f"WHERE s.{same} IN ({marks})", some):
                found[row.identity].append(row)
    return found


def _settle(collection: Collection, staging: Staging, disputed: dict[str, list[Stood]]) -> None:
    broken: dict[str, list[HeldRow]] = defaultdict(list)
    for held in collection.held:
        if held.file_kind == staging.kind.key and held.identity in disputed:
            broken[held.identity].append(held)
    disputes = {
        identity: _dispute(staging, rows, broken[identity]) for identity, rows in disputed.items()
    }
    settled = settled_before(disputes.values())
    gone: list[int] = []
    known: set[int] = set()
    contradictions: list[HeldRow] = []
    for identity, rows in disputed.items():
        dispute = disputes[identity]
        if dispute in settled:
            chosen = settled[dispute]
            turned_away = [row.seq for row in rows if row.digest != chosen]
            gone += turned_away
            known |= {id(held) for held in broken[identity]}
            collection.tally.reject(len(turned_away) + len(broken[identity]), SETTLED)
            continue
        gone += [row.seq for row in rows]
        field, reason = _difference(collection, staging, rows, broken[identity])
        for row in rows:
            contradictions.append(
                _held(
                    collection,
                    row,
                    kind="contradiction",
                    field=field,
                    reason=reason,
                    dispute=dispute,
                )
            )
        for held in broken[identity]:
            held.dispute = dispute
    collection.held = [held for held in collection.held if id(held) not in known]
    collection.held += contradictions
    collection.refuse_too_many()
    for some in _chunks(gone):
        marks = ", ".join(["%s"] * len(some))
        execute(f"DELETE FROM {staging.rows} WHERE seq IN ({marks})", some)


def _drop_settled_lines(collection: Collection, kind: str) -> None:
    """Bad rows that a person has dropped or edited before are not asked about again."""
    mine = [row for row in collection.held if row.file_kind == kind and row.kind != "contradiction"]
    settled = settled_before({row.dispute for row in mine})
    if not settled:
        return
    again = {id(row) for row in mine if row.dispute in settled}
    collection.held = [row for row in collection.held if id(row) not in again]
    collection.tally.reject(len(again), SETTLED)


def settled_before(disputes: Iterable[str]) -> dict[str, str]:
    """Of these disputes, those that a person settled wholly: to the digest chosen, or ''."""
    found: dict[str, str] = {}
    for some in _chunks(sorted({dispute for dispute in disputes if dispute})):
        rows = QuarantinedRow.objects.filter(dispute__in=some)
        asked: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for dispute, run, *said in rows.values_list("dispute", "run_id", "resolution", "digest"):
            asked[dispute, run].append((said[0], said[1]))
        for (dispute, _), answers in asked.items():
            if all(resolution in BY_A_PERSON for resolution, _ in answers):
                chosen = [digest for resolution, digest in answers if resolution == "chosen"]
                found[dispute] = chosen[0] if chosen else found.get(dispute, "")
    return found


def _dispute(staging: Staging, rows: Sequence[Stood], broken: Sequence[HeldRow]) -> str:
    digests = sorted({row.digest for row in rows} | {row.digest for row in broken})
    return digest_of(SEPARATOR.join([staging.kind.key, rows[0].identity, *digests]))


def _difference(
    collection: Collection,
    staging: Staging,
    rows: Sequence[Stood],
    broken: Sequence[HeldRow],
) -> tuple[str, str]:
    """The first column in which they differ, and a sentence for the person who decides."""
    lines = [(row.file, row.line) for row in rows]
    shown = ", ".join(f"{line:,}" for _, line in lines[:5])
    if broken:
        return (
            broken[0].field,
            f"Another row of it cannot be read (line {broken[0].line:,}), so it is not certain "
            "what holds.",
        )
    columns = _differing_columns(collection, staging, rows)
    named = " and ".join(columns[-2:]) if len(columns) < 3 else ", ".join(columns)
    one_file = len({file for file, _ in lines}) == 1
    return columns[0], (
        f"Rows {shown} differ in {named}."
        if one_file
        else f"Rows in different files differ in {named}."
    )[:300]


def _differing_columns(
    collection: Collection, staging: Staging, rows: Sequence[Stood]
) -> list[str]:
    by_id = {
        profile.id: profile.values
        for profile in collection.memories[staging.kind.key].known.values()
    }
    values = [
        dict(
            zip(staging.combined + staging.varied, (*by_id[row.profile], *row.varied), strict=True)
        )
        for row in rows
    ]
    rules = collection.by_file[rows[0].file].rules.fields
    columns: list[str] = []
    for name in staging.varied + staging.combined:
        rule = rules.get(name)
        if rule is None or not rule.column or rule.column in columns:
            continue
        if len({row[name] for row in values}) > 1:
            columns.append(rule.column)
    return columns or [""]


def _rows(staging: Staging, where: str, params: Sequence[str] = ()) -> list[Stood]:
    varied = "".join(f', s."{name}"' for name in staging.varied)
    found = fetch(
        f"SELECT s.seq, s.file, s.line, s.reference, s.{staging.identity}, s.digest, s.raw, "
        f"s.profile{varied} FROM {staging.rows} s {where} ORDER BY s.seq",
        params,
    )
    return [Stood._make((*row[:8], row[8:])) for row in found]


def _held(
    collection: Collection, row: Stood, *, kind: str, field: str, reason: str, dispute: str
) -> HeldRow:
    translator = collection.by_file[row.file]
    return HeldRow(
        file=collection.files[row.file],
        file_kind=translator.kind.key,
        line=row.line,
        reference=row.reference,
        field=field,
        kind=kind,
        reason=reason,
        row=translator.as_row(row.raw),
        identity=row.identity,
        digest=row.digest,
        dispute=dispute,
    )


def _chunks(values: Sequence[str] | Sequence[int]) -> Iterable[list[str]]:
    for start in range(0, len(values), CHUNK):
        yield list(values[start : start + CHUNK])  # type: ignore[arg-type]
