"""What every test has: keys of its own, the shipped practice model, no network."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.test import TransactionTestCase

from stillpoint.trust import guarding, keys

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# A SQLite database with every migration run and nothing in it (tools/check.py makes it once).
MIGRATED = "STILLPOINT_MIGRATED"


# Files whose tests take longest, first: with two workers the last ones should be short.
SLOW = (
    *("test_a_case_through_its_points", "test_access_matrix", "test_screenshots"),
    *("test_round_pages_in_the_browser", "test_a_round_end_to_end", "test_demo"),
    *("test_command_line_chain", "test_code_test_in_the_browser", "test_safekeeping"),
    *("test_handover_in_the_browser", "test_leaks", "test_commands", "test_live_risk"),
)


def pytest_configure() -> None:
    """With STILLPOINT_TEST_DAY (a day and time) the tests run as if it were then: 29 February, the
    day the clocks change, New Year."""
    if day := os.environ.get("STILLPOINT_TEST_DAY"):
        time_machine.travel(dt.datetime.fromisoformat(day).astimezone(), tick=True).start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(SLOW)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> Iterator[bool]:
    """Begin with a copy of the database that was migrated once, where there is one."""
    made = os.environ.get(MIGRATED)
    if not made or connection.vendor != "sqlite":
        yield django_db_keepdb
        return
    own = Path(connection.creation._get_test_db_name())  # type: ignore[attr-defined]
    shutil.copyfile(made, own)
    yield True
    for left in own.parent.glob(f"{own.name}*"):
        left.unlink()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """``migrated(path)``: a SQLite database at the path as ``migrate`` leaves it, for tests of
    commands that run in a process of their own."""
    made = os.environ.get(MIGRATED)
    if not made:
        made = str(tmp_path_factory.mktemp("migrated") / "db.sqlite3")
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
            "STILLPOINT_DATABASE_URL": f"sqlite:///{made}",
        }
        command = [sys.executable, "-m", "stillpoint.site.command_line", "migrate", "-v0"]
        subprocess.run(command, env=env, check=True, capture_output=True)
    template = made

    def copy(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, path)

    return copy


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path: Path, settings: object) -> Iterator[None]:
    """Each test has fresh keys and files, so that none depends on another's."""
    settings.STILLPOINT_KEYS = str(tmp_path / "keys.json")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    keys.forget()
    yield
    keys.forget()


@pytest.fixture(autouse=True)
def no_digest_because_it_is_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest goes by the clock: a test that runs the worker must find the same messages at any
    hour. Tests of the digest itself set its hours again."""
    monkeypatch.setattr("stillpoint.site.telling.digest.UNTIL", dt.time.min)


@pytest.fixture(autouse=True, scope="session")
def _tables_may_be_emptied_between_tests() -> Iterator[None]:
    """A test with real transactions ends with emptied tables, which the trail's triggers refuse."""
    as_it_was = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty(case: TransactionTestCase) -> None:
        with guarding.lifted(connection):
            as_it_was(case)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = as_it_was  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _a_lock_needs_a_transaction_of_its_own() -> Iterator[None]:
    """PostgreSQL refuses a lock outside a transaction and SQLite ignores it. A test runs inside one
    that no visitor has, so a missing one would be seen by nobody: it is asked for here."""
    as_it_was = SQLCompiler.as_sql

    def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.query.select_for_update and not _in_a_transaction_of_the_product():
            raise TransactionManagementError("This lock is taken outside a transaction.")
        return as_it_was(self, *args, **kwargs)

    SQLCompiler.as_sql = checked  # type: ignore[method-assign]
    yield
    SQLCompiler.as_sql = as_it_was  # type: ignore[method-assign]


def _in_a_transaction_of_the_product() -> bool:
    blocks = connection.atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)
