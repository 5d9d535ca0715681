"""Settling held rows: choose, edit, drop, give a wording its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.cases import resolving
from stillpoint.cases.models import Case
from stillpoint.intake.models import IntakeRun, QuarantinedRow, WordingChoice
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from tests.cases.factories import bring_in, counts, street_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BY = job("test")
PAIR = (street_row("a", month="2018-10"), street_row("a", month="2018-11"))


def street(path: Path, *rows: dict[str, str]) -> IntakeRun:
    return bring_in(write_csv(path / "street.csv", rows), mapping="data-police-uk")


def test_the_chosen_row_goes_in_and_the_other_is_dropped(tmp_path: Path) -> None:
    run = street(tmp_path, *PAIR)
    resolving.choose_row(by=BY, row=run.held.get(line=3))
    assert str(Case.objects.get().reported_on) == "2018-11-01"
    assert dict(run.held.values_list("line", "resolution")) == {2: "dropped", 3: "chosen"}


def test_a_choice_is_remembered_when_the_same_file_comes_again(tmp_path: Path) -> None:
    resolving.choose_row(by=BY, row=street(tmp_path, *PAIR).held.get(line=3))
    run = street(tmp_path, *PAIR)
    assert counts(run) == (2, 0, 0, 1, 0, 1)
    assert str(Case.objects.get().reported_on) == "2018-11-01"


def test_an_edited_row_goes_in_as_edited(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a", month="October"))
    resolving.edit_row(by=BY, row=run.held.get(), values={"Month": "2018-10"})
    assert str(Case.objects.get().reported_on) == "2018-10-01"
    assert counts(street(tmp_path, street_row("a", month="October"))) == (1, 0, 0, 0, 0, 1)


def test_an_edit_that_is_still_wrong_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    row = street(tmp_path, street_row("a", month="October")).held.get()
    with pytest.raises(CannotDo, match="It still cannot go in"):
        resolving.edit_row(by=BY, row=row, values={"Month": "November"})
    row.refresh_from_db()
    assert row.resolution == ""
    assert not Case.objects.exists()


def test_a_row_is_dropped_only_with_a_reason_and_stays_on_record(tmp_path: Path) -> None:
    row = street(tmp_path, street_row("a", month="October")).held.get()
    with pytest.raises(CannotDo, match="Say why"):
        resolving.drop_row(by=BY, row=row, reason=" ")
    resolving.drop_row(by=BY, row=row, reason="Not ours")
    assert QuarantinedRow.objects.get().resolution_reason == "Not ours"


def test_dropping_one_of_two_rows_does_not_settle_the_other(tmp_path: Path) -> None:
    resolving.drop_row(by=BY, row=street(tmp_path, *PAIR).held.get(line=2), reason="Wrong month")
    assert street(tmp_path, *PAIR).quarantined == 2


def test_a_row_is_settled_once(tmp_path: Path) -> None:
    row = street(tmp_path, *PAIR).held.get(line=3)
    resolving.choose_row(by=BY, row=row)
    with pytest.raises(CannotDo, match="settled already"):
        resolving.drop_row(by=BY, row=row, reason="Too late")


def test_a_wording_mapped_once_takes_in_the_rows_that_waited(tmp_path: Path) -> None:
    rows = [street_row(f"r{n}", outcome="Brand new words") for n in range(3)]
    street(tmp_path, *rows)
    taken = resolving.map_wording(
        by=BY,
        mapping="data-police-uk",
        column="Last outcome category",
        wording="Brand new words",
        value="other_outcome",
    )
    assert taken == 3
    assert set(Case.objects.values_list("outcome_group", flat=True)) == {"other_outcome"}
    assert WordingChoice.objects.count() == 1


def test_a_mapped_wording_is_known_to_the_next_file(tmp_path: Path) -> None:
    WordingChoice.objects.create(
        mapping="data-police-uk",
        field="Last outcome category",
        wording="Brand new words",
        value="other_outcome",
    )
    assert street(tmp_path, street_row("a", outcome="Brand new words")).created == 1


def test_rows_that_contradict_once_their_wording_is_known_stay_held(tmp_path: Path) -> None:
    run = street(
        tmp_path, street_row("a", outcome="Brand new words"), street_row("a", month="2018-12")
    )
    resolving.map_wording(
        by=BY,
        mapping="data-police-uk",
        column="Last outcome category",
        wording="Brand new words",
        value="other_outcome",
    )
    assert not Case.objects.exists()
    assert set(run.held.values_list("kind", flat=True)) == {"contradiction"}


def test_a_meaning_must_be_one_of_the_list(tmp_path: Path) -> None:
    street(tmp_path, street_row("a", outcome="Brand new words"))
    with pytest.raises(CannotDo, match="Choose one of the meanings"):
        resolving.map_wording(
            by=BY,
            mapping="data-police-uk",
            column="Last outcome category",
            wording="Brand new words",
            value="no such group",
        )


def test_only_a_lead_settles_rows(tmp_path: Path) -> None:
    row = street(tmp_path, *PAIR).held.get(line=3)
    with pytest.raises(Refused):
        resolving.choose_row(by=make_officer(roles=["administrator"]), row=row)
