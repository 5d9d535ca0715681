"""Waiting times: published examples, what must hold for every table, and refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stillpoint.methods import timeliness
from stillpoint.methods.timeliness import Curve, Quantile

# Weeks in remission of 42 children, 6-MP against placebo (Freireich et al. 1963, as Gehan 1965
# prints them); + marks those still in remission.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def weeks(text: str) -> tuple[list[float], list[bool]]:
    return [float(w.rstrip("+")) for w in text.split()], ["+" not in w for w in text.split()]


# Survival after each event time with 6-MP, as printed in textbooks (Cox & Oakes 1984, table 4.1;
# Collett 2015): 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482.
@pytest.mark.parametrize(
    ("week", "survival"),
    [
        (6, 0.8571),
        (7, 0.8067),
        (10, 0.7529),
        (13, 0.6902),
        (16, 0.6275),
        (22, 0.5378),
        (23, 0.4482),
    ],
)
def test_remission_with_six_mp_is_as_published(week: float, survival: float) -> None:
    assert timeliness.kaplan_meier(*weeks(SIX_MP)).at(week) == pytest.approx(survival, abs=5e-5)


def test_medians_of_both_arms_are_as_published() -> None:
    assert timeliness.kaplan_meier(*weeks(SIX_MP)).median() == Quantile(23.0, 16.0, None)
    assert timeliness.kaplan_meier(*weeks(PLACEBO)).median() == Quantile(8.0, 4.0, 12.0)


def test_limits_are_survival_times_the_exponential_of_the_relative_error() -> None:
    curve = timeliness.kaplan_meier(*weeks(SIX_MP))
    # Three of 21 at week 6: Greenwood's relative variance is 3 / (21 · 18).
    reach = 1.959964 * (3 / (21 * 18)) ** 0.5
    survival = 18 / 21
    assert curve.between(6) == pytest.approx((survival * np.exp(-reach), 1.0), abs=1e-6)
    assert survival * np.exp(reach) > 1
    assert curve.standard_error[0] == pytest.approx(0.0764, abs=5e-5)


def test_log_rank_of_the_two_arms_is_as_published() -> None:
    (treated, seen), (control, also) = weeks(SIX_MP), weeks(PLACEBO)
    found = timeliness.log_rank(treated + control, seen + also, ["6-MP"] * 21 + ["placebo"] * 21)
    # 16.79 in Collett 2015 and in the output of R's survdiff.
    assert (round(found.statistic, 2), found.df) == (16.79, 1)
    assert found.p == pytest.approx(4.17e-5, rel=1e-2)


def test_an_event_comes_before_a_censoring_at_the_same_time() -> None:
    curve = timeliness.kaplan_meier([5, 5, 9], [True, False, True])
    assert curve.at_risk.tolist() == [3, 1]
    assert curve.survival.tolist() == pytest.approx([2 / 3, 0.0])


def test_an_event_at_time_nought_lowers_the_curve_at_once() -> None:
    curve = timeliness.kaplan_meier([0, 0, 3, 4], [True, False, True, False])
    assert curve.at(0) == 0.75
    assert curve.at(3) == 0.375


def test_times_that_differ_by_rounding_only_are_ties() -> None:
    curve = timeliness.kaplan_meier([0.1 + 0.2, 0.3, 1.0], [True, True, True])
    assert curve.events.tolist() == [2, 1]


def test_a_level_stretch_at_one_half_gives_its_middle_as_median() -> None:
    assert timeliness.kaplan_meier([1, 2, 6, 8], [True] * 4).median().value == 4.0


def test_a_median_nobody_has_reached_is_none() -> None:
    assert timeliness.kaplan_meier([1, 2, 3], [True, False, False]).median() == Quantile(
        None, 1.0, None
    )


def test_limits_are_missing_once_nobody_is_left() -> None:
    curve = timeliness.kaplan_meier([1, 2], [True, True])
    assert curve.survival[-1] == 0
    assert np.isnan(curve.low[-1])
    assert np.isnan(curve.high[-1])


# What must hold for every table.

WAITS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)
CAUSES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([None, "charged", "closed", "withdrawn"])),
    min_size=1,
    max_size=30,
)


def of(rows: list[tuple[int, bool]]) -> Curve:
    return timeliness.kaplan_meier([time for time, _ in rows], [seen for _, seen in rows])


@given(times=st.lists(st.integers(0, 20), min_size=1, max_size=40), t=st.integers(0, 25))
def test_without_open_cases_the_curve_is_the_share_still_waiting(times: list[int], t: int) -> None:
    curve = timeliness.kaplan_meier(times, [True] * len(times))
    assert curve.at(t) == pytest.approx(np.mean([time > t for time in times]), abs=1e-12)


@given(rows=WAITS)
def test_survival_never_rises_and_lies_within_its_limits(rows: list[tuple[int, bool]]) -> None:
    curve = of(rows)
    assert (np.diff(curve.survival) <= 0).all()
    known = ~np.isnan(curve.low)
    assert (curve.low[known] <= curve.survival[known]).all()
    assert (curve.high[known] >= curve.survival[known]).all()
    assert (curve.high[known] <= 1).all()


@given(rows=WAITS, data=st.data())
def test_the_order_of_cases_changes_no_curve(
    rows: list[tuple[int, bool]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    one = of(rows)
    two = of(mixed)
    assert one.survival.tolist() == two.survival.tolist()


@given(rows=CAUSES)
def test_incidences_and_survival_sum_to_one(rows: list[tuple[int, str | None]]) -> None:
    times, causes = zip(*rows, strict=True)
    curves = timeliness.cumulative_incidence(times, causes)
    survival = timeliness.kaplan_meier(times, [cause is not None for cause in causes])
    total = survival.survival + sum(curve.incidence for curve in curves.values())
    assert total == pytest.approx(np.ones(len(total)))
    assert set(curves) == {cause for cause in causes if cause is not None}


@given(rows=WAITS)
def test_one_cause_alone_is_kaplan_meier_turned_over(rows: list[tuple[int, bool]]) -> None:
    assume(any(seen for _, seen in rows))
    times, seen = zip(*rows, strict=True)
    survival = timeliness.kaplan_meier(times, seen)
    curve = timeliness.cumulative_incidence(times, ["done" if s else None for s in seen])["done"]
    assert curve.incidence == pytest.approx(survival.incidence)
    known = ~np.isnan(survival.standard_error)
    assert curve.standard_error[known] == pytest.approx(survival.standard_error[known], abs=1e-9)


def infinitesimal_jackknife(times: list[int], causes: list[Any], cause: Any, t: int) -> float:
    """Variance from the slope in each case's weight, taken by differences."""

    def incidence(weight: np.ndarray[Any, Any]) -> float:
        alive, share = 1.0, 0.0
        for time in sorted({x for x in times if x <= t}):
            at_risk = weight[[x >= time for x in times]].sum()
            ended = [x == time and c is not None for x, c in zip(times, causes, strict=True)]
            so_ended = [e and c == cause for e, c in zip(ended, causes, strict=True)]
            share += alive * weight[so_ended].sum() / at_risk
            alive *= 1 - weight[ended].sum() / at_risk
        return float(share)

    step = 1e-5 * np.eye(len(times))
    slopes = [(incidence(1 + row) - incidence(1 - row)) / 2e-5 for row in step]
    return float(np.sum(np.square(slopes)))


