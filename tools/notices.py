"""Write THIRD-PARTY-NOTICES.md: what Stillpoint is built with, and under which licences.

Reads the pinned requirements and the packages' own metadata as installed, and says nothing that
they do not say. ``python tools/notices.py`` writes the file; ``--check`` only says whether it is
current.
"""

from __future__ import annotations

import json
import re
import sys
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "THIRD-PARTY-NOTICES.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
INTRODUCTION = """# Third-party notices

Stillpoint's own code and words are under the MIT licence (`LICENSE`). It holds no code of others:
what it needs is installed from the pinned lists in `requirements/` and `package-lock.json`, and
each package brings its own licence text with it.

This file is written by `tools/notices.py` from what the packages say of themselves. Packages that
only another operating system needs are not installed here and not listed.
"""
# What a classifier says, where a package gives no licence expression.
CLASSIFIER = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")
LONGEST = 60


def pinned(file: Path) -> list[tuple[str, str]]:
    """Name and version of every requirement in ``file``, in its order."""
    return list(PIN.findall(file.read_text(encoding="utf-8")))


def licence(about: Message) -> str:
    """The licence as the package states it: expression, else classifiers, else its short text."""
    if expression := about.get("License-Expression"):
        return expression
    named = [
        found[1] for line in about.get_all("Classifier") or [] if (found := CLASSIFIER.match(line))
    ]
    if named:
        return "; ".join(dict.fromkeys(named))
    text = (about.get("License") or "").strip().splitlines()
    if text and len(text[0]) <= LONGEST:
        return text[0]
    return "See the package"


def stated(name: str) -> Message:
    """A package's own metadata, as installed."""
    return cast(Message, metadata.metadata(name))


def python_rows(file: Path, leave_out: set[str]) -> list[tuple[str, str, str]]:
    rows = []
    for name, version in pinned(file):
        if name in leave_out:
            continue
        try:
            about = stated(name)
        except metadata.PackageNotFoundError:
            continue
        rows.append((name, version, licence(about)))
    return sorted(rows, key=lambda row: row[0].lower())


def node_rows() -> list[tuple[str, str, str]]:
    """The packages that the assets are built from, from the lock file."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return sorted(
        (
            path.removeprefix("node_modules/"),
            about["version"],
            about.get("license", "See the package"),
        )
        for path, about in lock["packages"].items()
        if path.startswith("node_modules/")
        and "/node_modules/" not in path[1:]
        and not about.get("optional")
    )


def table(rows: list[tuple[str, str, str]]) -> str:
    lines = ["| Package | Version | Licence |", "|---|---|---|"]
    return "\n".join(
        [*lines, *(f"| {name} | {version} | {words} |" for name, version, words in rows)]
    )


def notices() -> str:
    main, dev = ROOT / "requirements" / "main.txt", ROOT / "requirements" / "dev.txt"
    running = {name for name, _ in pinned(main)}
    parts = [
        INTRODUCTION,
        "## What the service runs on\n",
        table(python_rows(main, set())) + "\n",
        "## What only building and testing it needs\n",
        table(python_rows(dev, running)) + "\n",
        "## What the pages are built with, from npm\n",
        table(node_rows()) + "\n",
        "## Data and published figures\n",
        "The tests and the demonstration hold no published records. Street-level files of\n"
        "data.police.uk, which a reader may download and import, are under the Open Government\n"
        "Licence v3.0. Figures that tests compare with are quoted with their sources.\n",
    ]
    return "\n".join(parts)


def main() -> int:
    text = notices()
    if "--check" in sys.argv:
        return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
