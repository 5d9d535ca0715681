"""Files as people have them: what is sure goes in, what is not is held with its cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.cases.models import Case
from stillpoint.intake.models import QuarantinedRow
from tests.cases.factories import bring_in, counts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    "header",
    [
        "REFERENCE,OFFENCE,REPORTED_ON,AREA",
        "Reference,Offence,Reported_On,Area",
        "Reference,Offence,Reported on,Area",
        "reference , offence, reported on , area",
        "REFERENCE,OFFENCE,REPORTED-ON,AREA",
        "Reference,Offence,ReportedOn,Area",
    ],
)
def test_a_header_is_one_however_it_is_written(tmp_path: Path, header: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{header}\nWX/1/26,19C,09/03/2026,Northside\nWX/2/26,19C\n")
    assert counts(bring_in(path)) == (2, 2, 0, 0, 0, 0)
    case = Case.objects.get(reference="WX/1/26")
    assert str(case.reported_on) == "2026-03-09"


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("4.2E+11,19C,2026-03-09,Northside", "shortened"),
        ("NULL,19C,2026-03-09,Northside", "no value"),
        ("#REF!,19C,2026-03-09,Northside", "error of the spreadsheet"),
        ("WX/1/26,19C,2026-03-09,#N/A", "error of the spreadsheet"),
        ("WX/1/26,19C,2026-03-09,-", "no value"),
        ("WX/1/26,19C,N/A,Northside", "no value"),
        ("WX/1/26,19C,1900-01-01,Northside", "long before"),
        ("WX/1/26,19C,03/25/2026,Northside", "month first"),
    ],
)
def test_what_is_no_value_is_held_with_its_cause(tmp_path: Path, row: str, cause: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"reference,offence,reported_on,area\n{row}\n")
    assert counts(bring_in(path)) == (1, 0, 0, 0, 1, 0)
    assert cause in QuarantinedRow.objects.get().reason


def test_a_mapping_says_how_its_days_are_written(tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_text(
        """
name = "ours"
what = "cases"
[files.cases]
recognised_by = ["Ref"]
[files.cases.fields]
reference = { column = "Ref" }
offence = { value = "19C" }
reported_on = { column = "Made", format = "%m/%d/%Y" }
"""
    )
    path = tmp_path / "cases.csv"
    path.write_text('Ref,Made\n"=""00123""",03/09/2026\n')
    bring_in(path, mapping=str(mapping))
    case = Case.objects.get(reference="00123")
    assert str(case.reported_on) == "2026-03-09"
