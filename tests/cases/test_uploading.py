"""Uploads: done by the worker, once, and never by half."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from stillpoint.cases import importing, uploading
from stillpoint.cases.facts import ImportRequested
from stillpoint.cases.intake_pages import progress_values
from stillpoint.cases.models import Case, OutcomeEvent
from stillpoint.events.working import run_until_idle
from stillpoint.intake import running
from stillpoint.intake.models import IntakeRun
from stillpoint.trust.answers import CannotDo
from tests.cases.factories import bring_in, counts, street_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def upload(tmp_path: Path, token: str = "t1", **more: Any) -> IntakeRun:
    rows = more.pop("rows", [street_row("a"), street_row("b")])
    content = write_csv(tmp_path / "s.csv", rows).read_bytes()
    return uploading.request_import(
        by=more.pop("by", None) or make_officer(roles=["rasso_lead"]),
        files=[SimpleUploadedFile("street.csv", content)],
        mapping="data-police-uk",
        dry_run=more.pop("dry_run", False),
        form_token=token,
    )


MANY = [street_row(f"r{n}") for n in range(6000)]


def stored_files() -> list[Path]:
    return list(uploading._folder().glob("*")) if uploading._folder().exists() else []


def test_the_worker_imports_what_was_uploaded_and_deletes_the_file(tmp_path: Path) -> None:
    run = upload(tmp_path)
    assert len(stored_files()) == 1
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert (run.state, run.created, run.files) == ("done", 2, ["street.csv"])
    assert stored_files() == []


def test_the_page_says_how_far_the_worker_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, said, note = upload(tmp_path, rows=MANY), [], running._note

    def noted(run: IntakeRun, **values: object) -> None:
        note(run, **values)
        said.append(progress_values(IntakeRun.objects.get(pk=run.pk))["sentence"])

    monkeypatch.setattr(running, "_note", noted)
    run_until_idle(raising=True)
    said.append(progress_values(IntakeRun.objects.get(pk=run.pk))["sentence"])
    shares = [int(found[1]) for one in said if (found := re.match(r"Reading: (\d+)%", one))]
    assert any(0 < share < 100 for share in shares), said
    assert said[-2:] == [
        "All rows are read and are being taken in.",
        f"Done: {len(MANY):,} rows read.",
    ]


def test_a_terminal_shows_a_bar_and_a_file_for_messages_does_not(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    file = str(write_csv(tmp_path / "s.csv", MANY))
    shown = []
    for err in (Terminal(), io.StringIO()):
        call_command("import_cases", file, "--mapping", "data-police-uk", "--dry-run", stderr=err)
        shown.append(re.findall(r"\[(#* *)\] +(\d+)% (reading|applying)", err.getvalue()))
    assert ("#" * 30, "100", "applying") in shown[0]
    assert any(0 < int(share) < 100 for _, share, _ in shown[0])
    assert shown[1] == []


def test_the_same_form_sent_twice_is_one_import(tmp_path: Path) -> None:
    lead = make_officer(roles=["rasso_lead"])
    assert upload(tmp_path, by=lead) == upload(tmp_path, by=lead)
    run_until_idle(raising=True)
    assert IntakeRun.objects.count() == 1
    assert len(stored_files()) == 0


def test_the_handler_run_twice_does_nothing_twice(tmp_path: Path) -> None:
    run = upload(tmp_path)
    fact = ImportRequested(run=run.ref, officer="")
    uploading.import_requested(fact)
    uploading.import_requested(fact)
    assert Case.objects.count() == 2


def test_a_file_that_cannot_be_read_ends_the_run_with_the_reason(tmp_path: Path) -> None:
    run = upload(tmp_path, rows=[{"a": "1"}])
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert run.state == "refused"
    assert "needs the columns" in run.problem
    assert stored_files() == []


def test_a_full_disk_while_uploading_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Any, chunk_size: int | None = None) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield b""

    monkeypatch.setattr(SimpleUploadedFile, "chunks", full)
    with pytest.raises(CannotDo, match="The disk is full"):
        upload(tmp_path)
    assert stored_files() == []
    assert not IntakeRun.objects.exists()


def test_a_full_disk_while_applying_takes_nothing_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_csv(tmp_path / "s.csv", [street_row("a")])
    with monkeypatch.context() as broken:
        broken.setattr(running, "hold", _full_disk)
        with pytest.raises(CannotDo, match="The disk is full, so nothing was taken in"):
            bring_in(file, mapping="data-police-uk")
    assert not Case.objects.exists()
    assert bring_in(file, mapping="data-police-uk").created == 1


def _full_disk(*args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class Killed(BaseException):
    """The process is gone: nothing catches it."""


STEPS = [
    (running, "_begin"),
    (running, "tables_of"),
    (running, "supersede"),
    (importing, "apply_all"),
    (running, "hold"),
    (running, "_write_counts"),
    (running, "counts_note"),
]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_worker_killed_at_any_step_leaves_nothing_half_done_and_the_next_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, step: str, after: bool
) -> None:
    run = upload(
        tmp_path, rows=[street_row("a"), street_row("b"), street_row("b", month="2018-12")]
    )
    fact = ImportRequested(run=run.ref, officer="")
    real = getattr(module, step)

    def killed(*args: Any, **kwargs: Any) -> Any:
        if after:
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(module, step, killed)
        with pytest.raises(Killed):
            uploading.import_requested(fact)
    assert not Case.objects.exists()
    assert not OutcomeEvent.objects.exists()
    assert not run.held.exists()
    uploading.import_requested(fact)
    run.refresh_from_db()
    assert counts(run) == (3, 1, 0, 0, 2, 0)
    assert stored_files() == []


def test_a_clock_going_back_does_not_stop_an_import(tmp_path: Path) -> None:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        run = upload(tmp_path)
        clock.move_to("2026-11-23T11:00:00Z")
        uploading.import_requested(ImportRequested(run=run.ref, officer=""))
    run.refresh_from_db()
    assert run.state == "done"
    assert run.seconds is not None
    assert run.seconds >= 0


CHILD = """
import os, sys, time
from collections.abc import Callable
from pathlib import Path
import django
django.setup()
from stillpoint.cases import importing
from stillpoint.trust.actors import job
def wait(*args):
    real(*args)
    Path(sys.argv[2]).touch()
    time.sleep(60)
