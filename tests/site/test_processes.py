"""Processes that start others end them, whatever ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import sys
from stillpoint.site.processes import run_together
child = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(120)"
run_together(*([sys.executable, "-c", child, name] for name in sys.argv[1:]))
"""
LONGEST = 15.0


def pids(files: list[Path]) -> list[int]:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        texts = [one.read_text() for one in files if one.exists()]
        if len(texts) == len(files) and all(texts):
            return [int(text) for text in texts]
        os.sched_yield()
    raise AssertionError("The processes did not start.")


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in ("Z", "X")


def all_gone(children: list[int]) -> bool:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if all(map(is_gone, children)):
            return True
        os.sched_yield()
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="Reads /proc to see who is still running.")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_every_signal_ends_all(tmp_path: Path, number: signal.Signals) -> None:
    files = [tmp_path / "pages", tmp_path / "worker"]
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *map(str, files)])
    children = pids(files)
    parent.send_signal(number)
    parent.wait(timeout=LONGEST)
    assert all_gone(children)


@pytest.mark.skipif(sys.platform != "linux", reason="Reads /proc to see who is still running.")
def test_when_the_pages_end_the_worker_ends(tmp_path: Path) -> None:
    files = [tmp_path / "pages", tmp_path / "worker"]
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *map(str, files)])
    pages, worker = pids(files)
    os.kill(pages, signal.SIGTERM)
    assert parent.wait(timeout=LONGEST) == 0
    assert all_gone([worker])
