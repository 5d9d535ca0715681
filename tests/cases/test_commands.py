"""``import_cases`` and ``quarantine`` as they are promised."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.cases.models import Case
from tests.cases.factories import street_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def run(*arguments: str) -> tuple[Any, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    rows = [street_row("a"), street_row("b"), street_row("b", month="2018-11")]
    return str(write_csv(tmp_path / "street.csv", rows))


def test_import_cases_answers_in_one_json_object(file: str) -> None:
    answer, _ = run("import_cases", file, "--mapping", "data-police-uk")
    names = ("read", "created", "updated", "unchanged", "quarantined", "rejected")
    assert [answer[name] for name in names] == [3, 1, 0, 0, 2, 0]
    assert answer["seconds"] >= 0


def test_quarantine_lists_file_line_reference_field_and_reason(file: str) -> None:
    made, _ = run("import_cases", file, "--mapping", "data-police-uk")
    answer, _ = run("quarantine", "--run", made["run"])
    row = answer["rows"][0]
    assert (row["file"], row["line"], row["reference"], row["field"]) == (
        "street.csv",
        3,
        "b",
        "Month",
    )
    assert row["reason"] == "Rows 3, 4 differ in Month."


def test_quarantine_of_a_run_that_is_not_there_is_refused() -> None:
    with pytest.raises(SystemExit) as ended:
        run("quarantine", "--run", "NOTHING")
    assert ended.value.code == 1


def test_a_file_that_is_not_there_is_refused_with_a_reason(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_cases",
            str(tmp_path / "no.csv"),
            "--mapping",
            "stillpoint",
            "--json",
            stdout=out,
            stderr=err,
        )
    assert ended.value.code == 1
    assert json.loads(out.getvalue()) == {
        "refused": "There is no file no.csv. Check the name and where it is."
    }


def test_an_officer_without_the_role_is_refused(file: str) -> None:
    officer = make_officer()
    with pytest.raises(SystemExit) as ended:
        run("import_cases", file, "--mapping", "data-police-uk", "--as", officer.ref)
    assert ended.value.code == 1
    assert not Case.objects.exists()
