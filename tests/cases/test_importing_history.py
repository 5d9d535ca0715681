"""Milestones, outcomes and involvement from files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stillpoint.cases.kinds import NOT_YET, kinds
from stillpoint.cases.models import Case, Involvement, Milestone, OutcomeEvent
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.intake.targets import BadValue
from tests.cases.factories import bring_in, counts, make_case, own_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def milestones(path: Path, *rows: tuple[str, str, str]) -> IntakeRun:
    listed = [{"case": case, "milestone": kind, "at": at} for case, kind, at in rows]
    return bring_in(write_csv(path / "milestones.csv", listed))


def outcomes(path: Path, *rows: tuple[str, str, str]) -> IntakeRun:
    listed = [{"case": case, "outcome": code, "on": on} for case, code, on in rows]
    return bring_in(write_csv(path / "outcomes.csv", listed))


def involvement(path: Path, *rows: dict[str, str]) -> IntakeRun:
    return bring_in(write_csv(path / "involvement.csv", rows))


def test_milestones_go_in_once_and_set_the_stage(tmp_path: Path) -> None:
    make_case("A1")
    rows = [("A1", "reported", "2025-03-09 10:30"), ("A1", "suspect_arrested", "2025-03-12")]
    assert counts(milestones(tmp_path, *rows)) == (2, 2, 0, 0, 0, 0)
    assert counts(milestones(tmp_path, *rows)) == (2, 0, 0, 2, 0, 0)
    assert Case.objects.get().stage == "suspect_arrested"
    assert Milestone.objects.get(kind="suspect_arrested").day_only


def test_local_time_is_kept_as_the_moment_it_was(tmp_path: Path) -> None:
    make_case("A1")
    milestones(tmp_path, ("A1", "reported", "09/07/2025 10:30"))
    assert Milestone.objects.get().at.isoformat() == "2025-07-09T09:30:00+00:00"


def test_a_milestone_that_happens_once_moves_when_it_is_corrected(tmp_path: Path) -> None:
    make_case("A1")
    milestones(tmp_path, ("A1", "reported", "2025-03-09 10:30"))
    run = milestones(tmp_path, ("A1", "reported", "2025-03-09 11:00"))
    assert counts(run) == (1, 0, 1, 0, 0, 0)
    assert Milestone.objects.count() == 1


def test_a_milestone_entered_by_hand_is_not_changed_by_a_file(tmp_path: Path) -> None:
    officer = make_officer()
    case = make_case("A1")
    Milestone.objects.create(
        case=case, kind="reported", at="2025-03-09T09:00:00Z", entered_by=officer
    )
    milestones(tmp_path, ("A1", "reported", "2025-03-09 11:00"))
    assert Milestone.objects.count() == 2


def test_two_times_for_what_happens_once_are_held(tmp_path: Path) -> None:
    make_case("A1")
    run = milestones(tmp_path, ("A1", "reported", "2025-03-09"), ("A1", "reported", "2025-03-10"))
    assert counts(run) == (2, 0, 0, 0, 2, 0)


def test_a_milestone_of_an_unknown_case_is_held_until_the_case_is_there(tmp_path: Path) -> None:
    run = milestones(tmp_path, ("A1", "reported", "2025-03-09"))
    held = QuarantinedRow.objects.get(run=run)
    assert held.reason == "There is no case A1. Import the case first."
    make_case("A1")
    assert milestones(tmp_path, ("A1", "reported", "2025-03-09")).created == 1
    held.refresh_from_db()
    assert held.resolution == "replaced"


def test_files_are_applied_cases_first_whatever_their_order(tmp_path: Path) -> None:
    one = write_csv(
        tmp_path / "a.csv", [{"case": "A1", "milestone": "reported", "at": "2025-03-09"}]
    )
    two = write_csv(tmp_path / "b.csv", [own_row("A1")])
    assert counts(bring_in(one, two)) == (2, 2, 0, 0, 0, 0)


def test_a_court_result_ends_a_charged_case(tmp_path: Path) -> None:
    bring_in(write_csv(tmp_path / "c.csv", [own_row("A1", outcome="1", outcome_on="2025-05-01")]))
    assert Case.objects.get().live
    milestones(tmp_path, ("A1", "court_result", "2026-02-01"))
    assert not Case.objects.get().live


def test_the_latest_outcome_is_how_the_case_stands_and_all_are_kept(tmp_path: Path) -> None:
    make_case("A1")
    outcomes(tmp_path, ("A1", "16", "2025-06-01"), ("A1", "1", "2025-09-01"))
    case = Case.objects.get()
    assert (case.outcome, case.outcome_group, case.live) == ("1", "charged", True)
    again = outcomes(tmp_path, ("A1", "16", "2025-06-01"), ("A1", "1", "2025-09-01"))
    assert counts(again) == (2, 0, 0, 2, 0, 0)
    assert OutcomeEvent.objects.count() == 2


def test_an_older_outcome_in_the_case_file_does_not_undo_a_newer_one(tmp_path: Path) -> None:
    first = own_row("A1", outcome="16", outcome_on="2025-06-01")
    bring_in(write_csv(tmp_path / "c.csv", [first]))
    outcomes(tmp_path, ("A1", "1", "2025-09-01"))
    bring_in(write_csv(tmp_path / "c.csv", [{**first, "area": "Southside"}]))
    assert Case.objects.get().outcome == "1"


def test_two_outcomes_on_one_day_are_held(tmp_path: Path) -> None:
    make_case("A1")
    run = outcomes(tmp_path, ("A1", "16", "2025-06-01"), ("A1", "1", "2025-06-01"))
    assert counts(run) == (2, 0, 0, 0, 2, 0)


def test_involvement_goes_in_and_ends(tmp_path: Path) -> None:
    officer = make_officer()
    make_case("A1")
    row = {"case": "A1", "officer": officer.number, "role": "oic", "since": "2025-03-09"}
    assert counts(involvement(tmp_path, {**row, "until": ""})) == (1, 1, 0, 0, 0, 0)
    assert counts(involvement(tmp_path, {**row, "until": "2025-08-01"})) == (1, 0, 1, 0, 0, 0)
    assert counts(involvement(tmp_path, {**row, "until": "2025-08-01"})) == (1, 0, 0, 1, 0, 0)
    assert str(Involvement.objects.get().until) == "2025-08-01"


def test_an_unknown_officer_number_is_held_with_its_column(tmp_path: Path) -> None:
    make_case("A1")
    run = involvement(tmp_path, {"case": "A1", "officer": "99", "role": "oic"})
    held = QuarantinedRow.objects.get(run=run)
    assert (held.field, held.reference) == ("officer", "A1")


def test_involvement_that_ends_before_it_starts_is_held(tmp_path: Path) -> None:
    officer = make_officer()
    make_case("A1")
    row = {"case": "A1", "officer": officer.number, "role": "oic"}
    run = involvement(tmp_path, {**row, "since": "2025-03-09", "until": "2025-03-01"})
    assert run.quarantined == 1


def reason_of(run: IntakeRun) -> tuple[str, str]:
    held = QuarantinedRow.objects.get(run=run)
    assert held.kind == "bad"
    return held.field, held.reason


@pytest.mark.parametrize("column", ["reported_on", "outcome_on"])
def test_a_day_of_a_case_that_has_not_come_yet_is_held(tmp_path: Path, column: str) -> None:
    row = own_row("A1", outcome="16", outcome_on="2025-06-01")
    run = bring_in(write_csv(tmp_path / "c.csv", [{**row, column: local_day(1)}]))
    assert reason_of(run) == (column, NOT_YET)


def test_a_milestone_of_a_day_that_has_not_come_yet_is_held(tmp_path: Path) -> None:
    make_case("A1")
    run = milestones(tmp_path, ("A1", "reported", local_day(1)))
    assert reason_of(run) == ("at", NOT_YET)


def test_an_outcome_of_a_day_that_has_not_come_yet_is_held(tmp_path: Path) -> None:
    make_case("A1")
    assert reason_of(outcomes(tmp_path, ("A1", "16", local_day(1)))) == ("on", NOT_YET)


def test_what_happened_today_goes_in(tmp_path: Path) -> None:
    row = own_row("A1", reported_on=local_day(0), outcome="16", outcome_on=local_day(0))
    assert bring_in(write_csv(tmp_path / "c.csv", [row])).created == 1
    assert milestones(tmp_path, ("A1", "reported", f"{local_day(0)} 23:59")).created == 1


@pytest.mark.parametrize(
    ("at", "taken"), [("2026-07-09T22:59:00+00:00", True), ("2026-07-09T23:00:00+00:00", False)]
)
def test_a_moment_near_midnight_counts_by_the_day_here(at: str, taken: bool) -> None:
    read = kinds(today=dt.date(2026, 7, 9))["milestones"].field("at").read
    if taken:
        assert read(at).startswith("2026-07-09")
    else:
        with pytest.raises(BadValue, match="not come yet"):
            read(at)


def test_a_case_whose_outcome_is_before_its_report_is_held(tmp_path: Path) -> None:
    row = own_row("A1", outcome="16", reported_on="2025-06-02", outcome_on="2025-06-01")
    run = bring_in(write_csv(tmp_path / "c.csv", [row]))
    assert counts(run) == (1, 0, 0, 0, 1, 0)
    assert reason_of(run) == ("outcome_on", "The outcome is before the report.")


def test_an_outcome_before_the_report_of_its_case_is_held(tmp_path: Path) -> None:
    bring_in(write_csv(tmp_path / "c.csv", [own_row("A1", reported_on="2025-06-02")]))
    run = outcomes(tmp_path, ("A1", "16", "2025-06-01"))
    assert reason_of(run) == ("on", "The outcome is before the report.")
    assert not OutcomeEvent.objects.exists()


def local_day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize("since", [None, dt.date(2026, 11, 2)])
def test_the_database_holds_a_part_in_a_case_once(since: dt.date | None) -> None:
    part = {"case": make_case(), "officer": make_officer(), "role": "oic", "since": since}
    Involvement.objects.create(**part)
    with pytest.raises(IntegrityError), transaction.atomic():
        Involvement.objects.create(**part)
