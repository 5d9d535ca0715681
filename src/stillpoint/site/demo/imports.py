"""Last night's file from the invented crime system: most of it known, some rows for a person."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path

from stillpoint.cases.importing import import_cases
from stillpoint.trust.actors import ActsAs

COLUMNS = ("reference", "offence", "reported_on", "area", "outcome", "outcome_on")


def last_nights_file(*, by: ActsAs, today: dt.date) -> None:
    """Two rows that contradict each other, one without a day that can be read, two with a wording
    that nobody has explained: all five wait."""
    day, later = today - dt.timedelta(days=3), today - dt.timedelta(days=1)
    number = f"WX-{today:%y}-9"
    rows = (
        (f"{number}0001", "19C", day.isoformat(), "Harbour", "", ""),
        (f"{number}0001", "19C", later.isoformat(), "Harbour", "", ""),
        (f"{number}0002", "20A", "the 31st", "Moor", "", ""),
        (f"{number}0003", "20A", day.isoformat(), "Vale", "Passed to panel", later.isoformat()),
        (f"{number}0004", "19D", day.isoformat(), "City", "Passed to panel", later.isoformat()),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{today.isoformat()}-cases.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows((COLUMNS, *rows))
        import_cases(by=by, files=[file], mapping="stillpoint")
