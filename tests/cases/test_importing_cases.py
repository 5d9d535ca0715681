"""Importing cases: what goes in, what is held, what stays as it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stillpoint.cases.models import Case, CrimeNumber, OutcomeEvent
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.people.models import Area
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.cases.factories import bring_in, counts, own_row, street_row, write_csv
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def street(path: Path, *rows: dict[str, str]) -> IntakeRun:
    return bring_in(write_csv(path / "street.csv", rows), mapping="data-police-uk")


def test_a_published_file_goes_in_with_area_month_and_outcome_group(tmp_path: Path) -> None:
    street(tmp_path, street_row("a" * 64, area="Bath and North East Somerset 001A"))
    case = Case.objects.get()
    assert case.area is not None
    assert case.area.name == "Bath and North East Somerset"
    assert str(case.reported_on) == "2018-10-01"
    assert case.outcome_group == "unable_to_prosecute"
    assert case.relationship == "not_recorded"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [street_row(f"id{n}") for n in range(30)]
    street(tmp_path, *rows)
    before = list(Case.objects.order_by("id").values())
    run = street(tmp_path, *rows)
    assert counts(run) == (30, 0, 0, 30, 0, 0)
    assert list(Case.objects.order_by("id").values()) == before


def test_exact_copies_within_a_file_count_as_unchanged(tmp_path: Path) -> None:
    assert counts(street(tmp_path, street_row("a"), street_row("a"))) == (2, 1, 0, 1, 0, 0)


def test_rows_that_differ_only_where_nothing_is_read_are_copies(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a"), street_row("a", location="On or near Elsewhere"))
    assert counts(run) == (2, 1, 0, 1, 0, 0)


def test_rows_in_two_parts_of_one_district_are_copies(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a", area="Mendip 001A"), street_row("a", area="Mendip 002B"))
    assert counts(run) == (2, 1, 0, 1, 0, 0)


def test_every_row_of_an_id_whose_rows_contradict_each_other_is_held(tmp_path: Path) -> None:
    run = street(
        tmp_path,
        street_row("a"),
        street_row("b"),
        street_row("a", month="2018-11"),
        street_row("a"),
    )
    assert counts(run) == (4, 1, 0, 0, 3, 0)
    held = QuarantinedRow.objects.filter(run=run)
    assert {row.line for row in held} == {2, 4, 5}
    assert {row.field for row in held} == {"Month"}
    assert not Case.objects.filter(reference="a").exists()


def test_a_row_beside_one_that_cannot_be_read_is_held_with_it(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a"), street_row("a", month="October"))
    assert counts(run) == (2, 0, 0, 0, 2, 0)


def test_rows_without_an_area_are_kept_as_area_not_recorded(tmp_path: Path) -> None:
    street(tmp_path, street_row("a", area=""))
    assert Case.objects.get().area is None


def test_other_forces_areas_are_kept_and_named(tmp_path: Path) -> None:
    street(tmp_path, street_row("a", area="Westminster 018C"))
    assert Case.objects.get().area == Area.objects.get(name="Westminster")


def test_a_mapping_that_lists_own_areas_tells_other_forces_apart(tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    shipped = Path("src/stillpoint/intake/mappings/cases/data-police-uk.toml").read_text()
    mapping.write_text(shipped.replace("[files.cases]", 'own_areas = ["Mendip"]\n[files.cases]', 1))
    file = write_csv(
        tmp_path / "s.csv",
        [street_row("a", area="Mendip 001A"), street_row("b", area="Brent 001A")],
    )
    bring_in(file, mapping=str(mapping))
    assert dict(Area.objects.values_list("name", "own")) == {"Mendip": True, "Brent": False}


def test_other_crime_types_are_rejected_and_counted_by_reason(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a"), street_row("", crime="Anti-social behaviour"))
    assert counts(run) == (2, 1, 0, 0, 0, 1)
    assert run.reasons["rejected"] == {"Crime type is “Anti-social behaviour”": 1}


def test_an_unknown_wording_is_held_with_its_wording(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a", outcome="Something quite new"))
    held = QuarantinedRow.objects.get(run=run)
    assert (held.kind, held.wording, held.field) == (
        "unknown",
        "Something quite new",
        "Last outcome category",
    )


def test_an_unknown_relationship_is_held_with_its_wording(tmp_path: Path) -> None:
    run = bring_in(write_csv(tmp_path / "c.csv", [own_row("a", relationship="Pen friend")]))
    held = QuarantinedRow.objects.get(run=run)
    assert (held.kind, held.wording, held.field) == ("unknown", "Pen friend", "relationship")


def test_a_row_without_a_reference_is_held(tmp_path: Path) -> None:
    run = street(tmp_path, street_row(""))
    assert QuarantinedRow.objects.get(run=run).field == "Crime ID"


def test_only_the_columns_that_the_mapping_reads_are_kept_of_a_held_row(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a", month="never"))
    assert "Location" not in QuarantinedRow.objects.get(run=run).row


def test_a_court_result_ends_a_charged_case_and_a_charge_does_not(tmp_path: Path) -> None:
    street(
        tmp_path,
        street_row("a", outcome="Awaiting court outcome"),
        street_row("b", outcome="Offender sent to prison"),
    )
    assert dict(Case.objects.values_list("reference", "live")) == {"a": True, "b": False}


def test_a_newer_file_updates_a_case_and_adds_to_its_history(tmp_path: Path) -> None:
    street(tmp_path, street_row("a", outcome="Suspect charged"))
    run = street(tmp_path, street_row("a", outcome="Court case unable to proceed"))
    assert counts(run) == (1, 0, 1, 0, 0, 0)
    street(tmp_path, street_row("a", outcome="Local resolution"))
    groups = list(OutcomeEvent.objects.order_by("id").values_list("group", flat=True))
    assert groups == ["charged", "other_disposal"]


def test_a_dry_run_gives_the_same_counts_and_changes_nothing(tmp_path: Path) -> None:
    rows = [street_row("a"), street_row("b"), street_row("b", month="2018-12"), street_row("c")]
    file = write_csv(tmp_path / "s.csv", rows)
    tried = bring_in(file, mapping="data-police-uk", dry_run=True)
    assert not Case.objects.exists()
    assert not Area.objects.exists()
    assert not QuarantinedRow.objects.exists()
    assert counts(tried) == counts(bring_in(file, mapping="data-police-uk"))


def test_a_run_leaves_its_entry_in_the_trail(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a"))
    entry = TrailEntry.objects.get(act="import cases")
    assert entry.about == [f"run:{run.ref}"]


def test_a_case_carries_the_run_that_last_changed_it(tmp_path: Path) -> None:
    run = street(tmp_path, street_row("a"))
    assert list(run.cases.values_list("reference", flat=True)) == ["a"]


def test_only_a_lead_may_import(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "s.csv", [street_row("a")])
    with pytest.raises(Refused):
        bring_in(file, mapping="data-police-uk", by=make_officer())
    lead = make_officer(roles=["rasso_lead"])
    assert bring_in(file, mapping="data-police-uk", by=lead).created == 1


def test_our_own_table_derives_groups_by_the_practice_model(tmp_path: Path) -> None:
    rows = [
        own_row("a", outcome="15", decision_maker="cps", outcome_on="2025-09-01"),
        own_row("b", outcome="15", decision_maker="police"),
        own_row("c", outcome="15"),
        own_row("d", outcome="16", relationship="stranger_1"),
        own_row("e", offence="n100/1"),
    ]
    bring_in(write_csv(tmp_path / "c.csv", rows))
    groups = dict(Case.objects.values_list("reference", "outcome_group"))
    assert groups == {
        "a": "nfa_cps",
        "b": "nfa_police",
        "c": "nfa_undetermined",
        "d": "victim_declines_named",
        "e": "not_finalised",
    }
    assert Case.objects.get(reference="d").relationship_group == "stranger"
    assert Case.objects.get(reference="e").kind == "incident"


def test_a_case_holds_several_crime_numbers(tmp_path: Path) -> None:
    rows = [own_row("a", crime_numbers="X1; X2;X1"), own_row("b", crime_numbers="X2")]
    run = bring_in(write_csv(tmp_path / "c.csv", rows))
    assert CrimeNumber.objects.count() == 2
    assert run.notes == ["1 crime numbers already belong to another case: left where they are."]


def test_a_wrong_mapping_is_refused_by_its_name(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "s.csv", [street_row("a")])
    with pytest.raises(CannotDo, match="no mapping “nothing”"):
        bring_in(file, mapping="nothing")


def test_a_file_without_the_columns_is_refused_and_the_run_says_why(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "s.csv", [{"Crime ID": "a", "Month": "2018-10"}])
    with pytest.raises(CannotDo, match="needs the columns LSOA name, Crime type"):
        bring_in(file, mapping="data-police-uk")
    assert IntakeRun.objects.get().state == "refused"


def test_held_rows_of_an_earlier_run_are_replaced_by_a_later_one(tmp_path: Path) -> None:
    pair = [street_row("a"), street_row("a", month="2018-11")]
    first, second = street(tmp_path, *pair), street(tmp_path, *pair)
    assert set(first.held.values_list("resolution", flat=True)) == {"replaced"}
    assert set(second.held.values_list("resolution", flat=True)) == {""}


LETTERS = st.sampled_from("abcd")
ROWS = st.lists(
    st.builds(
        street_row,
        LETTERS,
        month=st.sampled_from(["2018-10", "2018-11", "bad"]),
        area=st.sampled_from(["Mendip 001A", ""]),
        outcome=st.sampled_from(["Suspect charged", "Under investigation", "Who knows"]),
        crime=st.sampled_from(["Violence and sexual offences"] * 4 + ["Burglary"]),
    ),
    min_size=1,
    max_size=12,
)
QUIET = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def empty() -> None:
    OutcomeEvent.objects.all().delete()
    Case.objects.all().delete()
    QuarantinedRow.objects.all().delete()


@QUIET
@given(rows=ROWS)
def test_what_is_read_is_the_sum_and_the_second_time_nothing_changes(
    tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    empty()
    first, second = street(tmp_path, *rows), street(tmp_path, *rows)
    assert first.read == sum(counts(first)[1:]) == len(rows)
    assert (second.created, second.updated) == (0, 0)
    assert second.quarantined == first.quarantined


@QUIET
@given(rows=ROWS, seed=st.integers())
def test_the_order_of_rows_does_not_matter(
    tmp_path: Path, rows: list[dict[str, str]], seed: int
) -> None:
    empty()
    first = street(tmp_path, *rows)
    stored = sorted(Case.objects.values_list("reference", "reported_on", "outcome_group"))
    empty()
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    again = street(tmp_path, *shuffled)
    assert counts(first) == counts(again)
    assert stored == sorted(Case.objects.values_list("reference", "reported_on", "outcome_group"))
