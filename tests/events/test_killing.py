"""A real worker on a real database, killed with SIGKILL at every step."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from stillpoint.events.models import HandlingState

# The first mark is what makes pytest build the database that `workers` shares.
pytestmark = [pytest.mark.django_db, pytest.mark.database]

PATIENCE = 30.0


class Workers:
    """The process of `worker_to_kill`, which runs and answers for the workers."""

    def __init__(self, database: str, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.events.worker_to_kill", database, folder / "keys.json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def order(self, **order: Any) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert answer["code"] == 0
        return int(answer["child"])

    def wait_for(self, marker: Path) -> None:
        until = time.monotonic() + PATIENCE
        while not marker.exists():
            assert time.monotonic() < until, "The worker never came to the step."
            time.sleep(0.005)

    def kill_when_standing_still(self, child: int, marker: Path) -> None:
        self.wait_for(marker)
        os.kill(child, signal.SIGKILL)

    def count(self, name: str) -> dict[str, list[str]]:
        answer = self.folder / f"{name}.json"
        self.order(do="count", round=name, answer=str(answer))
        counted: dict[str, list[str]] = json.loads(answer.read_text())
        return counted

    def end(self) -> None:
        if connection.vendor != "sqlite":
            self.order(do="empty")
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def workers(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workers]:
    folder = tmp_path_factory.mktemp("killing")
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        database = str(folder / "workers.sqlite3")
        with django_db_blocker.unblock():
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(database)) as copy:
                connection.connection.backup(copy)
    workers = Workers(database, folder)
    yield workers
    workers.end()


STEPS = [
    "claiming.claim_next:before",
    "claiming.claim_next:after",
    "working.fact_from:before",
    "claiming.hold:after",
    "wirings.leave:before",
    "wirings.leave:after",
    "claiming.mark_done:before",
    "claiming.mark_done:after",
    "working._run_in_transaction:after",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_neither_loses_nor_doubles_an_effect(
    workers: Workers, tmp_path: Path, step: str
) -> None:
    marker = tmp_path / "standing"
    workers.order(do="announce", round=step)
    child = workers.order(do="work", stand_still=step, marker=str(marker))
    workers.kill_when_standing_still(child, marker)
    workers.order(do="finish")
    counted = workers.count(step)
    assert counted == {
        "effects": ["first heard", "second heard", "alone heard"],
        "states": [HandlingState.DONE] * 3,
    }


def test_a_process_killed_before_it_commits_announces_nothing(
    workers: Workers, tmp_path: Path
) -> None:
    marker = tmp_path / "standing"
    child = workers.order(do="announce slowly", round="never", marker=str(marker))
    workers.kill_when_standing_still(child, marker)
    workers.order(do="finish")
    assert workers.count("never") == {"effects": [], "states": []}


def test_workers_side_by_side_double_nothing(workers: Workers, tmp_path: Path) -> None:
    for _ in range(8):
        workers.order(do="announce", round="shared")
    markers = [tmp_path / f"idle {number}" for number in range(3)]
    for marker in markers:
        workers.order(do="work beside others", marker=str(marker))
    for marker in markers:
        workers.wait_for(marker)
    counted = workers.count("shared")
    assert (len(counted["effects"]), set(counted["states"])) == (24, {HandlingState.DONE})
