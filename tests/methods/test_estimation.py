"""Estimates and intervals against published figures, and what must hold of them always."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import estimation

# Lohr, S. (2010) Sampling: Design and Analysis, 2nd ed., example 3.2: acres of farmland in 300
# counties of the United States, stratified by region: N, n, mean, variance.
FARMLAND = {
    "Northeast": (220, 21, 97_629.81, 7_647_472_708.0),
    "North Central": (1054, 103, 300_504.16, 29_618_183_543.0),
    "South": (1382, 135, 211_315.04, 53_587_487_856.0),
    "West": (422, 41, 662_295.51, 396_185_950_266.0),
}

# Lumley, T. (2010) Complex Surveys, and the documentation of his R package survey (4.1.1): the
# stratified sample of 200 Californian schools. N, n, mean and variance of the performance
# index; how many had met their school-wide target, and how many were given an award.
SCHOOLS = {
    "E": (4421, 100, 674.43, 15687.419292929293, 91, 73),
    "M": (1018, 50, 636.6, 13824.857142857143, 35, 24),
    "H": (755, 50, 625.82, 11947.089387755103, 26, 16),
}

# Newcombe, R. G. (1998) Statistics in Medicine 17, 857-872, table I: 95 % intervals.
NEWCOMBE = {
    "wilson": [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
    "clopper-pearson": [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
}


def sample_with(strata: dict[str, Any]) -> tuple[np.ndarray[Any, Any], list[str], dict[str, int]]:
    """A sample whose strata have exactly the given means and variances."""
    values: list[float] = []
    labels: list[str] = []
    for label, (_, n, mean, variance, *_) in strata.items():
        shape = np.arange(n) - (n - 1) / 2
        values += list(mean + shape * math.sqrt(variance / shape.var(ddof=1)))
        labels += [label] * n
    return np.array(values), labels, {label: numbers[0] for label, numbers in strata.items()}


def hits(which: int) -> tuple[list[bool], list[str], dict[str, int]]:
    """Yes and no for each school: column `which` of SCHOOLS says how many yes."""
    ones = [i < row[which] for row in SCHOOLS.values() for i in range(row[1])]
    labels = [label for label, row in SCHOOLS.items() for _ in range(row[1])]
    return ones, labels, {label: row[0] for label, row in SCHOOLS.items()}


# --- published figures


def test_the_stratified_total_of_lohrs_farmland() -> None:
    y, stratum, population = sample_with(FARMLAND)
    found = estimation.total(y, stratum=stratum, population=population)
    assert found.value == pytest.approx(909_736_034, rel=1e-7)
    assert found.standard_error == pytest.approx(50_417_248, rel=1e-6)
    assert found.degrees_of_freedom == 296


def test_the_stratified_mean_of_lohrs_farmland() -> None:
    y, stratum, population = sample_with(FARMLAND)
    found = estimation.mean(y, stratum=stratum, population=population)
    assert found.value == pytest.approx(295_561, abs=0.5)
    assert found.standard_error == pytest.approx(16_380, abs=0.5)


def test_the_stratified_mean_of_lumleys_schools() -> None:
    y, stratum, population = sample_with(SCHOOLS)
    found = estimation.mean(y, stratum=stratum, population=population)
    assert found.value == pytest.approx(662.287363, rel=1e-7)
    assert found.standard_error == pytest.approx(9.408941, rel=1e-6)
    assert (found.low, found.high) == pytest.approx((643.732188, 680.842538), rel=1e-7)


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        ("korn-graubard", 0.7741713285973, 0.8734315926207),
        ("logit", 0.7745396543516, 0.8708148545445),
        ("wald", 0.7799381809729, 0.8759578418588),
    ],
)
def test_the_share_of_schools_on_target_as_r_gives_it(method: str, low: float, high: float) -> None:
    y, stratum, population = hits(4)
    found = estimation.proportion(y, stratum=stratum, population=population, method=method)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-7)


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        ("korn-graubard", 0.1979846880428, 0.4631543683071),
        ("logit", 0.2061203415824, 0.4603156704813),
        ("wald", 0.1905933011032, 0.4494066988968),
    ],
)
def test_the_share_of_high_schools_with_awards_as_r_gives_it(
    method: str, low: float, high: float
) -> None:
    y, stratum, population = hits(5)
    found = estimation.proportion(
        y,
        stratum=stratum,
        population=population,
        method=method,
        domain=np.array(stratum) == "H",
    )
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-7)
    assert (found.n, found.degrees_of_freedom) == (50, 49)


@pytest.mark.parametrize(
    ("method", "successes", "n", "low", "high"),
    [(method, *row) for method, rows in NEWCOMBE.items() for row in rows],
)
def test_binomial_intervals_of_newcombe(
    method: str, successes: int, n: int, low: float, high: float
) -> None:
    found = estimation.binomial_interval(successes, n, method=method)
    assert found == pytest.approx((low, high), abs=5.1e-5)


# --- what must always hold

SAMPLES = st.lists(
    st.tuples(st.integers(2, 6), st.integers(0, 30)), min_size=1, max_size=5
)  # (sampled, not sampled) for each stratum


def drawn(
    data: st.DataObject, shape: list[tuple[int, int]], values: st.SearchStrategy[Any]
) -> tuple[list[Any], list[str], dict[str, int]]:
    stratum = [f"s{h}" for h, (n, _) in enumerate(shape) for _ in range(n)]
    population = {f"s{h}": n + rest for h, (n, rest) in enumerate(shape)}
    size = len(stratum)
    return data.draw(st.lists(values, min_size=size, max_size=size)), stratum, population


@given(SAMPLES, st.data())
def test_a_total_is_the_mean_times_the_population(
    shape: list[tuple[int, int]], data: st.DataObject
) -> None:
    y, stratum, population = drawn(data, shape, st.floats(-100, 100))
    mean = estimation.mean(y, stratum=stratum, population=population)
    total = estimation.total(y, stratum=stratum, population=population)
    everyone = sum(population.values())
    assert total.value == pytest.approx(mean.value * everyone, abs=1e-6)
    assert total.standard_error == pytest.approx(mean.standard_error * everyone, abs=1e-6)


@given(SAMPLES, st.data())
def test_the_mean_of_strata_taken_whole_is_exact(
    shape: list[tuple[int, int]], data: st.DataObject
) -> None:
    y, stratum, population = drawn(data, [(n, 0) for n, _ in shape], st.floats(-100, 100))
    found = estimation.mean(y, stratum=stratum, population=population)
    assert (found.standard_error, found.low, found.high) == (0, found.value, found.value)
    assert found.value == pytest.approx(float(np.mean(y)), abs=1e-9)


@given(SAMPLES, st.data(), st.floats(-50, 50), st.floats(0.1, 10))
def test_a_mean_moves_with_its_scale(
    shape: list[tuple[int, int]], data: st.DataObject, shift: float, scale: float
) -> None:
    y, stratum, population = drawn(data, shape, st.floats(-100, 100))
    plain = estimation.mean(y, stratum=stratum, population=population)
    moved = estimation.mean(shift + scale * np.array(y), stratum=stratum, population=population)
    assert moved.value == pytest.approx(shift + scale * plain.value, abs=1e-6)
    assert moved.standard_error == pytest.approx(scale * plain.standard_error, abs=1e-6)


@given(SAMPLES, st.data())
def test_domain_totals_sum_to_the_total(shape: list[tuple[int, int]], data: st.DataObject) -> None:
    y, stratum, population = drawn(data, shape, st.floats(-100, 100))
    inside = np.arange(len(y)) % 2 == 0
    parts = [
        estimation.total(y, stratum=stratum, population=population, domain=part).value
        for part in (inside, ~inside)
    ]
    whole = estimation.total(y, stratum=stratum, population=population).value
    assert sum(parts) == pytest.approx(whole, abs=1e-6)


@given(SAMPLES, st.data())
def test_a_domain_mean_is_the_ratio_of_its_total_to_its_size(
    shape: list[tuple[int, int]], data: st.DataObject
) -> None:
    y, stratum, population = drawn(data, shape, st.floats(-100, 100))
    inside = np.arange(len(y)) % 2 == 0
    domain = estimation.mean(y, stratum=stratum, population=population, domain=inside)
    ratio = estimation.ratio(np.where(inside, y, 0), inside, stratum=stratum, population=population)
    assert domain.value == pytest.approx(ratio.value, abs=1e-9)
    assert domain.standard_error == pytest.approx(ratio.standard_error, abs=1e-7)


@given(SAMPLES, st.data(), st.sampled_from(["korn-graubard", "korn-graubard-capped", "logit"]))
def test_an_interval_for_a_share_holds_it_and_stays_between_0_and_1(
    shape: list[tuple[int, int]], data: st.DataObject, method: str
) -> None:
    y, stratum, population = drawn(data, shape, st.booleans())
    found = estimation.proportion(y, stratum=stratum, population=population, method=method)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


@given(SAMPLES, st.data())
def test_capping_the_effective_size_never_narrows_an_interval(
    shape: list[tuple[int, int]], data: st.DataObject
) -> None:
    y, stratum, population = drawn(data, shape, st.booleans())
    plain = estimation.proportion(y, stratum=stratum, population=population)
    capped = estimation.proportion(
        y, stratum=stratum, population=population, method="korn-graubard-capped"
    )
    assert capped.low <= plain.low + 1e-9
    assert plain.high <= capped.high + 1e-9


@given(SAMPLES, st.data(), st.sampled_from(["korn-graubard", "korn-graubard-capped"]))
def test_a_share_of_yes_mirrors_the_share_of_no(
    shape: list[tuple[int, int]], data: st.DataObject, method: str
) -> None:
    y, stratum, population = drawn(data, shape, st.booleans())
    yes = estimation.proportion(y, stratum=stratum, population=population, method=method)
    no = estimation.proportion(
        [not one for one in y], stratum=stratum, population=population, method=method
    )
    assert (yes.low, yes.high) == pytest.approx((1 - no.high, 1 - no.low), abs=1e-9)


@given(st.integers(1, 400), st.data(), st.sampled_from(["wilson", "clopper-pearson"]))
def test_a_binomial_interval_widens_with_its_level(
    n: int, data: st.DataObject, method: str
) -> None:
    successes = data.draw(st.integers(0, n))
    narrow = estimation.binomial_interval(successes, n, method=method, level=0.8)
    wide = estimation.binomial_interval(successes, n, method=method, level=0.99)
    assert 0 <= wide[0] <= narrow[0] <= narrow[1] <= wide[1] <= 1


# --- corners


@pytest.mark.parametrize("method", ["korn-graubard", "korn-graubard-capped", "logit"])
def test_a_unanimous_sample_still_has_an_interval(method: str) -> None:
    found = estimation.proportion([0] * 20, population=500, method=method)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(0.1684, abs=5e-5)  # 0 of 20: Newcombe, as above


def test_strata_that_each_agree_do_not_make_an_exact_share() -> None:
    found = estimation.proportion(
        [1, 1, 0, 0], stratum=["a", "a", "b", "b"], population={"a": 50, "b": 70}
    )
    assert found.standard_error == 0
    assert found.high - found.low > 0.8


def test_a_population_taken_whole_has_no_interval() -> None:
    found = estimation.proportion([1, 0, 1], stratum=["a", "a", "b"], population={"a": 2, "b": 1})
    assert (found.low, found.value, found.high) == (2 / 3, 2 / 3, 2 / 3)


def test_without_a_degree_of_freedom_nothing_is_known() -> None:
    """One unit of the domain in each stratum: R too has no degrees of freedom left."""
    y, stratum = [1, 0, 0, 0], ["a", "a", "b", "b"]
    domain = np.array([True, False, True, False])
    share = estimation.proportion(y, stratum=stratum, population={"a": 9, "b": 9}, domain=domain)
    mean = estimation.mean(y, stratum=stratum, population={"a": 9, "b": 9}, domain=domain)
    assert (share.low, share.high) == (0, 1)
    assert (mean.low, mean.high) == (-math.inf, math.inf)


LONELY: dict[str, Any] = {
    "y": [1.0, 3.0, 8.0],
    "stratum": ["a", "a", "b"],
    "population": {"a": 4, "b": 2},
}


def test_a_lonely_unit_is_refused_and_its_stratum_named() -> None:
    with pytest.raises(estimation.LonelyStratum, match="'b'"):
        estimation.mean(**LONELY)


# By hand: mean (4*2 + 2*8)/6 = 4. Stratum a: (4/6)² * (1 - 2/4) * 2/2 = 2/9. Stratum b adjusted:
# (1 - 1/2) * (2/6 * (8 - 4))² = 8/9; averaged: 2/9 again.
@pytest.mark.parametrize(
    ("lonely", "variance"), [("remove", 2 / 9), ("adjust", 10 / 9), ("average", 4 / 9)]
)
def test_lonely_units_are_treated_as_asked(lonely: str, variance: float) -> None:
    found = estimation.mean(**LONELY, lonely=lonely)
    assert found.value == pytest.approx(4)
    assert found.standard_error**2 == pytest.approx(variance)


def test_a_lonely_unit_adjusts_a_total_as_it_does_a_mean() -> None:
    mean = estimation.mean(**LONELY, lonely="adjust")
    total = estimation.total(**LONELY, lonely="adjust")
    assert total.standard_error == pytest.approx(6 * mean.standard_error)


def test_a_lonely_unit_outside_the_domain_does_no_harm() -> None:
    found = estimation.mean(**LONELY, domain=np.array([True, True, False]))
    assert found.value == pytest.approx(2)


def test_a_value_outside_the_domain_may_be_missing() -> None:
    found = estimation.mean([1, 2, math.nan], population=9, domain=np.array([True, True, False]))
    assert found.value == pytest.approx(1.5)


def test_labels_may_be_tuples() -> None:
    found = estimation.mean(
        [1, 2, 3, 4],
        stratum=[("n", 1), ("n", 1), ("s", 2), ("s", 2)],
        population={("n", 1): 10, ("s", 2): 30},
    )
    assert found.value == pytest.approx((10 * 1.5 + 30 * 3.5) / 40)


def test_own_weights_replace_those_of_the_design() -> None:
    found = estimation.total([1, 2, 3], weight=[10, 20, 30])
    assert found.value == pytest.approx(140)


GOOD: dict[str, Any] = {"y": [1, 0, 1], "stratum": ["a", "a", "a"], "population": {"a": 9}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": []}, "y is empty"),
        ({"y": [1, math.nan, 0]}, "y is missing or not finite for unit 1"),
        ({"y": [1, 2, 0]}, "y must be 0 or 1"),
        ({"y": ["x", "y", "z"]}, "y must hold numbers"),
        ({"y": [[1, 0, 1]]}, "y must be one-dimensional"),
        ({"stratum": ["a"]}, "stratum has 1 labels for 3 units"),
        ({"stratum": None}, "no stratum was given"),
        ({"population": 9}, "size of each stratum"),
        ({"population": {"b": 9}}, "'b' holds 9 units of the population but none in the sample"),
        ({"population": {}}, "no size for stratum 'a'"),
        ({"population": {"a": 2}}, "fewer than the 3 units sampled"),
        ({"domain": [True]}, "domain must be"),
        ({"domain": np.zeros(3, dtype=bool)}, "domain holds no sampled unit"),
        ({"lonely": "ignore"}, "'ignore'"),
        ({"level": 95}, "level"),
        ({"method": "exact"}, "'exact'"),
        ({"weight": [1, 0, 1]}, "weight must be a positive number"),
        ({"weight": [1]}, "weight has shape"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        estimation.proportion(**{**GOOD, **change})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: estimation.total([1, 2]), "needs the population"),
        (lambda: estimation.ratio([1, 2], [0, 0]), "total of x is 0"),
        (lambda: estimation.ratio([1, 2], [1]), "x has 1 values for 2 units"),
        (lambda: estimation.binomial_interval(5, 4), "successes"),
        (lambda: estimation.binomial_interval(0, 0), "n must be at least 1"),
        (lambda: estimation.binomial_interval(1, 4, method="wald"), "'wald'"),
    ],
)
def test_other_bad_input_is_refused_by_name(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
