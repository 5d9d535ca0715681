"""A small invented file in the format of data.police.uk, with everything that a real one has.

Nothing in it is taken from a real file: places, identifiers and outcomes are made up here.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
AREAS = ("Harbour", "Moor")
OUTCOMES = (
    "Unable to prosecute suspect",
    "Investigation complete; no suspect identified",
    "Formal action is not in the public interest",
)
UNKNOWN_OUTCOME = "Passed to a specialist panel"
GOOD, UNKNOWN, BURGLARIES = 216, 3, 7
# Two rows that contradict each other, one without a month, three with an unknown wording.
HELD = 2 + 1 + UNKNOWN
REJECTED, COPIES = BURGLARIES, 1
READ = GOOD + HELD + REJECTED + COPIES


def crime_id(number: int) -> str:
    """The 64 hexadecimal digits that the format gives to a case."""
    return hashlib.sha256(f"invented {number}".encode()).hexdigest()


def row(number: int, **changed: str) -> dict[str, str]:
    """A row that can be read, with what is to be different in it."""
    usual = {
        "Crime ID": crime_id(number),
        "Month": f"2026-{1 + number % 6:02d}",
        "Reported by": "Wexmoor Constabulary",
        "Falls within": "Wexmoor Constabulary",
        "LSOA code": f"E{number % 97:08d}",
        "LSOA name": f"{AREAS[number % 2]} {number % 30:03d}A",
        "Crime type": "Violence and sexual offences",
        "Last outcome category": OUTCOMES[(number // 2) % 3],
    }
    return usual | changed


def rows() -> Iterable[dict[str, str]]:
    """Good rows, then one of each thing that goes wrong in published files."""
    yield from (row(number) for number in range(GOOD))
    yield row(0)
    outcome = "Last outcome category"
    yield from (row(900, **{outcome: words}) for words in OUTCOMES[:2])
    yield row(901, Month="2026-13")
    yield from (row(910 + place, **{outcome: UNKNOWN_OUTCOME}) for place in range(UNKNOWN))
    yield from (row(950 + place, **{"Crime type": "Burglary"}) for place in range(BURGLARIES))


def write_file(path: Path) -> Path:
    """Write the file; returns its path."""
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows())
    return path