@settings(max_examples=25, deadline=None)
@given(rows=CAUSES)
def test_without_late_entries_the_error_of_an_incidence_is_the_infinitesimal_jackknife(
    rows: list[tuple[int, str | None]],
) -> None:
    times, causes = [time for time, _ in rows], [cause for _, cause in rows]
    for cause, curve in timeliness.cumulative_incidence(times, causes).items():
        for place in {0, len(curve.times) // 2, len(curve.times) - 1}:
            expected = infinitesimal_jackknife(times, causes, cause, int(curve.times[place]))
            assert curve.standard_error[place] ** 2 == pytest.approx(expected, abs=1e-7)


@settings(max_examples=50)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 9), st.booleans(), st.sampled_from("abc")), min_size=4, max_size=25
    )
)
def test_names_and_order_of_groups_change_no_log_rank(rows: list[tuple[int, bool, str]]) -> None:
    times, seen, groups = (list(column) for column in zip(*rows, strict=True))
    try:
        found = timeliness.log_rank(times, seen, groups)
    except ValueError:
        assume(False)
    names = {"a": 3, "b": 1, "c": 2}
    again = timeliness.log_rank(times[::-1], seen[::-1], [names[g] for g in groups[::-1]])
    assert again.statistic == pytest.approx(found.statistic, abs=1e-8)
    assert again.df == found.df
    assert 0 <= found.p <= 1


