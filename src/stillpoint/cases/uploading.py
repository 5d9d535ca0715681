"""Files given in the browser: kept until the worker has imported them, then gone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from stillpoint.cases import access
from stillpoint.cases.facts import ImportRequested
from stillpoint.cases.importing import carry_out, case_mapping
from stillpoint.events.announcing import announce
from stillpoint.events.working import keep_lease
from stillpoint.intake.limits import LIMITS, MEGABYTE
from stillpoint.intake.models import IntakeRun
from stillpoint.intake.running import full_disk, start_run
from stillpoint.people.access import can_administer
from stillpoint.people.importing import carry_out as carry_out_people
from stillpoint.people.importing import people_mapping
from stillpoint.people.models import Officer
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, require


def request_import(
    *,
    by: Officer,
    files: Sequence[UploadedFile[Any]],
    mapping: str,
    dry_run: bool,
    form_token: str,
    what: str = "cases",
) -> IntakeRun:
    """Keep the files and ask the worker to import them. The same form sent twice is one run.
    ``what``: cases, or people for an administrator."""
    about_people = what == "people"
    require(can_administer(by) if about_people else access.can_import(by))
    before = IntakeRun.objects.filter(form_token=form_token).first()
    if before is not None:
        return before
    name = (people_mapping(mapping) if about_people else case_mapping(mapping)).name
    stored = _store(files)
    try:
        with transaction.atomic():
            run = start_run(
                by=by,
                what="people" if about_people else "cases",
                mapping=name,
                files=[shown for _, shown in stored],
                dry_run=dry_run,
                form_token=form_token,
                stored=stored,
            )
            announce(ImportRequested(run=run.ref, officer=by.ref))
    except IntegrityError:
        _remove(stored)
        return IntakeRun.objects.get(form_token=form_token)
    except BaseException:
        _remove(stored)
        raise
    return run


def import_requested(fact: ImportRequested) -> None:
    """Handler: import what was uploaded. Safe to start again: a run that is done stays so, and
    one that was cut off begins from its files."""
    run = IntakeRun.objects.filter(ref=fact.run).first()
    if run is None:
        return
    by: ActsAs = Officer.objects.filter(ref=fact.officer).first() or job("import")
    folder = _folder()
    given = [(folder / stored, name) for stored, name in run.stored]
    # A refusal is told on the run's page; there is nothing to try again.
    with suppress(CannotDo):
        importing = carry_out_people if run.what == "people" else carry_out
        importing(run, by=by, given=given, watch=lambda run: keep_lease())
    _remove([(stored, name) for stored, name in run.stored])


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "intake"


def _store(files: Sequence[UploadedFile[Any]]) -> list[tuple[str, str]]:
    stored: list[tuple[str, str]] = []
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        for file in files:
            if (file.size or 0) > LIMITS.packed:
                raise CannotDo(
                    f"{file.name} is larger than {LIMITS.packed // MEGABYTE:,} MB. Split it.",
                    field="tables",
                )
            name = secrets.token_hex(16)
            stored.append((name, Path(file.name or "file").name[:200]))
            path = _folder() / name
            path.touch(mode=0o600)
            with path.open("wb") as kept:
                for chunk in file.chunks():
                    kept.write(chunk)
    except OSError as problem:
        _remove(stored)
        sentence = full_disk(problem)
        if sentence is None:
            raise
        raise CannotDo(sentence, field="tables") from problem
    except CannotDo:
        _remove(stored)
        raise
    return stored


def _remove(stored: Sequence[tuple[str, str]]) -> None:
    for name, _ in stored:
        (_folder() / name).unlink(missing_ok=True)
