"""What holds for every template and script of the service."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOMS = settings.PACKAGE
TEMPLATES = sorted(
    file
    for folder in ("jinja2", "templates")
    for room in ROOMS.iterdir()
    for file in (room / folder).rglob("*")
    if file.is_file()
)
JINJA = engines["jinja2"].env  # type: ignore[attr-defined]
SCRIPTS = sorted((ROOMS / "site" / "static" / "stillpoint").glob("*.js"))

# Code in a script element, an inline style, an event attribute or an address of code.
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
STYLE = re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)
EVENT = r"(?:click|change|input|submit|load|error|focus|blur|toggle|(?:key|mouse|pointer|touch)\w+)"
HANDLER = re.compile(rf"\son{EVENT}\s*=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
# A file that is kept and read outside the service carries its own styles; it is never a page.
KEPT_OUTSIDE = {"evidence/jinja2/evidence/standalone.jinja"}


def named(file: Path) -> str:
    return str(file.relative_to(ROOMS))


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_a_template_holds_no_script_and_no_style(file: Path) -> None:
    text = file.read_text()
    rules = [SCRIPT, HANDLER] if named(file) in KEPT_OUTSIDE else [SCRIPT, HANDLER, STYLE]
    found = [rule.pattern for rule in rules if rule.search(text)]
    assert found == []


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_a_template_fetches_nothing_from_elsewhere(file: Path) -> None:
    assert not ELSEWHERE.search(file.read_text())


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.suffix == ".jinja"], ids=named)
def test_a_template_compiles(file: Path) -> None:
    JINJA.parse(file.read_text(), filename=str(file))


def test_every_template_escapes() -> None:
    shown = engines["jinja2"].from_string("{{ words }}").render({"words": "<b>"})
    assert shown == "&lt;b&gt;"


def test_a_name_that_no_view_gave_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nobody_gave_this }}").render({})


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_a_script_makes_no_markup_out_of_text(file: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", file.read_text())


def test_own_scripts_leave_room_for_the_design_systems() -> None:
    assert sum(file.stat().st_size for file in SCRIPTS) < 20 * 1024
