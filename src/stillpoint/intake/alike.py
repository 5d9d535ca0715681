"""Which held rows are held for the same reason, whatever stands in them."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"“[^”]*”")
_LINES = re.compile(r"\b(Rows|line) \d+(?:,\d{3})*(?:, \d+(?:,\d{3})*)*")
# A record with another number of rows differs in nothing else.
_WORDS = {"Rows": "Rows", "line": "another line"}


def without_its_own(reason: str) -> str:
    """The reason without quoted values and line numbers, at most 300 characters."""
    general = _QUOTED.sub("“…”", reason)
    return _LINES.sub(lambda found: _WORDS[found[1]], general)[:300]
