"""Processes that run side by side and end together: whatever ends the one who started them ends
them, too."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Linux: the signal that a process gets when the one who started it is gone (prctl(2)).
WHEN_THE_PARENT_IS_GONE = 1
SECONDS_TO_END = 20


class Told(Exception):
    """A signal said to end."""


def run_together(*programs: Sequence[str]) -> None:
    """Run the programs until the first of them ends or a signal comes; then end all and wait.

    The children end also when this process is killed without a chance to say so.
    """
    before = {number: signal.signal(number, _told) for number in ENDING}
    running: list[subprocess.Popen[bytes]] = []
    try:
        running += [_start(program) for program in programs]
        running[0].wait()
    except Told:
        pass
    finally:
        # A second signal must not leave half of them.
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        _end(running)
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(number: int, frame: FrameType | None) -> None:
    raise Told


def _start(program: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        program, env=os.environ, preexec_fn=_end_with_the_parent
    )


def _end_with_the_parent() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(WHEN_THE_PARENT_IS_GONE, signal.SIGTERM)


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
