"""Settle rows that are held: choose one of several, edit, drop, or give a wording its meaning.

What is settled goes in by the same path as a file does, so the same checks hold for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone

from stillpoint.cases import access
from stillpoint.cases.importing import apply_all
from stillpoint.cases.kinds import kinds
from stillpoint.intake.collecting import Collection, HeldRow
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import IntakeRun, QuarantinedRow, WordingChoice
from stillpoint.people.access import as_officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

SETTLED = "This row is settled already. Somebody may have been quicker: look at the list again."


@act
def choose_row(*, by: ActsAs, row: QuarantinedRow) -> None:
    """This row holds; the others of the same record, held with it, are dropped."""
    require(access.can_import(by))
    row = _open(row)
    rivals = list(_rivals(row))
    _must_go_in(row, reconsider([row]))
    _resolve(row, "chosen", by=by)
    for rival in rivals:
        _resolve(rival, "dropped", by=by, reason="Another row of the same record was chosen.")
    _leave_entry("choose a held row", by, row)


@act
def edit_row(*, by: ActsAs, row: QuarantinedRow, values: Mapping[str, str]) -> None:
    """Take the row with other texts in its columns. ``values``: column to text."""
    require(access.can_import(by))
    row = _open(row)
    if "" in row.row:
        raise CannotDo("This line is not a row of the table. Drop it and put the file right.")
    changed = {column: text for column, text in values.items() if column in row.row}
    if all(row.row[column] == text for column, text in changed.items()):
        raise CannotDo("Nothing was changed. Change what is wrong, or drop the row.")
    rivals = list(_rivals(row))
    _must_go_in(row, reconsider([row], edited={row.pk: {**row.row, **changed}}))
    columns = ", ".join(column for column, text in changed.items() if row.row[column] != text)
    _resolve(row, "edited", by=by, reason=f"Changed: {columns}.")
    for rival in rivals:
        _resolve(rival, "dropped", by=by, reason="Another row of the same record was edited.")
    trail.record(
        Operation.ALTERATION,
        "edit a held row",
        by=by,
        about=[row.run, row],
        before=row.row,
        after=changed,
    )


@act
def drop_row(*, by: ActsAs, row: QuarantinedRow, reason: str) -> None:
    """Leave the row out for good. It stays on record with the reason."""
    require(access.can_import(by))
    row = _open(row)
    if not reason.strip():
        raise CannotDo("Say why the row is dropped: the reason stays with it.", field="reason")
    _resolve(row, "dropped", by=by, reason=reason.strip())
    _leave_entry("drop a held row", by, row)


@act
def map_wording(*, by: ActsAs, mapping: str, column: str, wording: str, value: str) -> int:
    """Remember what a wording of the mapping's source means, and take in the rows that waited
    for it. Returns how many went in; what still does not fit stays held with its new reason."""
    require(access.can_import(by))
    waiting = list(
        QuarantinedRow.objects.select_for_update()
        .filter(resolution="", kind="unknown", run__mapping=mapping, field=column, wording=wording)
        .select_related("run")
    )
    if not waiting:
        raise CannotDo("No row waits for this wording any more. Look at the list again.")
    options = meanings(waiting[0])
    if value not in options:
        raise CannotDo("Choose one of the meanings listed.", field="value")
    WordingChoice.objects.update_or_create(
        mapping=mapping,
        field=column,
        wording=wording,
        defaults={"value": value, "chosen_by": as_officer(by)},
    )
    together = {row.pk: row for row in waiting}
    for row in _all_rivals(waiting):
        together.setdefault(row.pk, row)
    still = reconsider(list(together.values()))
    taken = [row for pk, row in together.items() if pk not in still]
    for row in taken:
        _resolve(row, "mapped", by=by, reason=f"“{wording[:80]}” was given a meaning.")
    trail.record(
        Operation.ALTERATION,
        "give a wording a meaning",
        by=by,
        about=[f"mapping:{mapping}", *{row.run.trail_reference for row in waiting}],
        after={"field": column, "value": value},
        note=f"{len(taken)} rows went in",
    )
    return len(taken)


def meanings(row: QuarantinedRow) -> dict[str, str]:
    """What the unknown wording of this row may mean: value to label; empty when it is not of a
    kind that has a list."""
    rules = rules_of(row.run).files[row.file_kind]
    for field in kinds()[row.file_kind].fields:
        rule = rules.fields.get(field.name)
        if field.choices is not None and rule is not None and rule.column == row.field:
            return dict(field.choices())
    return {}


def rules_of(run: IntakeRun) -> MappingFile:
    """The mapping as the run used it."""
    return MappingFile.model_validate(run.rules)


def reconsider(
    rows: Sequence[QuarantinedRow], edited: Mapping[int, Mapping[str, str]] | None = None
) -> dict[int, HeldRow]:
    """Send held rows through the import again, inside the caller's transaction.

    Returns those that are held still, by id, after writing down why; the others have gone in.
    """
    by_run: dict[int, list[QuarantinedRow]] = defaultdict(list)
    for row in rows:
        by_run[row.run_id].append(row)
    still: dict[int, HeldRow] = {}
    for some in by_run.values():
        still |= _reconsider_run(some[0].run, some, edited or {})
    for pk, held in still.items():
        QuarantinedRow.objects.filter(pk=pk).update(
            kind=held.kind,
            field=held.field[:60],
            reason=held.reason[:300],
            wording=held.wording,
            digest=held.digest,
            dispute=held.dispute,
        )
    return still


def _reconsider_run(
    run: IntakeRun, rows: Sequence[QuarantinedRow], edited: Mapping[int, Mapping[str, str]]
) -> dict[int, HeldRow]:
    collection = Collection(rules_of(run), kinds())
    files: dict[tuple[str, str, tuple[str, ...]], list[tuple[int, list[str]]]] = defaultdict(list)
    for row in rows:
        texts = {**row.row, **edited.get(row.pk, {})}
        header = tuple(texts)
        # A row is known by its id here: that is its line for as long as this lasts.
        files[row.file, row.file_kind, header].append((row.pk, list(texts.values())))
    try:
        for (name, kind, header), lines in files.items():
            collection.take(collection.start_file(name, kind, header), lines)
        collection.close()
        if collection.tally.rejected_for:
            reason = next(iter(collection.tally.rejected_for))
            raise CannotDo(f"The mapping takes no such row: {reason}. Drop it instead.")
        apply_all(collection, run)
    finally:
        collection.drop()
    return {held.line: held for held in collection.held}


def _must_go_in(row: QuarantinedRow, still: Mapping[int, HeldRow]) -> None:
    if row.pk in still:
        held = still[row.pk]
        raise CannotDo(f"It still cannot go in. {held.field}: {held.reason}")


def _open(row: QuarantinedRow) -> QuarantinedRow:
    found = QuarantinedRow.objects.select_for_update().select_related("run").get(pk=row.pk)
    if found.resolution:
        raise CannotDo(SETTLED)
    return found


def _rivals(row: QuarantinedRow) -> Sequence[QuarantinedRow]:
    """Other open rows of the same record that were held with this one."""
    if not row.identity:
        return []
    return list(
        QuarantinedRow.objects.filter(
            run=row.run, file_kind=row.file_kind, identity=row.identity, resolution=""
        )
        .exclude(pk=row.pk)
        .select_related("run")
    )


def _all_rivals(rows: Sequence[QuarantinedRow]) -> list[QuarantinedRow]:
    found: list[QuarantinedRow] = []
    wanted = sorted({row.identity for row in rows if row.identity})
    runs = {row.run_id for row in rows}
    for start in range(0, len(wanted), 500):
        found += QuarantinedRow.objects.filter(
            run__in=runs, resolution="", identity__in=wanted[start : start + 500]
        ).select_related("run")
    return found


def _resolve(row: QuarantinedRow, how: str, *, by: ActsAs, reason: str = "") -> None:
    QuarantinedRow.objects.filter(pk=row.pk).update(
        resolution=how,
        resolution_reason=reason[:300],
        resolved_by=as_officer(by),
        resolved_at=timezone.now(),
    )


def _leave_entry(what: str, by: ActsAs, row: QuarantinedRow) -> None:
    trail.record(Operation.ALTERATION, what, by=by, about=[row.run, row])
