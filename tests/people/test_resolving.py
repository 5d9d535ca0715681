"""Settling held rows about people: choose, edit, drop, give a wording its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.intake.models import IntakeRun, QuarantinedRow, WordingChoice
from stillpoint.people import importing, resolving
from stillpoint.people.models import Officer, Posting, Team
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BY = job("test")
HEADER = "number,given_name,family_name,email,rank,acting_rank,grade\n"
PAIR = (
    f"{HEADER}7,Amara,Okafor,amara@force.example,DCI,,\n"
    "7,Amara,Okafor,amara@force.example,Inspector,,\n"
)
UNKNOWN = f"{HEADER}7,A,B,a@b.example,Brigadier,,\n8,C,D,c@b.example,Brigadier,,\n"


def take_in(folder: Path, text: str, name: str = "officers.csv") -> IntakeRun:
    (folder / name).write_text(text, "utf-8")
    return importing.import_people(by=BY, files=[(folder / name, name)])


def map_brigadier(value: str = "superintendent") -> int:
    return resolving.map_wording(
        by=BY, mapping="stillpoint", column="rank", wording="Brigadier", value=value
    )


def test_the_chosen_row_goes_in_and_the_other_is_dropped(tmp_path: Path) -> None:
    run = take_in(tmp_path, PAIR)
    resolving.choose_row(by=BY, row=run.held.get(line=3))
    assert Officer.objects.get(number="7").rank == "inspector"
    assert dict(run.held.values_list("line", "resolution")) == {2: "dropped", 3: "chosen"}


def test_a_choice_is_remembered_when_the_same_file_comes_again(tmp_path: Path) -> None:
    resolving.choose_row(by=BY, row=take_in(tmp_path, PAIR).held.get(line=3))
    run = take_in(tmp_path, PAIR)
    assert (run.read, run.quarantined, run.rejected) == (2, 0, 2)
    assert Officer.objects.get(number="7").rank == "inspector"


def test_a_row_that_contradicts_a_settled_one_anew_is_held(tmp_path: Path) -> None:
    resolving.choose_row(by=BY, row=take_in(tmp_path, PAIR).held.get(line=3))
    assert take_in(tmp_path, PAIR.replace("DCI", "Constable")).quarantined == 2


def test_an_edited_row_goes_in_as_edited(tmp_path: Path) -> None:
    row = take_in(tmp_path, f"{HEADER}7,A,B,no address,DI,,\n").held.get()
    resolving.edit_row(by=BY, row=row, values={"email": "a@b.example"})
    assert Officer.objects.get(number="7").email == "a@b.example"
    row.refresh_from_db()
    assert (row.resolution, row.resolution_reason) == ("edited", "Changed: email.")


def test_an_edit_that_is_still_wrong_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    row = take_in(tmp_path, f"{HEADER}7,A,B,no address,DI,,\n").held.get()
    with pytest.raises(CannotDo, match=r"It still cannot go in\. email"):
        resolving.edit_row(by=BY, row=row, values={"email": "none"})
    row.refresh_from_db()
    assert row.resolution == ""
    assert not Officer.objects.filter(number="7").exists()


def test_a_posting_to_an_unknown_team_goes_in_once_it_names_a_known_one(tmp_path: Path) -> None:
    number = make_officer().number
    Team.objects.create(name="RASSO North", kind="rasso")
    text = f"officer,team,since,until\n{number},RASO North,2026-01-05,\n"
    row = take_in(tmp_path, text, "postings.csv").held.get()
    resolving.edit_row(by=BY, row=row, values={"team": "RASSO North"})
    assert Posting.objects.get(officer__number=number).team.name == "RASSO North"


def test_a_row_is_dropped_only_with_a_reason_and_stays_settled(tmp_path: Path) -> None:
    text = f"{HEADER}7,A,B,no address,DI,,\n"
    row = take_in(tmp_path, text).held.get()
    with pytest.raises(CannotDo, match="Say why"):
        resolving.drop_row(by=BY, row=row, reason=" ")
    resolving.drop_row(by=BY, row=row, reason="Never joined")
    assert QuarantinedRow.objects.get().resolution_reason == "Never joined"
    assert take_in(tmp_path, text).rejected == 1


def test_dropping_one_of_two_rows_does_not_settle_the_other(tmp_path: Path) -> None:
    resolving.drop_row(by=BY, row=take_in(tmp_path, PAIR).held.get(line=2), reason="Out of date")
    assert take_in(tmp_path, PAIR).quarantined == 2


def test_a_wording_mapped_once_takes_in_the_rows_that_waited(tmp_path: Path) -> None:
    take_in(tmp_path, UNKNOWN)
    assert map_brigadier() == 2
    assert set(Officer.objects.values_list("rank", flat=True)) == {"superintendent"}
    assert set(QuarantinedRow.objects.values_list("resolution", flat=True)) == {"mapped"}


def test_a_meaning_must_be_one_of_the_list(tmp_path: Path) -> None:
    take_in(tmp_path, UNKNOWN)
    with pytest.raises(CannotDo, match="Choose one of the meanings"):
        map_brigadier("admiral")


def test_a_wording_is_found_as_the_file_has_it_when_the_mapping_changes_it(tmp_path: Path) -> None:
    mapping = tmp_path / "shouting.toml"
    columns = ("number", "given_name", "family_name", "email")
    fields = "".join(f'{name} = {{ column = "{name}" }}\n' for name in columns)
    mapping.write_text(
        'name = "shouting"\nwhat = "people"\n[files.officers]\n'
        'recognised_by = ["number", "email"]\n[files.officers.fields]\n'
        f'{fields}rank = {{ column = "rank", transform = ["upper"] }}\n'
    )
    (tmp_path / "officers.csv").write_text(UNKNOWN, "utf-8")
    files = [(tmp_path / "officers.csv", "officers.csv")]
    importing.import_people(by=BY, files=files, mapping=str(mapping))
    assert (
        resolving.map_wording(
            by=BY, mapping="shouting", column="rank", wording="Brigadier", value="inspector"
        )
        == 2
    )


def test_a_meaning_given_for_cases_is_none_for_people(tmp_path: Path) -> None:
    WordingChoice.objects.create(
        mapping="stillpoint", field="kind", wording="Custody", value="incident"
    )
    run = take_in(tmp_path, "team,kind,area\nCells,Custody,\n", "teams.csv")
    assert (run.created, run.quarantined) == (0, 1)


def test_a_row_of_a_run_from_before_mappings_were_kept_can_be_settled(tmp_path: Path) -> None:
    run = take_in(tmp_path, PAIR)
    IntakeRun.objects.update(rules={})
    resolving.choose_row(by=BY, row=run.held.get(line=2))
    assert Officer.objects.get(number="7").rank == "chief_inspector"


def test_a_good_row_in_another_file_replaces_what_could_not_be_read(tmp_path: Path) -> None:
    held = take_in(tmp_path, f"{HEADER}7,A,B,no address,DI,,\n").held.get()
    take_in(tmp_path, f"{HEADER}7,A,B,a@b.example,DI,,\n", "corrected.csv")
    held.refresh_from_db()
    assert held.resolution == "replaced"


def test_only_an_administrator_settles_rows_about_people(tmp_path: Path) -> None:
    row = take_in(tmp_path, PAIR).held.get(line=2)
    with pytest.raises(Refused):
        resolving.choose_row(by=make_officer(roles=["rasso_lead"]), row=row)
    resolving.choose_row(by=make_officer(roles=["administrator"]), row=row)
    assert Officer.objects.filter(number="7").exists()


def test_the_trail_names_whom_a_settled_row_touched(tmp_path: Path) -> None:
    row = take_in(tmp_path, PAIR).held.get(line=2)
    resolving.choose_row(by=BY, row=row)
    named = [about for entry in TrailEntry.objects.all() for about in entry.about]
    assert Officer.objects.get(number="7").trail_reference in named
