"""A reason of substance, where a conversation, a reply or time is taken from somebody."""

from __future__ import annotations

import re

from stillpoint.trust.answers import CannotDo

FEWEST_WORDS, FEWEST_LETTERS = 3, 15


def of_substance(reason: str, *, asked: str, reader: str, field: str = "reason") -> str:
    """The reason, trimmed. ``asked``: what to say, as a sentence; ``reader``: who reads it. Raises
    CannotDo for none, and for one that says nothing (“x”, “n/a”)."""
    words = re.findall(r"[^\W\d_]+", reason)
    if not words:
        raise CannotDo(asked, field=field)
    if len(words) < FEWEST_WORDS or sum(map(len, words)) < FEWEST_LETTERS:
        raise CannotDo(
            f"{asked} {reader} reads it, so a word or two are not enough: write a sentence.",
            field=field,
        )
    return reason.strip()
