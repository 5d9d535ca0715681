"""``stillpoint work`` as a process of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from stillpoint.events.models import Announcement, Handling, HandlingState
from stillpoint.events.wiring import Handler
from tests.events.wirings import HandlerBroke, RoundOpened

PATIENCE = 30.0


@pytest.mark.django_db
def test_until_idle_drains_and_says_what_was_run(announced: Callable[..., Announcement]) -> None:
    announced()
    out = io.StringIO()
    call_command("work", "--until-idle", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"handlings": 3, "jobs": 1, "problems": 0}


@pytest.mark.django_db
def test_failed_handlings_get_their_attempts_again(
    announced: Callable[..., Announcement], wired: Callable[..., None]
) -> None:
    announced()
    Handling.objects.update(state=HandlingState.FAILED, attempts=8)
    call_command(
        "work", "--retry-failed", "--until-idle", stdout=io.StringIO(), stderr=io.StringIO()
    )
    assert set(Handling.objects.values_list("state", flat=True)) == {HandlingState.DONE}


@pytest.mark.django_db
def test_problems_are_counted_and_their_words_are_not_logged(
    announced: Callable[..., Announcement],
    wired: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def break_down(opened: RoundOpened) -> None:
        raise HandlerBroke("words of a record")

    wired(Handler("broken", break_down))
    announced()
    out = io.StringIO()
    call_command("work", "--until-idle", stdout=out)
    assert "1 of them with a problem" in out.getvalue()
    assert "words of a record" not in caplog.text


@pytest.mark.django_db
def test_a_worker_that_is_told_to_end_ends_cleanly(tmp_path: Path) -> None:
    database = tmp_path / "work.sqlite3"
    environment = {
        **os.environ,
        "STILLPOINT_DATABASE_URL": f"sqlite:///{database}",
        "STILLPOINT_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "stillpoint.site.command_line", "work"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert worker.stderr
    # No tables yet: it says so, keeps trying, and still ends when told.
    assert "Working" in worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, said.strip().endswith("Stopped.")) == (0, True)
