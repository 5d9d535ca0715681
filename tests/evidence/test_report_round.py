"""The command ``report_round``, as scripts call it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.evidence.models import Report
from stillpoint.reviews import opening
from tests.evidence.factories import close, make_published_round, make_reviewed_round
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE, make_cases, make_drawn_round, make_frozen_round

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("report_round", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def answer(*arguments: str) -> dict[str, Any]:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    read: dict[str, Any] = json.loads(out)
    return read


def test_a_closed_round_gives_its_frozen_report() -> None:
    close(make_reviewed_round())
    report = answer("Autumn 2026")
    assert report["provisional"] is False
    assert report["figures"]["areas"][0]["overall"]["good"]["n"] == 5
    assert Report.objects.count() == 1
    assert answer("Autumn 2026")["figures"] == report["figures"]


def test_a_drawn_round_that_is_not_closed_gives_a_provisional_report() -> None:
    make_cases(2)
    make_drawn_round()
    report = answer("Autumn 2026")
    assert report["provisional"] is True
    assert len(report["figures"]["draw"]["selected"]) == 6
    assert "areas" not in report["figures"]
    assert Report.objects.count() == 0


def test_a_round_that_is_not_drawn_is_refused() -> None:
    make_cases(2)
    make_frozen_round()
    code, out, err = run("Autumn 2026", "--json")
    assert code == 1
    assert "has not been drawn" in json.loads(out)["refused"]
    assert "has not been drawn" in err


def test_an_abandoned_round_is_refused() -> None:
    round = make_published_round()
    opening.abandon_round(by=CONSOLE, round=round, reason="The hours were taken back.")
    code, _, err = run("Autumn 2026")
    assert code == 1
    assert "was abandoned" in err


@pytest.mark.parametrize(
    ("format", "start"),
    [("json", b"{"), ("html", b"<!DOCTYPE"), ("docx", b"PK"), ("pdf", b"%PDF"), ("ods", b"PK")],
)
def test_each_format_is_written_to_a_file(tmp_path: Path, format: str, start: bytes) -> None:
    close(make_reviewed_round())
    out = tmp_path / f"report.{format}"
    written = answer("Autumn 2026", "--format", format, "--out", str(out))
    assert out.read_bytes().startswith(start)
    assert written["bytes"] == out.stat().st_size
    assert written["provisional"] is False


def test_a_file_that_cannot_be_printed_needs_a_name() -> None:
    close(make_reviewed_round())
    code, out, err = run("Autumn 2026", "--format", "pdf")
    assert (code, out) == (2, "")
    assert "--out" in err


def test_a_place_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    close(make_reviewed_round())
    code, _, err = run("Autumn 2026", "--format", "html", "--out", str(tmp_path / "no" / "report"))
    assert code == 1
    assert "cannot be written" in err


def test_a_command_acts_with_the_officers_rights() -> None:
    close(make_reviewed_round())
    run("Autumn 2026")
    outside = make_officer(roles=("wellbeing_lead",))
    assert answer("Autumn 2026", "--as", outside.ref)["figures"]["shown_as"] == "suppressed"
    code, _, err = run("Autumn 2026", "--as", make_officer().ref)
    assert code == 1
    assert "RASSO command" in err
