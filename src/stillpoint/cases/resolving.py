"""Settle held rows about cases: they go in by the same path as a file does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stillpoint.cases import access
from stillpoint.cases.importing import apply_all
from stillpoint.cases.kinds import kinds
from stillpoint.intake import settling, settling_together
from stillpoint.intake.collecting import Collection, HeldRow
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RuleForMany
from stillpoint.people.access import as_officer
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require


@act
def choose_row(*, by: ActsAs, row: QuarantinedRow) -> None:
    """This row holds; the others of the same record, held with it, are dropped."""
    require(access.can_import(by))
    settling.choose(by=by, officer=as_officer(by), row=row, again=reconsider)


@act
def edit_row(*, by: ActsAs, row: QuarantinedRow, values: Mapping[str, str]) -> None:
    """Take the row with other texts in its columns. ``values``: column to text."""
    require(access.can_import(by))
    settling.edit(by=by, officer=as_officer(by), row=row, values=values, again=reconsider)


@act
def drop_row(*, by: ActsAs, row: QuarantinedRow, reason: str) -> None:
    """Leave the row out for good. It stays on record with the reason."""
    require(access.can_import(by))
    settling.drop(by=by, officer=as_officer(by), row=row, reason=reason)


@act
def settle_together(*, by: ActsAs, rule: RuleForMany) -> None:
    """Carry out a rule that was said of many held rows, once."""
    require(access.can_import(by))
    settling_together.settle(by=by, officer=as_officer(by), rule=rule, again=reconsider)


@act
def map_wording(*, by: ActsAs, mapping: str, column: str, wording: str, value: str) -> int:
    """Remember what a wording of the mapping's source means, and take in the rows that waited
    for it. Returns how many went in; what still does not fit stays held with its new reason."""
    require(access.can_import(by))
    return settling.give_meaning(
        by=by,
        officer=as_officer(by),
        what="cases",
        mapping=mapping,
        column=column,
        wording=wording,
        value=value,
        meanings=meanings,
        again=reconsider,
    )


def meanings(row: QuarantinedRow) -> dict[str, str]:
    """What the unknown wording of this row may mean: value to label; empty when it is not of a
    kind that has a list."""
    return settling.meanings_in(kinds()[row.file_kind], rules_of(row.run), row.field)


def rules_of(run: IntakeRun) -> MappingFile:
    """The mapping as the run used it."""
    return MappingFile.model_validate(run.rules)


def reconsider(
    rows: Sequence[QuarantinedRow], edited: Mapping[int, Mapping[str, str]]
) -> dict[int, HeldRow]:
    """Send held rows through the import again, inside the caller's transaction. Returns those
    that are held still, by id."""
    by_run: dict[int, list[QuarantinedRow]] = defaultdict(list)
    for row in rows:
        by_run[row.run_id].append(row)
    still: dict[int, HeldRow] = {}
    for some in by_run.values():
        still |= _reconsider_run(some[0].run, some, edited)
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
