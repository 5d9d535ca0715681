"""The service's ordinary log: one line an event, on standard error, without anybody's words.

An exception's message can carry what somebody typed (a value that does not fit, say), and so can
the query part of an address. A line names the class of the exception and where it arose instead.
"""

from __future__ import annotations

import logging
import re
import traceback
from pathlib import Path
from types import TracebackType

FRAMES = 8
# The address of a calendar and that at which a password is set are keys.
PRIVATE_ADDRESS = re.compile(r"(/calendar/|/accounts/password/reset/key/)[^/\s?]+")


class WithoutContent(logging.Formatter):
    """``2026-11-23 10:42:07 ERROR django.request: /rounds/: ValueError at drawing.py:41 (…)``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = _first_line(record)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        return f"{getattr(kind, '__name__', 'Fault')} at {where(trace)}"

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""


def where(trace: TracebackType | None) -> str:
    """File and line of the innermost steps, outermost first; no source text, no values."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames) or "unknown"


def _first_line(record: logging.LogRecord) -> str:
    """The message without the query of an address, private addresses and further lines."""
    line = record.getMessage().splitlines()[0] if record.getMessage() else ""
    line = PRIVATE_ADDRESS.sub(r"\1…", line)
    return line.split("?", 1)[0] if record.name.startswith("django") else line
