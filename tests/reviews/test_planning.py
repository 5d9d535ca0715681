"""Planning a round: population, strata, size, allocation, refusal with merges."""

from __future__ import annotations

import datetime as dt

import pytest

from stillpoint.methods import sampling
from stillpoint.people.models import Officer
from stillpoint.reviews import framing, opening, planning
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Round, RoundState
from stillpoint.reviews.planning import Design, PlanRefused, freeze_frame, proposal
from stillpoint.trust.answers import CannotDo
from tests.reviews.factories import CONSOLE, make_case, make_cases, make_open_round

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_every_stratum_gets_its_minimum_and_the_size_is_kept() -> None:
    make_cases(each=6)
    plan = proposal(make_open_round(), Design(by=("area", "relationship", "outcome"), size=30))
    assert plan.size == 30
    assert len(plan.strata) == 12
    assert all(row.allocated >= 2 for row in plan.strata)


def test_a_small_stratum_is_taken_whole() -> None:
    make_cases(each=6)
    make_case(area="North", relationship_group="stranger", outcome_group="nfa_cps")
    plan = proposal(make_open_round(), Design(by=("outcome",), size=10))
    rare = next(row for row in plan.strata if row.stratum == {"outcome": "nfa_cps"})
    assert rare.allocated == 1
    assert rare.taken_whole


def test_a_minimum_that_does_not_fit_is_refused_with_merges_that_do() -> None:
    make_cases(each=6)
    design = Design(by=("area", "relationship", "outcome"), size=12)
    with pytest.raises(PlanRefused) as refusal:
        proposal(make_open_round(), design)
    best = refusal.value.proposals[0]
    assert best.fits
    merge = {"variable": best.variable, "values": list(best.values), "into": best.into}
    again = proposal(Round.objects.get(), Design(by=design.by, size=12, merges=[merge]))
    assert again.size == 12


def test_fewer_than_two_a_stratum_is_refused() -> None:
    make_cases()
    with pytest.raises(CannotDo, match="at least 2"):
        proposal(make_open_round(), Design(by=("area",), size=4, minimum=1))


def test_size_comes_from_the_hours_that_can_be_spared() -> None:
    make_cases()
    # 120 minutes for a first review and 60 for a second: 3 hours a case.
    assert proposal(make_open_round(), Design(by=("area",), hours=31)).size == 10


def test_size_comes_from_the_precision_wanted() -> None:
    make_cases(each=10)
    round = make_open_round()
    plan = proposal(round, Design(by=("area",), half_width=0.15))
    assert plan.half_width <= 0.15
    smaller = proposal(round, Design(by=("area",), size=plan.size - 1))
    assert smaller.half_width > 0.15


def test_size_hours_and_precision_are_not_mixed() -> None:
    make_cases()
    with pytest.raises(CannotDo, match="one of them"):
        proposal(make_open_round(), Design(by=("area",), size=10, hours=12))


def test_live_cases_are_left_out_and_the_coverage_of_each_stratum_is_stated() -> None:
    make_cases(each=6)
    for _ in range(12):
        make_case(area="South", live=True)
    plan = proposal(make_open_round(), Design(by=("area",), size=8))
    south = next(row for row in plan.strata if row.stratum == {"area": "South"})
    assert (south.population, south.left_out_live) == (36, 12)
    assert south.coverage == 0.75
    assert plan.left_out_live == 12


def test_a_stratum_with_only_live_cases_is_named_as_not_covered() -> None:
    make_cases()
    make_case(outcome_group="charged", live=True)
    plan = proposal(make_open_round(), Design(by=("outcome",), size=8))
    assert any("only live" in note for note in plan.notes)


def test_live_cases_come_in_only_by_a_seniors_recorded_authority() -> None:
    make_case(live=True)
    make_case(live=True)
    round = make_open_round()
    with pytest.raises(CannotDo, match="live or before a court"):
        proposal(round, Design(by=("area",), size=2))
    senior = Officer.objects.create(
        number="1",
        given_name="Ann",
        family_name="Lead",
        email="a@force.example",
        rank="superintendent",
    )
    opening.let_live_cases_in(by=senior, round=round, reason="Six charged cases, agreed.")
    round.refresh_from_db()
    assert proposal(round, Design(by=("area",), size=2)).size == 2


