"""What every test has: keys of its own, the shipped practice model, no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stillpoint.trust import keys

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path: Path, settings: object) -> Iterator[None]:
    """Each test has fresh keys and files, so that none depends on another's."""
    settings.STILLPOINT_KEYS = str(tmp_path / "keys.json")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    keys.forget()
    yield
    keys.forget()
