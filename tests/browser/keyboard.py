"""A person at the keyboard: Tab, arrows, Space, Enter and typing, and never a mouse.

Every control is reached the way a person without a mouse reaches it, so that what cannot be
reached fails the test. ``done`` counts controls operated, not keys: a field filled, a choice made
and a button pressed are one each.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

MOST_STOPS = 400
IN_FOCUS = "el => el === document.activeElement"


class Keyboard:
    """Drives one tab of the browser by keys alone."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.done = 0

    def press_to(self, role: str, name: str, *, exact: bool = False, within: str = "main") -> None:
        """Tab to a link or button and press it. ``within`` is the part of the page to look in."""
        place = self.page.locator(within) if within else self.page
        self.press(place.get_by_role(role, name=name, exact=exact).first)

    def press(self, target: Any) -> None:
        """Tab to a control and press Enter."""
        self._tab_to(target)
        self.done += 1
        self.page.keyboard.press("Enter")

    def follow(self, role: str, name: str, *, exact: bool = False, within: str = "main") -> None:
        """``press_to``, and wait for the next page."""
        with self.page.expect_navigation():
            self.press_to(role, name, exact=exact, within=within)

    def reach(self, name: str) -> None:
        """Follow an entry of the navigation, which may stand under "More"."""
        entries = self.page.locator("header, nav, .govuk-service-navigation")
        if not entries.get_by_role("link", name=name, exact=True).count():
            self.follow("link", "More", exact=True, within="")
            self.follow("link", name, exact=True)
            return
        self.follow("link", name, exact=True, within="")

    def write(self, name: str, words: str) -> None:
        """Tab to the text field called ``name`` and type, in place of what stands there."""
        self.write_in(self.page.locator(f"[name='{name}']").first, words)

    def write_in(self, field: Any, words: str) -> None:
        self._tab_to(field)
        self.done += 1
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, name: str, value: str) -> None:
        """Tab into the radios called ``name`` and move to ``value`` with arrows and Space."""
        wanted = self.page.locator(f"input[type=radio][name='{name}'][value='{value}']")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        self._tab_into(group, name)
        self.done += 1
        for _ in range(group.count()):
            if wanted.evaluate(IN_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked(), f"{name} could not be set to {value} by keyboard"

    def tick(self, name: str, value: str = "", *, on: bool = True) -> None:
        """Tab to a checkbox and press Space, unless it stands as wanted."""
        which = f"[value='{value}']" if value else ""
        box = self.page.locator(f"input[type=checkbox][name='{name}']{which}").first
        if box.is_checked() == on:
            return
        self._tab_to(box)
        self.done += 1
        self.page.keyboard.press("Space")

    def pick(self, label: str, option: str) -> None:
        """Tab to a select and type the beginning of an option."""
        field = self.page.get_by_label(label).first
        self._tab_to(field)
        self.done += 1
        self.page.keyboard.type(option)
        chosen = field.evaluate("el => el.options[el.selectedIndex].text")
        assert re.match(re.escape(option), chosen), f"{label} stands at {chosen}"

    def give_file(self, label: str, file: Path) -> None:
        """Tab to a file field and open the file chooser with Enter."""
        self._tab_to(self.page.get_by_label(label).first)
        self.done += 1
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def take_file(self, name: str) -> Path:
        """Tab to a download and press it; returns where the file is."""
        with self.page.expect_download() as taken:
            self.press_to("link", name)
        return Path(taken.value.path())

    def _tab_to(self, target: Any) -> None:
        target.wait_for()
        self._tab_until(lambda: target.evaluate(IN_FOCUS), str(target))

    def _tab_into(self, group: Any, name: str) -> None:
        group.first.wait_for(state="attached")
        focused = "name => document.activeElement.name === name"
        self._tab_until(lambda: self.page.evaluate(focused, name), name)

    def _tab_until(self, reached: Any, what: str) -> None:
        for _ in range(MOST_STOPS):
            if reached():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab at {self.page.url}")
