"""Small builders of case files and cases for the tests of this room and those above it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from stillpoint.cases.importing import import_cases
from stillpoint.cases.models import Case, Involvement
from stillpoint.intake.models import IntakeRun
from stillpoint.people.models import Area, Officer
from stillpoint.trust.actors import ActsAs, job

POLICE_UK = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
]  # fmt: skip
VIOLENCE = "Violence and sexual offences"


def write_csv(
    path: Path, rows: Iterable[Mapping[str, str]], header: Sequence[str] | None = None
) -> Path:
    """A CSV file with these rows; the header is the keys of the first unless given."""
    listed = list(rows)
    columns = list(header or listed[0])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(listed)
    return path


def street_row(
    reference: str,
    *,
    month: str = "2018-10",
    area: str = "Northside 001A",
    outcome: str = "Unable to prosecute suspect",
    crime: str = VIOLENCE,
    location: str = "On or near Example Road",
) -> dict[str, str]:
    """A row as data.police.uk publishes it."""
    return {
        "Crime ID": reference,
        "Month": month,
        "LSOA name": area,
        "Crime type": crime,
        "Last outcome category": outcome,
        "Location": location,
    }


def own_row(reference: str, **more: str) -> dict[str, str]:
    """A row of our own table of cases."""
    return {
        "reference": reference,
        "offence": "19C",
        "reported_on": "2025-03-09",
        "area": "Northside",
        "relationship": "partner",
        "outcome": "",
        "decision_maker": "",
        "outcome_on": "",
        **more,
    }


def bring_in(
    *files: Path, mapping: str = "stillpoint", by: ActsAs | None = None, dry_run: bool = False
) -> IntakeRun:
    """Import files as a command does."""
    return import_cases(by=by or job("test"), files=list(files), mapping=mapping, dry_run=dry_run)


def counts(run: IntakeRun) -> tuple[int, int, int, int, int, int]:
    """read, created, updated, unchanged, quarantined, rejected."""
    return (
        run.read,
        run.created,
        run.updated,
        run.unchanged,
        run.quarantined,
        run.rejected,
    )


def make_case(
    reference: str = "A1",
    *,
    reported_on: dt.date = dt.date(2025, 3, 9),
    area: Area | None = None,
    involved: Iterable[tuple[Officer, str]] = (),
    **more: object,
) -> Case:
    """A case with people involved from the day of the report."""
    case = Case.objects.create(
        reference=reference,
        offence="19C",
        reported_on=reported_on,
        area=area,
        **more,
    )
    for officer, role in involved:
        Involvement.objects.create(case=case, officer=officer, role=role, since=reported_on)
    return case