def test_dates_and_fields_choose_the_population() -> None:
    make_cases()
    make_case("LATE", reported_on=dt.date(2026, 6, 1))
    round = make_open_round()
    population = Population(since=dt.date(2026, 5, 1), where={"area": ["North"]})
    opening.set_population(by=CONSOLE, round=round, population=population)
    assert proposal(round, Design(by=("area",), size=1)).population == 1
    assert [unit for _, unit, _ in framing.frame(population, ["area"]).rows] == ["LATE"]


@pytest.mark.parametrize("include_live", [False, True])
def test_cases_counted_by_the_database_are_those_of_the_frame(include_live: bool) -> None:
    make_cases(each=3)
    make_case("BEFORE-COURT", live=True)
    make_case("NO-AREA", area=None)
    population = Population(since=dt.date(2020, 1, 1), include_live=include_live)
    merge = {"variable": "area", "values": ["North", "South"], "into": "North or South"}
    for by in (["area"], ["relationship", "outcome"], ["kind"]):
        for merges in ((), (merge,)):
            counts = framing.counted(population, by, merges)
            assert counts == framing.frame(population, by, merges).counts
            assert list(counts.sizes) == sorted(counts.sizes)


def test_an_unknown_filter_is_refused_with_the_known_ones() -> None:
    round = make_open_round()
    with pytest.raises(CannotDo, match="decision_maker"):
        opening.set_population(
            by=CONSOLE, round=round, population=Population(where={"colour": ["red"]})
        )


def test_neyman_says_so_when_no_closed_round_tells_how_much_ratings_vary() -> None:
    make_cases()
    plan = proposal(make_open_round(), Design(by=("area",), size=8, rule="neyman"))
    assert any("No closed round" in note for note in plan.notes)


def test_the_frozen_frame_carries_a_hash_that_anyone_can_recompute() -> None:
    make_cases()
    round = make_open_round()
    freeze_frame(by=CONSOLE, round=round, design=Design(by=("area",), size=8))
    round.refresh_from_db()
    rows = list(round.frame.values_list("unit", "stratum"))
    assert len(rows) == 72
    assert round.frame_sha256 == sampling.frame_digest(rows)
    assert round.state == RoundState.FROZEN


def test_a_frozen_round_cannot_be_planned_again() -> None:
    make_cases()
    round = make_open_round()
    freeze_frame(by=CONSOLE, round=round, design=Design(by=("area",), size=8))
    with pytest.raises(CannotDo, match="already frozen"):
        freeze_frame(by=CONSOLE, round=round, design=Design(by=("area",), size=9))
    round.refresh_from_db()
    assert round.size == 8
    with pytest.raises(CannotDo, match="past planning"):
        opening.set_population(by=CONSOLE, round=round, population=Population())


def test_the_size_is_never_above_the_population() -> None:
    make_cases(each=1)
    assert proposal(make_open_round(), Design(by=("area",), size=500)).size == 12
    assert planning.LEAST == 2


def test_what_another_size_would_give_is_what_planning_it_gives() -> None:
    make_cases(each=6)
    round = make_open_round()
    plan = planning.proposal(round, planning.Design(by=("area",), size=12))
    assert [one.size for one in plan.others] == [6, 9, 15, 18, 24]
    for one in plan.others:
        again = planning.proposal(round, planning.Design(by=("area",), size=one.size))
        assert (one.half_width, one.hours) == (again.half_width, again.hours)
    widths = [one.half_width for one in plan.others]
    assert widths == sorted(widths, reverse=True)


def test_sizes_that_the_strata_do_not_allow_are_not_shown() -> None:
    make_cases(each=1)
    plan = planning.proposal(make_open_round(), planning.Design(by=("area",), size=4))
    assert all(one.size >= 4 for one in plan.others)
    assert all(one.size <= plan.population for one in plan.others)
