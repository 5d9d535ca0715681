"""Settle rows that are held: choose one of several, edit, drop, or give a wording its meaning.

What is settled goes in by the same path as a file does, so the same checks hold for it. The rooms
that take rows in (``cases``, ``people``) say who may settle theirs and hand in how held rows are
sent through their import again; each function here runs inside an act of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from stillpoint.intake.alike import without_its_own
from stillpoint.intake.collecting import HeldRow
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import QuarantinedRow, WordingChoice
from stillpoint.intake.targets import Kind
from stillpoint.trust import trail
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

SETTLED = "This row is settled already. Somebody may have been quicker: look at the list again."
NOBODY_WAITS = "No row waits for this wording any more. Look at the list again."

Edited = Mapping[int, Mapping[str, str]]
# Sends held rows through their room's import again; ``Edited`` gives rows other texts, by id.
# Returns those that are held still, by id.
Again = Callable[[Sequence[QuarantinedRow], Edited], dict[int, HeldRow]]


def choose(
    *, by: ActsAs, officer: Any, row: QuarantinedRow, again: Again, because: str = ""
) -> None:
    """This row holds; the others of the same record, held with it, are dropped. ``officer``: who
    is put down as having settled it, or None."""
    row = _open(row)
    rivals = _rivals(row)
    _must_go_in(row, _reconsider([row], {}, again))
    _resolve(row, "chosen", officer=officer, reason=because)
    for rival in rivals:
        reason = "Another row of the same record was chosen."
        _resolve(rival, "dropped", officer=officer, reason=reason)
    _leave_entry("choose a held row", by, row)


def edit(
    *, by: ActsAs, officer: Any, row: QuarantinedRow, values: Mapping[str, str], again: Again
) -> None:
    """Take the row with other texts in its columns. ``values``: column to text."""
    row = _open(row)
    if "" in row.row:
        raise CannotDo("This line is not a row of the table. Drop it and put the file right.")
    changed = {column: text for column, text in values.items() if column in row.row}
    if all(row.row[column] == text for column, text in changed.items()):
        raise CannotDo("Nothing was changed. Change what is wrong, or drop the row.")
    rivals = _rivals(row)
    _must_go_in(row, _reconsider([row], {row.pk: {**row.row, **changed}}, again))
    columns = ", ".join(column for column, text in changed.items() if row.row[column] != text)
    _resolve(row, "edited", officer=officer, reason=f"Changed: {columns}.")
    for rival in rivals:
        reason = "Another row of the same record was edited."
        _resolve(rival, "dropped", officer=officer, reason=reason)
    trail.record(
        Operation.ALTERATION,
        "edit a held row",
        by=by,
        about=[row.run, row],
        before=row.row,
        after=changed,
    )


def drop(*, by: ActsAs, officer: Any, row: QuarantinedRow, reason: str) -> None:
    """Leave the row out for good. It stays on record with the reason."""
    row = _open(row)
    if not reason.strip():
        raise CannotDo("Say why the row is dropped: the reason stays with it.", field="reason")
    _resolve(row, "dropped", officer=officer, reason=reason.strip())
    _leave_entry("drop a held row", by, row)


def give_meaning(
    *,
    by: ActsAs,
    officer: Any,
    what: str,
    mapping: str,
    column: str,
    wording: str,
    value: str,
    meanings: Callable[[QuarantinedRow], Mapping[str, str]],
    again: Again,
) -> int:
    """Remember what a wording of the mapping's source means, and take in the rows that waited
    for it. Returns how many went in; what still does not fit stays held with its new reason."""
    waiting = list(
        QuarantinedRow.objects.select_for_update()
        .filter(resolution="", kind="unknown", run__what=what, run__mapping=mapping)
        .filter(field=column, wording=wording)
        .select_related("run")
    )
    if not waiting:
        raise CannotDo(NOBODY_WAITS)
    if value not in meanings(waiting[0]):
        raise CannotDo("Choose one of the meanings listed.", field="value")
    WordingChoice.objects.update_or_create(
        mapping=mapping,
        field=column,
        wording=wording,
        defaults={"value": value, "chosen_by": officer},
    )
    together = {row.pk: row for row in waiting}
    for row in _all_rivals(waiting):
        together.setdefault(row.pk, row)
    still = _reconsider(list(together.values()), {}, again)
    taken = [row for pk, row in together.items() if pk not in still]
    for row in taken:
        reason = f"“{wording[:80]}” was given a meaning."
        _resolve(row, "mapped", officer=officer, reason=reason)
    trail.record(
        Operation.ALTERATION,
        "give a wording a meaning",
        by=by,
        about=[f"mapping:{mapping}", *{row.run.trail_reference for row in waiting}],
        after={"field": column, "value": value},
        note=f"{len(taken)} rows went in",
    )
    return len(taken)


def meanings_in(kind: Kind, rules: MappingFile, column: str) -> dict[str, str]:
    """What an unknown wording in a column may mean: value to label; empty when the column gives
    no field that has a list."""
    for field in kind.fields:
        rule = rules.files[kind.key].fields.get(field.name)
        if field.choices is not None and rule is not None and rule.column == column:
            return dict(field.choices())
    return {}


def _reconsider(rows: Sequence[QuarantinedRow], edited: Edited, again: Again) -> dict[int, HeldRow]:
    """Those that are held still, by id, after writing down why; the others have gone in."""
    still = again(rows, edited)
    note_why_held(still)
    return still


def note_why_held(still: Mapping[int, HeldRow]) -> None:
    """Write down why rows, by id, are held still."""
    for pk, held in still.items():
        QuarantinedRow.objects.filter(pk=pk).update(
            kind=held.kind,
            field=held.field[:60],
            reason=held.reason[:300],
            alike=without_its_own(held.reason),
            wording=held.wording,
            digest=held.digest,
            dispute=held.dispute,
        )


def _must_go_in(row: QuarantinedRow, still: Mapping[int, HeldRow]) -> None:
    if row.pk in still:
        held = still[row.pk]
        raise CannotDo(f"It still cannot go in. {held.field}: {held.reason}")


def _open(row: QuarantinedRow) -> QuarantinedRow:
    found = QuarantinedRow.objects.select_for_update().select_related("run").get(pk=row.pk)
    if found.resolution:
        raise CannotDo(SETTLED)
    return found


def _rivals(row: QuarantinedRow) -> list[QuarantinedRow]:
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


def _resolve(row: QuarantinedRow, how: str, *, officer: Any, reason: str = "") -> None:
    QuarantinedRow.objects.filter(pk=row.pk).update(
        resolution=how,
        resolution_reason=reason[:300],
        resolved_by=officer,
        resolved_at=timezone.now(),
    )


def _leave_entry(what: str, by: ActsAs, row: QuarantinedRow) -> None:
    trail.record(Operation.ALTERATION, what, by=by, about=[row.run, row])
