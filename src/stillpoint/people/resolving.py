"""Settle held rows about people: they go in by the same path as a file does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stillpoint.intake import settling, settling_together
from stillpoint.intake.collecting import HeldRow, remembered
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RuleForMany
from stillpoint.people import access
from stillpoint.people.access import as_officer
from stillpoint.people.importing import apply_all, people_mapping
from stillpoint.people.incoming.identity import Who
from stillpoint.people.incoming.kinds import BY_KEY
from stillpoint.people.incoming.rows import Incoming, for_a_person, take_row
from stillpoint.people.incoming.translating import RowTranslator
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

PERSON = "person"


@act
def choose_row(*, by: ActsAs, row: QuarantinedRow) -> None:
    """This row holds; the others of the same record, held with it, are dropped."""
    require(access.can_administer(by))
    settling.choose(by=by, officer=as_officer(by), row=row, again=_again(by))


@act
def say_who(*, by: ActsAs, row: QuarantinedRow, who: Who) -> None:
    """Whom a row is about that has the number of someone with another name and address. The same
    person: their account takes the name, and the address as any other file's. Someone new: they get
    an account of their own with the number, and whoever had it before is a leaver."""
    require(access.can_administer(by))
    if row.kind != PERSON:
        raise CannotDo("This row does not ask whom it is about. Choose, edit or drop it.")
    settling.choose(
        by=by,
        officer=as_officer(by),
        row=row,
        again=_again(by, {row.pk: who}),
        because="The same person." if who == Who.SAME else "Someone new with the number.",
    )


@act
def edit_row(*, by: ActsAs, row: QuarantinedRow, values: Mapping[str, str]) -> None:
    """Take the row with other texts in its columns. ``values``: column to text."""
    require(access.can_administer(by))
    settling.edit(by=by, officer=as_officer(by), row=row, values=values, again=_again(by))


@act
def drop_row(*, by: ActsAs, row: QuarantinedRow, reason: str) -> None:
    """Leave the row out for good. It stays on record with the reason."""
    require(access.can_administer(by))
    settling.drop(by=by, officer=as_officer(by), row=row, reason=reason)


@act
def settle_together(*, by: ActsAs, rule: RuleForMany) -> None:
    """Carry out a rule that was said of many held rows, once."""
    require(access.can_administer(by))
    settling_together.settle(by=by, officer=as_officer(by), rule=rule, again=_again(by))


@act
def map_wording(*, by: ActsAs, mapping: str, column: str, wording: str, value: str) -> int:
    """Remember what a wording of the mapping's source means, and take in the rows that waited
    for it. Returns how many went in; what still does not fit stays held with its new reason."""
    require(access.can_administer(by))
    return settling.give_meaning(
        by=by,
        officer=as_officer(by),
        what="people",
        mapping=mapping,
        column=column,
        wording=wording,
        value=value,
        meanings=meanings,
        again=_again(by),
    )


def meanings(row: QuarantinedRow) -> dict[str, str]:
    """What the unknown wording of this row may mean: value to label; empty when it is not of a
    kind that has a list."""
    return settling.meanings_in(BY_KEY[row.file_kind], rules_of(row.run), row.field)


def rules_of(run: IntakeRun) -> MappingFile:
    """The mapping as the run used it; a run from before that was kept has it by its name."""
    return MappingFile.model_validate(run.rules) if run.rules else people_mapping(run.mapping)


def _again(by: ActsAs, said: Mapping[int, Who] | None = None) -> settling.Again:
    def reconsider(rows: Sequence[QuarantinedRow], edited: settling.Edited) -> dict[int, HeldRow]:
        by_run: dict[int, list[QuarantinedRow]] = defaultdict(list)
        for row in rows:
            by_run[row.run_id].append(row)
        still: dict[int, HeldRow] = {}
        for some in by_run.values():
            still |= _reconsider_run(some[0].run, some, edited, by, said or {})
        return still

    return reconsider


def _reconsider_run(
    run: IntakeRun,
    rows: Sequence[QuarantinedRow],
    edited: settling.Edited,
    by: ActsAs,
    said: Mapping[int, Who],
) -> dict[int, HeldRow]:
    answers = {(row.file, row.line): said[row.pk] for row in rows if row.pk in said}
    rules, incoming = rules_of(run), Incoming(answers=answers)
    wordings = remembered(rules.name)
    ids: dict[tuple[str, str, int], int] = {}
    for row in rows:
        if "" in row.row:
            raise CannotDo("This line is not a row of the table. Drop it and put the file right.")
        texts = {**row.row, **edited.get(row.pk, {})}
        translator = RowTranslator(rules, BY_KEY[row.file_kind], list(texts), wordings)
        ids[row.file_kind, row.file, row.line] = row.pk
        take_row(incoming, translator, row.file, row.line, list(texts.values()))
    if incoming.rejected:
        reason = next(iter(incoming.rejected))
        raise CannotDo(f"The mapping takes no such row: {reason}. Drop it instead.")
    apply_all(incoming, by)
    touched = sorted({trail.reference(thing) for thing in incoming.touched})
    trail.record(
        Operation.COLLECTION,
        "take in held rows about people",
        by=by,
        about=[run.trail_reference, *touched],
    )
    held = for_a_person(incoming.held)
    return {ids[row.file_kind, row.file, row.line]: row for row in held}
