"""Everything that must hold: what `make test` runs, step by step, stopping at the first failure.

Types are checked beside the other steps of quality, and a SQLite database is migrated once for all
tests that begin with one. The slowest files of tests are handed out first, so that neither of two
workers waits for the other in the end; browser tests, of which a few take minutes, one by one.

On a machine where PostgreSQL 15 or Chromium is missing and we may install packages (root on
Debian), they are installed; where we may not, the run stops and says which.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
sys.path.insert(0, str(ROOT / "tools"))

import postgres  # noqa: E402

# Name, command and environment.
Step = tuple[str, list[str], dict[str, str]]
CHECKED = ["src", "tests", "tools", "bench"]
QUALITY = [
    ("formatting", [str(BIN / "ruff"), "format", "--check", "--quiet", *CHECKED]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", *CHECKED]),
    ("import order", [str(BIN / "lint-imports"), "--no-cache"]),
    ("migrations", [str(BIN / "stillpoint"), "makemigrations", "--check", "--dry-run"]),
]
# A case and a round from beginning to end, also on the database that a force has: a browser is
# served without the transaction that other tests run in.
WALKS = [
    f"tests/browser/{name}.py"
    for name in ("test_a_case_through_its_points", "test_a_round_end_to_end")
]
PACKAGES = {"chromium": "chromium", "postgresql": "postgresql-15"}


def main() -> None:
    # A signal ends the run in order: the database server that it started ends with it.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    os.chdir(ROOT)
    install_what_is_missing()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    with tempfile.TemporaryDirectory(prefix="stillpoint-check-") as folder:
        migrated = Path(folder) / "migrated.sqlite3"
        migrating = {**environment, "STILLPOINT_DATABASE_URL": f"sqlite:///{migrated}"}
        beside(
            [
                ("types", [str(BIN / "mypy")], environment),
                ("migrating", [str(BIN / "stillpoint"), "migrate", "-v0"], migrating),
            ],
            [(*one, environment) for one in QUALITY],
        )
        environment["STILLPOINT_MIGRATED"] = str(migrated)
        tests(environment)


def tests(environment: dict[str, str]) -> None:
    """The three runs of tests, each with two workers."""
    workers = [str(BIN / "pytest"), "-n", "2"]
    by_file = [*workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    step("tests on SQLite", [*by_file, "-m", "not browser"], environment)
    one_by_one = [*workers, "--dist", "worksteal"]
    with postgres.server() as url:
        on_postgres = {**environment, "STILLPOINT_DATABASE_URL": url}
        step("tests on PostgreSQL", [*by_file, "-m", "database"], on_postgres)
        step(
            "walks in a browser on PostgreSQL", [*one_by_one, "-m", "browser", *WALKS], on_postgres
        )
    step("tests in a browser", [*one_by_one, "-m", "browser"], environment)


def beside(long: list[Step], short: list[Step]) -> None:
    """Run the long steps beside each other, and the short ones one after another beside them; what
    the long ones say is shown when they end."""
    with ThreadPoolExecutor() as pool:
        running = [(name, pool.submit(_said, command, env)) for name, command, env in long]
        for one in short:
            step(*one)
        for name, begun in running:
            print(f"== {name}", flush=True)
            _ended(name, *begun.result())


def step(name: str, command: list[str], environment: dict[str, str]) -> None:
    """Run one step, say how long it took, stop the run when it fails."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, env=environment).returncode  # noqa: S603
    _ended(name, code, time.monotonic() - started, "")


def _said(command: list[str], environment: dict[str, str]) -> tuple[int, float, str]:
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, time.monotonic() - started, done.stdout


def _ended(name: str, code: int, seconds: float, said: str) -> None:
    if said:
        print(said, end="")
    print(f"== {name}: {'passed' if code == 0 else 'FAILED'} in {seconds:.0f} s", flush=True)
    if code:
        sys.exit(code)


def install_what_is_missing() -> None:
    missing = []
    if not shutil.which("chromium"):
        missing.append(PACKAGES["chromium"])
    if postgres.binaries() is None:
        missing.append(PACKAGES["postgresql"])
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"The tests need {' and '.join(missing)}. Please install them and run again.")
    print(f"== installing {' and '.join(missing)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)  # noqa: S607
    subprocess.run(  # noqa: S603
        ["apt-get", "install", "-y", "-qq", *missing],  # noqa: S607
        check=True,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
