"""Waits from days of milestones, and the curves from them: small enough to count by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stillpoint import practice
from stillpoint.cases.models import Case, Milestone
from stillpoint.evidence import gathering, times
from tests.reviews.factories import make_case

DAY_0 = dt.date(2026, 1, 1)
CUT_OFF = dt.date(2026, 7, 1)
INTERVAL = {"key": "known_to_arrest", "label": "Suspect known to arrest", "to": "arrested"}


def day(number: int) -> dt.date:
    return DAY_0 + dt.timedelta(number)


def case(reported: int = 0, **days: int) -> times.CaseDays:
    return times.CaseDays(day(reported), {kind: [day(number)] for kind, number in days.items()})


def waits(cases: Sequence[times.CaseDays]) -> times.Waits:
    return times.waits(cases, start="known", end="arrested", competing=["closed"], cut_off=CUT_OFF)


def figures(cases: Sequence[times.CaseDays]) -> dict[str, Any]:
    return times.interval_figures(waits(cases).as_json(), INTERVAL)


def test_a_wait_runs_from_the_first_milestone_to_the_next_of_the_other_kind() -> None:
    assert waits([case(known=3, arrested=10)]).rows == {(0, 7, "arrested"): 1}


def test_an_investigation_closed_without_arrest_is_not_waiting_for_one() -> None:
    assert waits([case(known=0, closed=20)]).rows == {(0, 20, "closed"): 1}


def test_what_is_still_open_is_counted_up_to_the_cut_off() -> None:
    assert waits([case(known=0)]).rows == {(0, (CUT_OFF - DAY_0).days, None): 1}


def test_on_one_day_the_awaited_milestone_counts_before_a_competing_one() -> None:
    assert waits([case(known=0, arrested=5, closed=5)]).rows == {(0, 5, "arrested"): 1}


def test_competing_outcomes_of_one_day_count_in_the_order_of_the_practice_model() -> None:
    both = case(known=0, victim_declined=5, outcome_recorded=5, police_nfa=5)
    for competing in (
        ["police_nfa", "victim_declined", "outcome_recorded"],
        ["victim_declined", "outcome_recorded"],
    ):
        counted = times.waits(
            [both], start="known", end="arrested", competing=competing, cut_off=CUT_OFF
        )
        assert counted.rows == {(0, 5, competing[0]): 1}


def test_the_earlier_of_two_competing_outcomes_counts_whatever_their_order() -> None:
    one = case(known=0, police_nfa=9, outcome_recorded=5)
    counted = times.waits(
        [one],
        start="known",
        end="arrested",
        competing=["police_nfa", "outcome_recorded"],
        cut_off=CUT_OFF,
    )
    assert counted.rows == {(0, 5, "outcome_recorded"): 1}


def test_an_arrest_after_closing_is_not_reached() -> None:
    assert waits([case(known=0, closed=5, arrested=9)]).rows == {(0, 5, "closed"): 1}


def test_what_happened_after_the_cut_off_is_not_known_yet() -> None:
    late = case(known=0, arrested=(CUT_OFF - DAY_0).days + 4)
    assert waits([late]).rows == {(0, (CUT_OFF - DAY_0).days, None): 1}


def test_a_case_without_the_first_milestone_is_not_in_the_interval() -> None:
    assert waits([case(arrested=4)]).rows == {}


def test_a_case_known_before_its_report_is_at_risk_from_the_report_on() -> None:
    assert waits([case(reported=10, known=0, arrested=25)]).rows == {(10, 25, "arrested"): 1}


def test_a_wait_that_ended_before_the_report_is_left_out_and_counted() -> None:
    counted = waits([case(reported=10, known=0, arrested=5)])
    assert (dict(counted.rows), dict(counted.left_out)) == ({}, {times.BEFORE_REPORT: 1})


def test_dates_in_the_wrong_order_are_left_out_and_counted() -> None:
    assert waits([case(known=8, arrested=2)]).left_out == {times.OUT_OF_ORDER: 1}


def test_a_case_closed_on_an_unknown_day_is_not_taken_as_open() -> None:
    assert waits([replace(case(known=0), ended_unknown=True)]).left_out == {times.NO_END: 1}


def test_the_share_is_a_cumulative_incidence_with_competing_outcomes() -> None:
    cases = [
        case(known=0, arrested=2),
        case(known=0, closed=4),
        case(known=0, arrested=6),
        case(known=0),
    ]
    result = figures(cases)
    mark = next(one for one in result["marks"] if one["days"] == 7)
    # Aalen-Johansen by hand: 1/4, then 2/4 still waiting at day 6, of whom half are arrested.
    assert mark["value"] == pytest.approx(1 / 4 + (2 / 4) * (1 / 2))
    assert mark["at_risk"] == 1
    assert mark["others"] == pytest.approx({"closed": 1 / 4})
    assert (result["n"], result["open"], result["ends"]) == (4, 1, {"arrested": 2, "closed": 1})


def test_nobody_yet_has_an_exact_upper_limit() -> None:
    result = figures([case(known=0) for _ in range(20)])
    mark = result["marks"][0]
    assert mark["value"] == 0
    # Clopper-Pearson for none of twenty.
    assert mark["high"] == pytest.approx(1 - 0.025 ** (1 / 20))


@given(
    st.lists(
        st.fixed_dictionaries(
            {"known": st.integers(0, 50)},
            optional={"arrested": st.integers(0, 150), "closed": st.integers(0, 150)},
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_case_with_a_start_is_counted_or_left_out_with_a_reason(
    given_days: list[Mapping[str, int]],
) -> None:
    counted = waits([case(**days) for days in given_days])
    assert sum(counted.rows.values()) + sum(counted.left_out.values()) == len(given_days)


def at(number: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day(number), dt.time(9)))


@pytest.mark.django_db
def test_days_come_from_milestones_and_where_there_are_none_from_the_case() -> None:
    one = make_case(reported_on=day(0))
    Milestone.objects.create(case=one, kind="suspect_known", at=at(3))
    Case.objects.filter(pk=one.pk).update(outcome_on=day(40))
    (found,) = gathering.case_days(Case.objects.all(), practice.current())
    assert found.days["reported"] == [day(0)]
    assert found.days["suspect_known"] == [day(3)]
    assert found.days["outcome_recorded"] == [day(40)]
    assert not found.ended_unknown


@pytest.mark.django_db
def test_a_final_outcome_without_a_day_is_an_unknown_end() -> None:
    make_case(reported_on=day(0))
    (found,) = gathering.case_days(Case.objects.all(), practice.current())
    assert found.ended_unknown