# Delayed entry and several causes, worked by hand.


def test_a_late_entry_is_at_risk_only_after_it() -> None:
    curves = timeliness.cumulative_incidence(
        [2, 4, 5, 6], ["charged", "closed", "charged", None], entry=[0, 3, 0, 2]
    )
    # At risk: 2 at time 2 (entries 0 and 0; the entry at 2 itself comes after), then 3, 2, 1.
    charged = curves["charged"]
    assert charged.at_risk.tolist() == [2, 3, 2, 1]
    assert charged.incidence.tolist() == pytest.approx([1 / 2, 1 / 2, 2 / 3, 2 / 3])
    assert curves["closed"].incidence.tolist() == pytest.approx([0, 1 / 6, 1 / 6, 1 / 6])


def test_an_entry_of_nought_counts_a_case_that_ends_the_same_day() -> None:
    curves = timeliness.cumulative_incidence([0, 3], ["charged", None], entry=[0, 0])
    assert curves["charged"].at(0) == 0.5


def test_closing_a_case_without_arrest_does_not_leave_it_waiting_for_arrest() -> None:
    times, causes = [1, 2, 3, 4], ["closed", "arrest", "closed", "arrest"]
    arrest = timeliness.cumulative_incidence(times, causes)["arrest"]
    naive = 1 - timeliness.kaplan_meier(times, [cause == "arrest" for cause in causes]).at(4)
    assert arrest.at(4) == 0.5
    assert naive == 1.0


def test_the_median_of_an_incidence_has_its_early_limit_low() -> None:
    times = list(range(1, 101))
    curve = timeliness.cumulative_incidence(times, ["done"] * 100)["done"]
    median = curve.median()
    assert median.low is not None
    assert median.high is not None
    assert median.value == 50.5
    assert median.low < 50.5 < median.high


def test_an_open_case_may_be_marked_none_or_nan() -> None:
    with_nan = timeliness.cumulative_incidence([1, 2], ["done", float("nan")])
    assert list(with_nan) == ["done"]


def test_a_curve_before_its_first_time_is_where_it_starts() -> None:
    assert timeliness.kaplan_meier([5], [True]).at(1) == 1.0
    assert timeliness.cumulative_incidence([5], ["done"])["done"].at(1) == 0.0


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: timeliness.kaplan_meier([], []), "duration must be a row"),
        (
            lambda: timeliness.kaplan_meier([1, -2], [1, 0]),
            "duration must be nought or more; row 1",
        ),
        (lambda: timeliness.kaplan_meier([1, np.nan], [1, 0]), "row 1"),
        (lambda: timeliness.kaplan_meier(["a"], [1]), "duration must hold numbers"),
        (lambda: timeliness.kaplan_meier([1, 2], [1]), "observed must hold one entry"),
        (lambda: timeliness.kaplan_meier([1, 2], [1, 2]), "observed must hold true or false"),
        (lambda: timeliness.kaplan_meier([1, 2], [1, 0], level=95), "level must lie"),
        (lambda: timeliness.log_rank([1, 2], [1, 1], ["a", "a"]), "at least two groups"),
        (lambda: timeliness.log_rank([1, 2], [0, 0], ["a", "b"]), "no event"),
        (lambda: timeliness.log_rank([1, 2], [1, 1], ["a"]), "equally long"),
        (lambda: timeliness.log_rank([1, 2], [0, 1], ["a", "b"]), "fewer than two groups at risk"),
        (lambda: timeliness.cumulative_incidence([1, 2], ["a"]), "event must hold one entry"),
        (lambda: timeliness.cumulative_incidence([1, 2], ["a", None], entry=[0]), "one number for"),
        (
            lambda: timeliness.cumulative_incidence([1, 2], ["a", None], entry=[0, 2]),
            "entry is not before duration in row 1",
        ),
        (lambda: timeliness.kaplan_meier([1], [1]).at(-1), "t must be a time"),
        (lambda: timeliness.kaplan_meier([1], [1]).quantile(1.0), "share must lie"),
    ],
)
def test_input_that_will_not_do_is_named(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        act()
