"""Import cases, milestones, outcomes and involvement from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stillpoint.cases import access
from stillpoint.cases.applying import StoredDigests, apply_cases
from stillpoint.cases.applying_history import (
    apply_involvement,
    apply_milestones,
    apply_outcomes,
)
from stillpoint.cases.facts import CasesImported
from stillpoint.cases.kinds import ORDER, kinds
from stillpoint.events.announcing import announce
from stillpoint.intake import running
from stillpoint.intake.collecting import Collection
from stillpoint.intake.limits import LIMITS, Limits
from stillpoint.intake.mapping_files import MappingFile, find_mapping
from stillpoint.intake.models import IntakeRun
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import require

APPLY = {
    "cases": apply_cases,
    "outcomes": apply_outcomes,
    "milestones": apply_milestones,
    "involvement": apply_involvement,
}


def case_mapping(named: str) -> MappingFile:
    """The mapping for cases with this name or at this path. Raises CannotDo."""
    return find_mapping(named, what="cases", kinds=kinds().values())


def import_cases(
    *,
    by: ActsAs,
    files: Sequence[Path],
    mapping: str,
    dry_run: bool = False,
    watch: running.Watch = lambda run: None,
    limits: Limits = LIMITS,
) -> IntakeRun:
    """Import files at once. Returns the run with its counts.

    Raises Refused when ``by`` may not, CannotDo with a sentence when mapping or files cannot be
    used: nothing is taken in then. A dry run gives the same counts and changes no case.
    """
    require(access.can_import(by))
    found = case_mapping(mapping)
    run = running.start_run(
        by=by,
        what="cases",
        mapping=found.name,
        files=[path.name for path in files],
        dry_run=dry_run,
    )
    given = [(path, path.name) for path in files]
    return carry_out(run, by=by, given=given, mapping=found, watch=watch, limits=limits)


def carry_out(
    run: IntakeRun,
    *,
    by: ActsAs,
    given: running.Given,
    mapping: MappingFile | None = None,
    watch: running.Watch = lambda run: None,
    limits: Limits = LIMITS,
) -> IntakeRun:
    """Carry out a run that is on record, from its beginning."""
    return running.carry_out(
        run,
        by=by,
        given=given,
        mapping=lambda: mapping or case_mapping(run.mapping),
        kinds=kinds(),
        apply=apply_all,
        stored={"cases": StoredDigests()},
        watch=watch,
        limits=limits,
    )


def apply_all(collection: Collection, run: IntakeRun) -> None:
    """Apply what a run has staged, cases first, and announce it."""
    for kind in ORDER:
        if kind in collection.staged:
            APPLY[kind](collection, run)
    tally = collection.tally
    if tally.created or tally.updated:
        announce(CasesImported(run=run.ref, created=tally.created, updated=tally.updated))
