"""Many shares at once, and the precision of a plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods import estimation, sampling

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


# --- many groups at once


@given(SAMPLES, st.data(), st.booleans())
def test_groups_at_once_are_what_each_is_alone(
    shape: list[tuple[int, int]], data: st.DataObject, as_domains: bool
) -> None:
    y, stratum, population = drawn(data, shape, st.booleans())
    by = [f"g{i % 2}" for i in range(len(y))]
    counts = {label: stratum.count(label) for label in population}
    found = estimation.proportions_by(
        y,
        by,
        stratum=stratum,
        population=population,
        sampled=counts if as_domains else None,
        lonely="remove",
    )
    for i, label in enumerate(found.labels):
        inside = np.array(by) == label
        alone = (
            estimation.proportion(
                y, stratum=stratum, population=population, domain=inside, lonely="remove"
            )
            if as_domains
            else estimation.proportion(
                np.array(y)[inside],
                stratum=np.array(stratum)[inside],
                population=population,
                lonely="remove",
            )
        )
        assert (found.value[i], found.low[i], found.high[i]) == pytest.approx(
            (alone.value, alone.low, alone.high), abs=1e-7
        )
        assert found.standard_error[i] == pytest.approx(alone.standard_error, abs=1e-7)
        assert (found.n[i], found.degrees_of_freedom[i]) == (alone.n, alone.degrees_of_freedom)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"y": [0, 2]}, "y must be 0 or 1"),
        ({"by": ["a"]}, "by has 1 labels"),
        ({"sampled": 1}, "sampled says 1"),
        ({"stratum": ["s", "s"], "sampled": {}}, "no count for stratum 's'"),
        ({"method": "logit"}, "'logit'"),
        ({"y": []}, "y must be"),
    ],
)
def test_bad_input_to_groups_is_refused_by_name(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        estimation.proportions_by(**{"y": [0, 1], "by": ["a", "a"], **arguments})


# --- planning

SIZES = {"a": 60, "b": 25, "c": 9, "d": 1}


def test_a_planned_width_falls_as_the_sample_grows() -> None:
    widths = [
        estimation.planned_half_width(SIZES, sampling.allocate(SIZES, n, minimum=2), 0.5)
        for n in range(8, 96)
    ]
    assert widths[-1] == 0
    assert all(later <= earlier for earlier, later in zip(widths, widths[10:], strict=False))


def test_a_planned_width_is_what_an_even_sample_then_gives() -> None:
    sizes = {"a": 4000, "b": 6000}
    planned = estimation.planned_half_width(sizes, {"a": 40, "b": 60}, 0.5)
    y = [i % 2 for i in range(100)]
    found = estimation.proportion(y, stratum=["a"] * 40 + ["b"] * 60, population=sizes)
    assert (found.high - found.low) / 2 == pytest.approx(planned, rel=0.02)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 30), min_size=1),
    st.floats(0.01, 0.5),
    st.sampled_from(["proportional", "equal", "power"]),
)
def test_the_planned_size_is_the_smallest_that_reaches_the_target(
    sizes: dict[str, int], target: float, rule: str
) -> None:
    found = estimation.size_for_half_width(sizes, target, 0.3, rule)
    start = sum(min(2, size) for size in sizes.values())
    widths = {
        n: estimation.planned_half_width(
            sizes, sampling.allocate(sizes, n, rule=rule, minimum=2), 0.3
        )
        for n in range(start, found + 1)
    }
    assert widths[found] <= target
    assert all(width > target for n, width in widths.items() if n < found)


def test_a_large_planned_size_reaches_its_target() -> None:
    sizes = {"a": 400_000, "b": 200_000}
    found = estimation.size_for_half_width(sizes, 0.01)
    shares = sampling.allocate(sizes, found, minimum=2)
    assert estimation.planned_half_width(sizes, shares, 0.5) == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: estimation.planned_half_width({"a": 5}, {"a": 0}, 0.5), "'a' holds 5 units"),
        (lambda: estimation.planned_half_width({"a": 5}, {"a": 2}, 1.5), "p must lie"),
        (lambda: estimation.planned_half_width({}, {}, 0.5), "sizes hold no unit"),
        (lambda: estimation.size_for_half_width({"a": 5}, -0.1), "target"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_by_name(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
