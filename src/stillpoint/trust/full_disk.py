"""Tell a full disk from other faults: it wants room made, not a programmer."""

from __future__ import annotations

import errno

# What SQLite, PostgreSQL and the operating system say.
_SAYS = ("disk is full", "No space left")


def is_full(problem: BaseException) -> bool:
    """Whether this fault of a file or of the database means that the disk is full."""
    full = isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or any(words in str(problem) for words in _SAYS)
