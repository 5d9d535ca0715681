"""How patterns are written here: lists of phrases, read as regular expressions over plain text.

Phrases stand one to a line or parted by ` | `; a line that ends with a backslash goes on. In a
phrase `~3` stands for up to three words on the same side of a comma, and `*` for the rest of a
word. Nothing else repeats without a bound, so time stays in proportion to the text. Patterns are
compiled when first used.
"""

from __future__ import annotations

import re
from functools import cached_property

_CONTINUED = re.compile(r"\\\n[ ]{0,20}")
_GAP = re.compile(r"~([1-9]) ")


class Phrases:
    """A list of phrases, one to a line or parted by ` | `, as one pattern."""

    def __init__(self, *listed: str) -> None:
        lines = (line for part in listed for line in _CONTINUED.sub("", part).splitlines())
        self.phrases = tuple(
            phrase.strip() for line in lines for phrase in line.split(" | ") if phrase.strip()
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the phrases, as whole words."""
        return re.compile(r"(?<![\w'-])(?:" + "|".join(map(written, self.phrases)) + r")(?![\w])")


def written(phrase: str) -> str:
    """A phrase as a regular expression."""
    gaps = _GAP.sub(lambda m: r"(?:[\w'/&-]{1,25} ){0," + m[1] + "}", phrase)
    return gaps.replace("*", r"\w{0,12}")
