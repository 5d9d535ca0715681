"""``make bench``: print the table; exit 1 when a budget is broken.

Each part runs in a process of its own on a database of its own, because settings are read once.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import visits
from bench.measuring import Line

PARTS = ("methods", "intake", "pages-500", "pages-20000")


def main() -> None:
    if len(sys.argv) == 3:
        _part(sys.argv[1], Path(sys.argv[2]))
        return
    found: list[Line] = []
    pages = {}
    with tempfile.TemporaryDirectory(prefix="stillpoint-bench-") as name:
        for part in PARTS:
            print(f"measuring {part} ...", file=sys.stderr, flush=True)
            folder = Path(name) / part
            folder.mkdir()
            subprocess.run(
                [sys.executable, "-m", "bench", part, str(folder)],
                env=_environment(folder),
                check=True,
            )
            result = pickle.loads((folder / "result").read_bytes())
            if part.startswith("pages"):
                pages[part] = result
            else:
                found += result
    found += visits.lines(pages["pages-500"], pages["pages-20000"])
    _print(found)
    sys.exit(0 if all(line.kept for line in found) else 1)


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
            from bench import pages
            from bench.filling import fill

            fill(int(part.partition("-")[2]))
            result = pages.visits()
    (folder / "result").write_bytes(pickle.dumps(result))


def _print(lines: list[Line]) -> None:
    width = max(len(line.what) for line in lines)
    print(f"{'What':{width}}  {'ours':>10}  {'baseline':>10}  {'ratio':>7}  {'budget':>6}")
    for line in lines:
        baseline = "" if line.baseline is None else f"{line.baseline:.4g}"
        print(
            f"{line.what:{width}}  {line.ours:10.4g}  {baseline:>10}  {line.ratio:7.2f}"
            f"  {line.budget:6g}  {'' if line.kept else 'OVER'}"
        )


if __name__ == "__main__":
    main()