real = importing.APPLY["cases"]
importing.APPLY["cases"] = wait
importing.import_cases(by=job("test"), files=[Path(sys.argv[1])], mapping="data-police-uk")
"""


def test_a_process_killed_while_it_applies_leaves_an_unchanged_database(
    tmp_path: Path, migrated: Callable[[Path], None]
) -> None:
    """A real process, a real database file, a real kill."""
    file = write_csv(tmp_path / "s.csv", [street_row(f"r{n}") for n in range(50)])
    told = tmp_path / "applied"
    database = tmp_path / "killed.sqlite3"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
        "STILLPOINT_DATABASE_URL": f"sqlite:///{database}",
        "STILLPOINT_KEYS": str(tmp_path / "keys.json"),
    }
    command = [sys.executable, "-m", "stillpoint.site.command_line"]
    migrated(database)
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(file), str(told)], env=env)
    try:
        until = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < until
            assert child.poll() is None
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    arguments = ["import_cases", str(file), "--mapping", "data-police-uk", "--json"]
    done = subprocess.run([*command, *arguments], env=env, check=True, capture_output=True)
    assert b'"created": 50, "updated": 0, "unchanged": 0' in done.stdout


def test_an_uploaded_file_is_readable_by_the_service_alone(tmp_path: Path) -> None:
    upload(tmp_path)
    assert stored_files()[0].stat().st_mode & 0o077 == 0
