"""Take in people from the force's own systems: all or nothing, the same file twice changes
nothing, bad and contradictory rows are held for a person.

Somebody who is missing from a later file stays: only a last day of service makes them leave.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from stillpoint.intake.mapping_files import MappingFile, find_mapping
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RunState
from stillpoint.intake.reading import Opened, tables_of
from stillpoint.intake.running import full_disk
from stillpoint.people import access
from stillpoint.people.incoming import days, lines, officers, places
from stillpoint.people.incoming.kinds import KINDS
from stillpoint.people.incoming.rows import Became, HeldRow, Incoming, read_all
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.answers import CannotDo, require
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
    try:
        return _import(by=by, files=files, mapping=mapping, dry_run=dry_run)
    except (OSError, DatabaseError) as problem:
        sentence = full_disk(problem)
        if sentence is None:
            raise
        raise CannotDo(sentence) from problem


@act
def _import(
    *, by: ActsAs, files: Sequence[tuple[Path, str]], mapping: str, dry_run: bool
) -> IntakeRun:
    require(access.can_administer(by))
    started, clock = timezone.now(), time.monotonic()
    chosen = find_mapping(mapping, what="people", kinds=KINDS)
    opened = tables_of(files)
    with transaction.atomic():
        incoming = read_all(opened.tables, chosen)
        _apply(incoming, by)
        if dry_run:
            transaction.set_rollback(True)
    run = _run(by, chosen, files, opened, incoming, dry_run)
    run.started_at, run.finished_at = started, timezone.now()
    run.seconds = time.monotonic() - clock
    run.save()
    if not dry_run:
        _replace_earlier(run, incoming)
        _keep_held(run, incoming.held)
    _leave_trail(run, incoming, by, dry_run)
    return run


def _apply(incoming: Incoming, by: ActsAs) -> None:
    """Apply the kinds in the order in which they may name each other."""
    leavers = officers.apply(incoming)
    places.apply_teams(incoming)
    places.apply_courses(incoming)
    people = {officer.number.casefold(): officer for officer in Officer.objects.all()}
    lines.apply_postings(incoming, people)
    lines.apply_lines(incoming, people)
    days.apply_training(incoming, people)
    days.apply_duties(incoming, people)
    days.apply_leave(incoming, people)
    officers.make_leave(leavers, by)


def _run(
    by: ActsAs,
    mapping: MappingFile,
    files: Sequence[tuple[Path, str]],
    opened: Opened,
    incoming: Incoming,
    dry_run: bool,
) -> IntakeRun:
    size = sum(table.size for table in opened.tables)
    return IntakeRun(
        what="people",
        mapping=mapping.name,
        files=[name for _, name in files],
        dry_run=dry_run,
        state=RunState.DONE,
        by=str(actor(by)),
        bytes_total=size,
        bytes_read=size,
        read=incoming.read,
        created=incoming.counts[Became.CREATED],
        updated=incoming.counts[Became.UPDATED],
        unchanged=incoming.counts[Became.UNCHANGED],
        quarantined=len(incoming.held),
        rejected=sum(incoming.rejected.values()),
        notes=opened.notes,
        reasons={
            "held": dict(Counter(row.reason for row in incoming.held).most_common(50)),
            "rejected": dict(incoming.rejected.most_common(50)),
        },
    )


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


def _keep_held(run: IntakeRun, held: Iterable[HeldRow]) -> None:
    QuarantinedRow.objects.bulk_create(
        [
            QuarantinedRow(
                run=run,
                file=row.file[-200:],
                file_kind=row.kind[:16],
                identity=row.identity[:255],
                line=row.line,
                reference=row.reference[:80],
                field=row.field[:60],
                kind=row.why,
                reason=row.reason,
                wording=row.raw.get(row.field, "")[:160] if row.why == "unknown" else "",
                row=row.raw,
            )
            for row in held
        ],
        batch_size=500,
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
