"""What `tools/build_assets.py` made: complete, our own look, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.PACKAGE / "site" / "static"
REPOSITORY = settings.PACKAGE.parents[1]


@pytest.fixture(scope="module")
def styles() -> str:
    built = STATIC / "ds" / "stillpoint.css"
    assert built.exists(), "The assets are not built: run make setup."
    return str(built.read_text())


def test_every_file_that_the_styles_name_is_there(styles: str) -> None:
    named = re.findall(r"url\(/static/([^)]+)\)", styles)
    assert [name for name in named if not (STATIC / name).exists()] == []


def test_the_typeface_of_government_is_not_used(styles: str) -> None:
    assert "GDS Transport" not in styles
    assert "@font-face" not in styles


def test_the_styles_fetch_nothing_from_elsewhere(styles: str) -> None:
    assert not re.search(r"url\((?:https?:)?//|@import", styles)


def test_every_module_finds_what_it_imports() -> None:
    missing = [
        f"{file.name}: {name}"
        for file in (STATIC / "ds" / "govuk").rglob("*.js")
        for name in re.findall(r"from '(\.[^']+)'", file.read_text())
        if not (file.parent / name).exists()
    ]
    assert missing == []


def test_every_component_that_a_page_may_load_is_there() -> None:
    page = (STATIC / "stillpoint" / "page.js").read_text()
    named = re.findall(r"'([\w-]+/[\w-]+\.js)'", page)
    assert named
    built = STATIC / "ds" / "govuk" / "components"
    assert [name for name in named if not (built / name).exists()] == []


@pytest.mark.parametrize("name", ["package-lock.json", "package.json", ".npmrc"])
def test_the_lock_file_names_no_host(name: str) -> None:
    assert not re.search(r"https?://|resolved\"", Path(REPOSITORY / name).read_text())
