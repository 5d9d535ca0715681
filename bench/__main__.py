"""``make bench``: print the table of figures, each with its budget and whether it is kept.

Each part runs in a process of its own on a database of its own, because settings are read once.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import visits
from bench.measuring import Line

# The first word of the command that measures one part in a process of its own.
RUN = "run"
# What is measured to what runs for it; a list is measured at two sizes of the force.
PARTS = {
    "methods": ("methods",),
    "intake": ("intake",),
    "pages": ("pages-500", "pages-20000"),
    "digest": ("digest",),
}
SIZE = 20_000


def main() -> None:
    if len(sys.argv) == 4 and sys.argv[1] == RUN:
        _part(sys.argv[2], Path(sys.argv[3]))
        return
    asked = _arguments()
    found: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="stillpoint-bench-") as name:
        for part in asked.part or PARTS:
            results = [_measured(one, Path(name) / one) for one in PARTS[part]]
            found += visits.lines(*results) if part == "pages" else results[0]
    _print(found)
    sys.exit(1 if asked.strict and not all(line.kept for line in found) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure the budgets of the design, each against a baseline in the same run. "
        "All of it takes about ten minutes.",
    )
    parser.add_argument("part", nargs="*", help=f"measure only: {', '.join(PARTS)}")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a budget is broken")
    asked = parser.parse_args()
    if unknown := [one for one in asked.part if one not in PARTS]:
        parser.error(f"There is no part {unknown[0]}. There are: {', '.join(PARTS)}.")
    return asked


def _measured(part: str, folder: Path) -> Any:
    print(f"measuring {part} ...", file=sys.stderr, flush=True)
    folder.mkdir()
    command = [sys.executable, "-m", "bench", RUN, part, str(folder)]
    subprocess.run(command, env=_environment(folder), check=True)
    return pickle.loads((folder / "result").read_bytes())


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "STILLPOINT_VAR": str(folder),
        "STILLPOINT_SECRET_KEY": "only-for-the-bench",
        "STILLPOINT_HTTPS": "0",
        "STILLPOINT_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
    }


def _part(part: str, folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    if part == "methods":
        from bench import methods

        result: object = list(methods.lines())
    else:
        call_command("migrate", verbosity=0, interactive=False)
        if part == "intake":
            from bench import intake

            result = list(intake.lines(folder))
        else:
            from bench import digest, pages
            from bench.filling import fill

            fill(int(part.partition("-")[2] or SIZE))
            result = list(digest.lines()) if part == "digest" else pages.visits()
    (folder / "result").write_bytes(pickle.dumps(result))


def _print(lines: list[Line]) -> None:
    width = max(len(line.what) for line in lines)
    print(f"{'What':{width}}  {'ours':>10}  {'baseline':>10}  {'figure':>7}  {'budget':>6}")
    for line in lines:
        baseline = "" if line.baseline is None else f"{line.baseline:.4g}"
        print(
            f"{line.what:{width}}  {line.ours:10.4g}  {baseline:>10}  {line.ratio:7.2f}"
            f"  {line.budget:6g}  {'ok' if line.kept else 'OVER'}"
        )
    over = [line.what for line in lines if not line.kept]
    print(f"{len(lines) - len(over)} of {len(lines)} figures are within their budgets.")
    if over:
        print("Over: " + "; ".join(over))


if __name__ == "__main__":
    main()
