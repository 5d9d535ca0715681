"""Import of 100,000 rows against reading the same file into one bare SQLite table."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.measuring import Line, seconds

ROWS = 100_000
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip


def lines(folder: Path) -> Iterator[Line]:
    file = folder / "cases.csv"
    write(file)
    bare = sorted(seconds(lambda: _bare(file, folder / "bare.sqlite3")) for _ in range(3))[1]
    first = seconds(lambda: _import(file))
    again = seconds(lambda: _import(file))
    yield Line("import of 100,000 rows, first time / bare csv to SQLite", first, bare, 5)
    yield Line("the same file again, unchanged / bare csv to SQLite", again, bare, 3)


def write(file: Path, rows: int = ROWS) -> None:
    """A file in the shape of data.police.uk, invented, with its kinds of dirt."""
    random = np.random.default_rng(3)
    outcomes = (
        "Unable to prosecute suspect",
        "Status update unavailable",
        "Investigation complete; no suspect identified",
        "Court result unavailable",
    )
    start = dt.date(2018, 1, 1)
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(rows):
            month = start + dt.timedelta(days=int(random.integers(0, 2500)))
            writer.writerow(
                [
                    f"{number:064x}",
                    f"{month:%Y-%m}" if number % 997 else "not a month",
                    "Wexmoor Constabulary",
                    "Wexmoor Constabulary",
                    "-2.5",
                    "51.4",
                    "On or near Bridge Road",
                    f"E0101{number % 9000:04d}",
                    f"District {number % 12} {number % 300:03d}A" if number % 7 else "",
                    "Violence and sexual offences",
                    outcomes[number % 4],
                    "",
                ]
            )


def _bare(file: Path, database: Path) -> None:
    database.unlink(missing_ok=True)
    with sqlite3.connect(database) as connection, file.open(newline="", encoding="utf-8") as rows:
        reader = csv.reader(rows)
        next(reader)
        connection.execute("CREATE TABLE bare (" + ", ".join(f"c{n}" for n in range(12)) + ")")
        connection.executemany("INSERT INTO bare VALUES (" + ",".join("?" * 12) + ")", reader)
    connection.close()


def _import(file: Path) -> None:
    from django.core.management import call_command

    with Path("/dev/null").open("w") as nowhere:
        call_command(
            "import_cases", str(file), mapping="data-police-uk", stdout=nowhere, stderr=nowhere
        )
