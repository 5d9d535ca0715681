"""Everything that must hold: what `make test` runs, step by step, stopping at the first failure.

On a machine where PostgreSQL 15 or Chromium is missing and we may install packages (root on
Debian), they are installed; where we may not, the run stops and says which.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
sys.path.insert(0, str(ROOT / "tools"))

import postgres  # noqa: E402

PACKAGES = {"chromium": "chromium", "postgresql": "postgresql-15"}


def main() -> None:
    os.chdir(ROOT)
    install_what_is_missing()
    quality = [
        (
            "formatting",
            [str(BIN / "ruff"), "format", "--check", "--quiet", "src", "tests", "tools", "bench"],
        ),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "src", "tests", "tools", "bench"]),
        ("import order", [str(BIN / "lint-imports"), "--no-cache"]),
        ("types", [str(BIN / "mypy")]),
        ("migrations", [str(BIN / "stillpoint"), "makemigrations", "--check", "--dry-run"]),
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings_test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    for name, command in quality:
        step(name, command, environment)
    tests = [str(BIN / "pytest"), "-n", "2", "--dist", "loadfile"]
    step("tests on SQLite", [*tests, "-m", "not browser"], environment)
    with postgres.server() as url:
        on_postgres = {**environment, "STILLPOINT_DATABASE_URL": url}
        step("tests on PostgreSQL", [*tests, "-m", "database"], on_postgres)
    step("tests in a browser", [*tests, "-m", "browser"], environment)


def step(name: str, command: list[str], environment: dict[str, str]) -> None:
    """Run one step, say how long it took, stop the run when it fails."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, env=environment).returncode  # noqa: S603
    print(f"== {name}: {'passed' if code == 0 else 'FAILED'}", end=" ")
    print(f"in {time.monotonic() - started:.0f} s", flush=True)
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
