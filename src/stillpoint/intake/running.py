"""Run one import from its files to its counts.

Reading goes into temporary tables and only tells how far it is. Then one transaction sorts,
applies, holds what must be held, and writes the counts and the trail entry: a crash before its end
leaves nothing, and running again does it all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from stillpoint.intake.alike import without_its_own
from stillpoint.intake.collecting import Collection, HeldRow, Tally
from stillpoint.intake.dialect import room_for_a_large_import
from stillpoint.intake.limits import LIMITS, Limits
from stillpoint.intake.mapping_files import MappingFile
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RunState
from stillpoint.intake.reading import tables_of
from stillpoint.intake.sorting import supersede
from stillpoint.intake.targets import Kind
from stillpoint.intake.unchanged import Stored, Unchanged
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.full_disk import is_full
from stillpoint.trust.models import Operation

Given = Sequence[tuple[Path, str]]
Apply = Callable[[Collection, IntakeRun], None]
Watch = Callable[[IntakeRun], None]


class _OnlyTried(Exception):
    """Ends the transaction of a dry run without keeping anything."""


@act
def start_run(
    *,
    by: ActsAs,
    what: str,
    mapping: str,
    files: Sequence[str],
    dry_run: bool = False,
    form_token: str | None = None,
    stored: Sequence[tuple[str, str]] = (),
) -> IntakeRun:
    """Put a run on record before anything is read."""
    run = IntakeRun.objects.create(
        what=what,
        mapping=Path(mapping).stem[:80] if mapping.endswith(".toml") else mapping[:80],
        files=[name[:200] for name in files],
        dry_run=dry_run,
        by=str(actor(by)),
        form_token=form_token,
        stored=[list(pair) for pair in stored],
    )
    trail.record(Operation.COLLECTION, f"ask for an import of {what}", by=by, about=run)
    return run


def carry_out(
    run: IntakeRun,
    *,
    by: ActsAs,
    given: Given,
    mapping: Callable[[], MappingFile],
    kinds: Mapping[str, Kind],
    apply: Apply,
    stored: Mapping[str, Stored] | None = None,
    watch: Watch = lambda run: None,
    limits: Limits = LIMITS,
) -> IntakeRun:
    """Carry out a run from the beginning, whatever happened to it before; a run that is done stays
    as it is. ``stored``: for kinds that stand by their reference, what tells the digests of those
    there. Raises CannotDo when the data are refused: the run then says why."""
    run.refresh_from_db()
    if run.state in (RunState.DONE, RunState.REFUSED):
        return run
    started = time.monotonic()
    collection: Collection | None = None
    stored = stored or {}
    try:
        _begin(run, given)
        opened = tables_of(given, limits)
        _note(
            run,
            bytes_total=sum(table.size for table in opened.tables),
            tables=[table.name for table in opened.tables],
        )
        rules = mapping()
        _note(run, rules=rules.model_dump(mode="json"))
        unchanged = {kind: Unchanged(tell, _asked(run, kind)) for kind, tell in stored.items()}
        collection = Collection(
            rules, kinds, limits=limits, progress=_progress(run, watch), unchanged=unchanged
        )
        with room_for_a_large_import():
            collection.read(opened)
            _note(run, state=RunState.APPLYING, bytes_read=run.bytes_total)
            watch(run)
            _finish(by=by, run=run, collection=collection, apply=apply, started=started)
    except _OnlyTried:
        assert collection is not None
        _keep_counts(by=by, run=run, collection=collection, started=started)
    except CannotDo as problem:
        refuse_run(by=by, run=run, problem=problem.message)
        raise
    except (OSError, DatabaseError) as problem:
        sentence = full_disk(problem)
        if sentence is None:
            raise
        with suppress(OSError, DatabaseError):
            refuse_run(by=by, run=run, problem=sentence)
        raise CannotDo(sentence) from problem
    finally:
        if collection is not None:
            _drop(collection)
    watch(run)
    return run


def _asked(run: IntakeRun, kind: str) -> set[str]:
    """References that open rows of earlier runs are about."""
    waiting = QuarantinedRow.objects.filter(resolution="", run__what=run.what, file_kind=kind)
    return set(waiting.exclude(identity="").values_list("identity", flat=True))


def _begin(run: IntakeRun, given: Given) -> None:
    _note(
        run,
        state=RunState.READING,
        started_at=timezone.now(),
        bytes_read=0,
        bytes_total=0,
        read=0,
        created=0,
        updated=0,
        unchanged=0,
        quarantined=0,
        rejected=0,
        problem="",
    )


def _progress(run: IntakeRun, watch: Watch) -> Callable[[int], None]:
    told = [0.0]

    def progress(done: int) -> None:
        now = time.monotonic()
        if now - told[0] < 0.25:
            return
        told[0] = now
        _note(run, bytes_read=done)
        watch(run)

    return progress


def _note(run: IntakeRun, **values: object) -> None:
    """Write how the run stands, in a transaction of its own."""
    values["heard_at"] = timezone.now()
    for name, value in values.items():
        setattr(run, name, value)
    IntakeRun.objects.filter(pk=run.pk).update(**values)


@act
def _finish(
    *, by: ActsAs, run: IntakeRun, collection: Collection, apply: Apply, started: float
) -> None:
    """The one transaction that changes records."""
    if not run.dry_run:
        supersede(collection, run)
    apply(collection, run)
    collection.tally.quarantined = len(collection.held)
    if run.dry_run:
        raise _OnlyTried
    hold(run, collection.held)
    _write_counts(run, collection, started)
    trail.record(
        Operation.COLLECTION,
        f"import {run.what}",
        by=by,
        about=run,
        note=counts_note(run),
    )


@act
def _keep_counts(*, by: ActsAs, run: IntakeRun, collection: Collection, started: float) -> None:
    """A dry run keeps its counts and nothing else."""
    _write_counts(run, collection, started)
    trail.record(
        Operation.CONSULTATION,
        f"try an import of {run.what}",
        by=by,
        about=run,
        note=counts_note(run),
    )


@act
def refuse_run(*, by: ActsAs, run: IntakeRun, problem: str) -> None:
    """The run ends with nothing taken in, and says why."""
    run.state = RunState.REFUSED
    run.problem = problem
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "problem", "finished_at"])
    trail.record(Operation.COLLECTION, f"refuse an import of {run.what}", by=by, about=run)


def _write_counts(run: IntakeRun, collection: Collection, started: float) -> None:
    tally = collection.tally
    for row in collection.held:
        tally.held_for[row.reason if row.kind == "bad" else row.kind] += 1
    run.read, run.created, run.updated = tally.read, tally.created, tally.updated
    run.unchanged, run.rejected, run.quarantined = (
        tally.unchanged,
        tally.rejected,
        tally.quarantined,
    )
    run.reasons = {"held": _most(tally, "held_for"), "rejected": _most(tally, "rejected_for")}
    run.notes = collection.notes
    run.state = RunState.DONE
    run.finished_at = timezone.now()
    run.seconds = round(max(time.monotonic() - started, 0.0), 3)
    run.save()


def _most(tally: Tally, which: str, shown: int = 50) -> dict[str, int]:
    return dict(getattr(tally, which).most_common(shown))


def hold(run: IntakeRun, rows: Sequence[HeldRow]) -> None:
    """Write rows down for a person to decide."""
    QuarantinedRow.objects.bulk_create(
        (
            QuarantinedRow(
                run=run,
                file=row.file[-200:],
                file_kind=row.file_kind,
                line=row.line,
                reference=row.reference[:80],
                field=row.field[:60],
                kind=row.kind,
                reason=row.reason[:300],
                alike=without_its_own(row.reason),
                row=row.row,
                wording=row.wording,
                identity=row.identity[:255],
                digest=row.digest,
                dispute=row.dispute,
            )
            for row in rows
        ),
        batch_size=500,
    )


def counts_note(run: IntakeRun) -> str:
    return (
        f"read {run.read}, created {run.created}, updated {run.updated}, unchanged "
        f"{run.unchanged}, held {run.quarantined}, rejected {run.rejected}"
    )


def full_disk(problem: BaseException) -> str | None:
    """The sentence for a full disk, or None when the problem is another."""
    if is_full(problem):
        return (
            "The disk is full, so nothing was taken in. Make room on the server, then import "
            "the same files again."
        )
    return None


def _drop(collection: Collection) -> None:
    try:
        with transaction.atomic():
            collection.drop()
    except DatabaseError:
        # The connection is gone, and its temporary tables with it.
        return
