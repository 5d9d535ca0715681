"""Words that stand in one kind of content and nowhere else, so that a page that leaks shows it."""

from __future__ import annotations

import re

START = "zqmarkz"
FOUND = re.compile(rf"{START}[a-z]+")


def marker(what: str) -> str:
    """The marker of a kind of content: ``first_a_words`` as ``zqmarkzfirstawords``."""
    return START + re.sub(r"[^a-z]", "", what.lower())


def markers_in(text: str) -> set[str]:
    return set(FOUND.findall(text))
