"""Somebody at a desk: a browser window of their own, in which they sign in with a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stillpoint.people.models import Officer
from tests.browser.keyboard import Keyboard
from tests.people.factories import make_officer

PASSWORD = "seven-quiet-orchards"


class Desk(Keyboard):
    """One person's own browser window, signed in by typing."""

    def __init__(self, page: Any, look: Callable[..., None]) -> None:
        super().__init__(page)
        self._look = look

    def sign_in(self, officer: Officer) -> Desk:
        self.page.goto("/")
        self.see("sign-in")
        self.write("login", officer.email)
        self.write("password", PASSWORD)
        self.follow("button", "Sign in", exact=True)
        self.see("purpose")
        self.follow("button", "I have read this")
        self.see("today")
        return self

    def see(self, name: str, *, narrow: bool = False) -> None:
        """Check the page for barriers, once for each name; ``narrow`` at 320 pixels too."""
        self._look(self.page, name, narrow)

    def heading(self) -> str:
        return str(self.page.locator("h1").inner_text())


def person(name: str, rank: str = "inspector", **kwargs: Any) -> Officer:
    return make_officer(name, rank=rank, password=PASSWORD, **kwargs)
