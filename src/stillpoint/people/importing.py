"""Take in people from the force's own systems: all or nothing, the same file twice changes
nothing, bad and contradictory rows are held for a person.

Somebody who is missing from a later file stays: only a last day of service makes them leave.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from stillpoint.intake import collecting
from stillpoint.intake.mapping_files import MappingFile, find_mapping
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RunState
from stillpoint.intake.reading import Opened, tables_of
from stillpoint.intake.running import full_disk, hold, refuse_run
from stillpoint.intake.sorting import SETTLED, settled_before
from stillpoint.people import access
from stillpoint.people.incoming import days, lines, officers, places
from stillpoint.people.incoming.authority import ByFile
from stillpoint.people.incoming.kinds import KINDS
from stillpoint.people.incoming.rows import Became, Incoming, for_a_person, read_all
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.answers import CannotDo, Refused, require
from stillpoint.trust.models import Operation

# One trail entry names at most so many records, so that an entry can still be read.
IN_ONE_ENTRY = 500


def import_people(
    *,
    by: ActsAs,
    files: Sequence[tuple[Path, str]],
    mapping: str = "stillpoint",
    dry_run: bool = False,
) -> IntakeRun:
    """Import files given as (where it is, what it is called).

    Returns the run with its counts; a dry run has the same counts and changes nothing else.
    Raises CannotDo when a file or the mapping cannot be used, or the disk is full: nothing was
    taken in then.
    """
    run = IntakeRun(
        what="people", files=[name for _, name in files], dry_run=dry_run, by=str(actor(by))
    )
    return _guarded(run, by=by, files=files, mapping=mapping)


def carry_out(
    run: IntakeRun,
    *,
    by: ActsAs,
    given: Sequence[tuple[Path, str]],
    watch: Callable[[IntakeRun], None] = lambda run: None,
) -> IntakeRun:
    """Carry out a run that is on record, such as an upload's. A run that is done stays as it is;
    one that was cut off left nothing and begins again.

    Raises CannotDo when nothing could be taken in: the run then says why.
    """
    run.refresh_from_db()
    if run.state in (RunState.DONE, RunState.REFUSED):
        return run
    now = timezone.now()
    IntakeRun.objects.filter(pk=run.pk).update(state=RunState.READING, started_at=now, heard_at=now)
    watch(run)
    try:
        return _guarded(run, by=by, files=given, mapping=run.mapping)
    except CannotDo as problem:
        refuse_run(by=by, run=run, problem=problem.message)
        raise
    except Refused as refusal:
        # The role may have ended while the upload waited: there is nothing to try again.
        refuse_run(by=by, run=run, problem=refusal.answer.reason)
        raise CannotDo(refusal.answer.reason) from refusal


def people_mapping(named: str) -> MappingFile:
    """The mapping for people with this name or at this path. Raises CannotDo."""
    return find_mapping(named, what="people", kinds=KINDS)


def _guarded(
    run: IntakeRun, *, by: ActsAs, files: Sequence[tuple[Path, str]], mapping: str
) -> IntakeRun:
    try:
        return _import(by=by, run=run, files=files, mapping=mapping)
    except (OSError, DatabaseError) as problem:
        sentence = full_disk(problem)
        if sentence is None:
            raise
        raise CannotDo(sentence) from problem


@act
def _import(
    *, by: ActsAs, run: IntakeRun, files: Sequence[tuple[Path, str]], mapping: str
) -> IntakeRun:
    require(access.can_administer(by))
    started, clock = timezone.now(), time.monotonic()
    chosen = people_mapping(mapping)
    opened = tables_of(files)
    with transaction.atomic():
        incoming = read_all(opened.tables, chosen)
        apply_all(incoming, by)
        if run.dry_run:
            transaction.set_rollback(True)
    held = _without_settled(incoming)
    _write_down(run, chosen, opened, incoming)
    run.started_at, run.finished_at = started, timezone.now()
    run.seconds = time.monotonic() - clock
    run.save()
    if not run.dry_run:
        _replace_earlier(run, incoming)
        hold(run, held)
    _leave_trail(run, incoming, by, run.dry_run)
    return run


def apply_all(incoming: Incoming, by: ActsAs) -> None:
    """Apply the kinds in the order in which they may name each other."""
    by_file = ByFile(by)
    leavers = officers.apply(incoming, by_file)
    places.apply_teams(incoming)
    places.apply_courses(incoming)
    people = {officer.number.casefold(): officer for officer in Officer.objects.all()}
    lines.apply_postings(incoming, people)
    lines.apply_lines(incoming, people, by_file)
    days.apply_training(incoming, people)
    days.apply_duties(incoming, people)
    days.apply_leave(incoming, people)
    by_file.propose_all(incoming)
    officers.make_leave(leavers, by)


def _without_settled(incoming: Incoming) -> list[collecting.HeldRow]:
    """The rows to hold. What a person settled before stays settled: it counts as rejected."""
    rows = for_a_person(incoming.held)
    settled = settled_before(row.dispute for row in rows)
    again = [row.dispute in settled for row in rows]
    if any(again):
        incoming.rejected[SETTLED] += sum(again)
        pairs = zip(incoming.held, again, strict=True)
        incoming.held = [held for held, known in pairs if not known]
    return [row for row, known in zip(rows, again, strict=True) if not known]


def _write_down(run: IntakeRun, mapping: MappingFile, opened: Opened, incoming: Incoming) -> None:
    """The mapping as it was used, and the counts."""
    run.mapping, run.rules = mapping.name, mapping.model_dump(mode="json")
    run.state = RunState.DONE
    run.tables = [table.name for table in opened.tables]
    run.bytes_total = run.bytes_read = sum(table.size for table in opened.tables)
    run.read = incoming.read
    run.created = incoming.counts[Became.CREATED]
    run.updated = incoming.counts[Became.UPDATED]
    run.unchanged = incoming.counts[Became.UNCHANGED]
    run.quarantined = len(incoming.held)
    run.rejected = sum(incoming.rejected.values())
    run.notes = opened.notes
    run.reasons = {
        "held": dict(Counter(row.reason for row in incoming.held).most_common(50)),
        "rejected": dict(incoming.rejected.most_common(50)),
    }


def _replace_earlier(run: IntakeRun, incoming: Incoming) -> None:
    """What earlier imports held is replaced by a row of the same file or about the same record."""
    files = set(run.files)
    identities = {(row.kind, row.identity) for rows in incoming.rows.values() for row in rows}
    earlier = QuarantinedRow.objects.filter(run__what="people", resolution="").exclude(run=run)
    replaced = [
        row.pk
        for row in earlier
        if row.file.split("/")[0] in files or (row.file_kind, row.identity) in identities
    ]
    QuarantinedRow.objects.filter(pk__in=replaced).update(
        resolution="replaced", resolved_at=timezone.now()
    )


def _leave_trail(run: IntakeRun, incoming: Incoming, by: ActsAs, dry_run: bool) -> None:
    if dry_run:
        trail.record(Operation.CONSULTATION, "try an import of people", by=by, about=run)
        return
    touched = sorted({trail.reference(thing) for thing in incoming.touched})
    counts = {name: getattr(run, name) for name in ("read", "created", "updated", "quarantined")}
    for start in range(0, max(len(touched), 1), IN_ONE_ENTRY):
        trail.record(
            Operation.COLLECTION,
            "import people",
            by=by,
            about=[run.trail_reference, *touched[start : start + IN_ONE_ENTRY]],
            after=counts,
        )
