"""XmR charts: a published series, each rule by itself, and refusals."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import control_charts
from stillpoint.methods.control_charts import Signal, xmr

# Four-hour breaches a month, April 2016 to March 2018, of one NHS trust (RRK, NHS England's
# published A&E figures, in the R package NHSRdatasets). The expected figures below are those of
# the R package NHSRplotthedots.
BREACHES = [
    *(1195, 1843, 1397, 1333, 1771, 1751, 2013, 1759, 2179, 2585, 1654, 1543),
    *(1632, 1558, 1190, 1357, 1279, 1683, 2190, 1804, 986, 2181, 2048, 2154),
]


def test_screened_limits_are_those_of_nhsrplotthedots() -> None:
    chart = xmr(BREACHES)
    assert chart.centre == 1711.875
    assert (chart.lower, chart.upper) == pytest.approx((849.793181818182, 2573.95681818182))
    assert chart.moving_range_mean == pytest.approx(324.0909090909)


def test_unscreened_limits_are_those_of_nhsrplotthedots() -> None:
    chart = xmr(BREACHES, screen_outliers=False)
    assert (chart.lower, chart.upper) == pytest.approx((749.070652173913, 2674.67934782609))


def test_special_causes_are_those_of_nhsrplotthedots() -> None:
    shift = tuple(Signal(point, "shift", "below") for point in range(10, 18))
    assert xmr(BREACHES).signals == (Signal(9, "astronomical", "above"), *shift)
    assert xmr(BREACHES, screen_outliers=False).signals == shift


# A quiet series about 10 on which one rule at a time is set off.
QUIET = [10.0, 12, 9, 11, 8, 10, 11, 9, 12, 8]


def rules(values: list[float], baseline: int = len(QUIET)) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for signal in xmr(values, baseline=baseline).signals:
        found.setdefault(signal.rule, []).append(signal.point)
    return found


def test_a_quiet_series_has_no_special_cause() -> None:
    assert rules(QUIET) == {}


def test_a_point_beyond_a_limit_is_astronomical() -> None:
    assert rules([*QUIET, 30]) == {"astronomical": [10]}


def test_seven_points_on_one_side_are_a_shift_and_six_are_not() -> None:
    assert rules([*QUIET, *[11, 10.5] * 3, 11]) == {"shift": list(range(10, 17))}
    assert rules([*QUIET, *[11, 10.5] * 3]) == {}


def test_a_point_on_the_centre_ends_a_shift() -> None:
    assert rules([*QUIET, 11, 10.5, 11, 10, 11, 10.5, 11, 10.5]) == {}


def test_seven_rising_points_are_a_trend_and_six_are_not() -> None:
    rising = [8.5, 9.0, 9.5, 10.2, 10.8, 11.4]
    assert rules([*QUIET, 9.6, 8.4, *rising]) == {"trend": list(range(11, 18))}
    assert rules([*QUIET, 9.6, *rising]) == {}


def test_two_of_three_points_near_a_limit_signal_only_the_near_points() -> None:
    chart = xmr(QUIET)
    near = chart.centre + 0.9 * (chart.upper - chart.centre)
    assert rules([*QUIET, near, 10.5, near]) == {"two of three": [10, 12]}


def test_near_points_with_the_third_on_the_other_side_do_not_signal() -> None:
    chart = xmr(QUIET)
    near = chart.centre + 0.9 * (chart.upper - chart.centre)
    assert rules([*QUIET, near, 9.5, near]) == {}


def test_a_baseline_sets_the_limits_without_the_points_after_it() -> None:
    assert xmr([*QUIET, 30, 31], baseline=10).upper == xmr(QUIET).upper


def test_screening_leaves_out_ranges_but_no_point() -> None:
    values = [*QUIET, 60, 10, 9, 11]
    screened = xmr(values)
    assert screened.centre == pytest.approx(np.mean(values))
    assert screened.moving_range_mean == pytest.approx(np.mean([2, 3, 2, 3, 2, 1, 2, 3, 4, 1, 2]))


SERIES = st.lists(st.integers(-50, 50), min_size=2, max_size=40)


@given(values=SERIES)
def test_limits_lie_two_point_six_six_mean_ranges_either_side(values: list[int]) -> None:
    chart = xmr(values, screen_outliers=False)
    ranges = np.abs(np.diff(values)).mean()
    assert chart.centre == pytest.approx(np.mean(values))
    assert chart.upper - chart.centre == pytest.approx(2.66 * ranges)
    assert chart.centre - chart.lower == pytest.approx(2.66 * ranges)


@given(values=SERIES)
def test_screening_never_widens_the_limits(values: list[int]) -> None:
    screened, whole = xmr(values), xmr(values, screen_outliers=False)
    assert screened.upper - screened.lower <= whole.upper - whole.lower + 1e-9


@given(values=SERIES)
def test_turning_a_series_over_turns_every_signal_over(values: list[int]) -> None:
    over = {"above": "below", "below": "above", "rising": "falling", "falling": "rising"}
    turned = xmr([-value for value in values]).signals
    assert [(s.point, s.rule, over[s.side]) for s in xmr(values).signals] == [
        (s.point, s.rule, s.side) for s in turned
    ]


@given(value=st.integers(-9, 9), n=st.integers(2, 30))
def test_a_series_that_never_varies_has_limits_on_its_centre_and_no_signal(
    value: int, n: int
) -> None:
    chart = xmr([value] * n)
    assert (chart.lower, chart.centre, chart.upper, chart.signals) == (value, value, value, ())


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: xmr([1]), "values must be a row of at least two"),
        (lambda: xmr([[1, 2], [3, 4]]), "values must be a row"),
        (lambda: xmr(["a", "b"]), "values must be numbers"),
        (lambda: xmr([1, np.nan, 2]), "no finite number at place 1"),
        (lambda: xmr([1, 2, 3], baseline=4), "baseline must lie between 2 and 3"),
        (lambda: xmr([1, 2, 3], baseline=1), "baseline must lie between 2 and 3"),
    ],
)
def test_input_that_will_not_do_is_named(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        act()


def test_the_constants_are_those_of_ranges_of_two() -> None:
    # 3 / d2 with d2 = 2 / √π, and D4 = 1 + 3 d3 / d2.
    d2 = 2 / np.pi**0.5
    d3 = (2 - 4 / np.pi) ** 0.5
    assert pytest.approx(3 / d2, abs=2e-3) == control_charts.LIMIT
    assert pytest.approx(1 + 3 * d3 / d2, abs=1e-3) == control_charts.OUTLYING_RANGE
