"""A real browser for tests: Debian's Chromium, a live server, and the accessibility check."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The rules of WCAG 2.2 A and AA, and what axe itself calls good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Everything is checked; what is found to be right is not written out one by one, which takes longer
# than the check. Nothing here has sound or film, for which alone files would be fetched first.
ASKED = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": False,
}

NARROW = {"width": 320, "height": 700}
WIDE = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session; says plainly what to install when there is none."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("Chromium is missing: install Debian's package chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A fresh tab at the live server; fails when the page logs an error of script or policy."""
    context = browser.new_context(base_url=live_server.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(10_000)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: _note(faults, said))
    yield tab
    context.close()
    assert not faults, "The page had faults of script or policy:\n" + "\n".join(faults)


def _note(faults: list[str], said: Any) -> None:
    # What a test provokes (an answer of 4xx, a cut connection) is not a fault of the page.
    if said.type == "error" and "Failed to load resource" not in said.text:
        faults.append(said.text)
    if said.type == "warning" and "could not start" in said.text:
        faults.append(said.text)


@pytest.fixture
def sign_in(page: Any, live_server: Any) -> Callable[[Any], None]:
    """``sign_in(officer)``: the tab has that officer's session, without the sign-in page."""

    def as_officer(officer: Any) -> None:
        client = Client()
        client.force_login(officer)
        session = client.cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}]
        )

    return as_officer


def wait_for_the_page(tab: Any) -> None:
    """Until it is there whole: between two pages there is a moment without any."""
    tab.wait_for_load_state()
    while tab.evaluate("document.documentElement === null || document.readyState !== 'complete'"):
        tab.wait_for_load_state()


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """``axe(page)``: fails with what the accessibility check found, one line for each fault."""

    def check(tab: Any) -> None:
        if not AXE.exists():
            pytest.fail("axe-core is missing: run make setup (npm ci).")
        wait_for_the_page(tab)
        if not tab.evaluate("'axe' in window"):
            # The page's own policy forbids evaluated script; the protocol does not go through it.
            tab.evaluate(AXE.read_text())
        found = tab.evaluate("options => axe.run(document, options)", ASKED)
        lines = [
            f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
            + "\n".join(f"    {node['html'][:160]}" for node in fault["nodes"][:4])
            for fault in found["violations"]
        ]
        assert not lines, f"{tab.url} has accessibility faults:\n" + "\n".join(lines)

    return check


@pytest.fixture
def no_sideways_scroll() -> Callable[[Any], None]:
    """``no_sideways_scroll(page)``: nothing reaches beyond the window's width, and no table that
    stacks its rows there is wider than its box."""

    def check(tab: Any) -> None:
        wait_for_the_page(tab)
        wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{tab.url} is {wide} pixels wider than the window"
        if tab.viewport_size["width"] <= NARROW["width"]:
            wide = tab.evaluate(
                "Math.max(0, ...[...document.querySelectorAll('.sp-table--stacks')]"
                ".map(box => box.scrollWidth - box.clientWidth))"
            )
            assert wide == 0, f"{tab.url} has a stacked table {wide} pixels wider than its box"

    return check


@pytest.fixture
def look(axe: Any, no_sideways_scroll: Any) -> Callable[..., None]:
    seen: set[str] = set()
    folder = os.environ.get("STILLPOINT_PICTURES")

    def check(page: Any, name: str, narrow: bool) -> None:
        if name in seen:
            return
        seen.add(name)
        for size in (NARROW, WIDE) if narrow else (WIDE,):
            page.set_viewport_size(size)
            if folder:
                picture = Path(folder) / f"round-{len(seen):02d}-{name}-{size['width']}.png"
                page.screenshot(path=picture, full_page=True)
            axe(page)
            no_sideways_scroll(page)

    return check


@pytest.fixture
def desk(browser: Any, live_server: Any, look: Callable[..., None]) -> Iterator[Callable[..., Any]]:
    """``desk(officer)``: a window of their own, signed in; fails on errors of script or policy."""
    windows: list[Any] = []
    faults: list[str] = []

    from tests.browser.desk import Desk

    def open_for(officer: Any) -> Desk:
        window = browser.new_context(base_url=live_server.url, viewport=WIDE, locale="en-GB")
        window.set_default_timeout(15_000)
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: _note(faults, said))
        return Desk(page, look).sign_in(officer)

    yield open_for
    for window in windows:
        window.close()
    assert not faults, "Pages had faults of script or policy:\n" + "\n".join(faults)
