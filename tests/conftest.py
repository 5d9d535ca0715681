"""What every test has: keys of its own, the shipped practice model, no network."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

from stillpoint.trust import guarding, keys

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


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
