"""Assignment: exact against trying everything, fair, repeatable, and refusals."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillpoint.methods.assignment import Assigned, assign

Costs = dict[tuple[str, str], float]


def best_by_trying_everything(
    cases: Sequence[str],
    capacity: Mapping[str, int],
    cost: Mapping[tuple[str, str], float],
    per_case: int,
    spread: float,
) -> tuple[int, float]:
    """Most places filled and, among those, the least cost."""
    best = (0, 0.0)

    def go(i: int, left: dict[str, int], filled: int, price: float) -> None:
        nonlocal best
        if i == len(cases):
            best = min(best, (-filled, price))
            return
        able = [r for r in capacity if (cases[i], r) in cost and left[r]]
        for size in range(min(per_case, len(able)) + 1):
            for team in combinations(able, size):
                added = sum(cost[cases[i], r] + spread * (capacity[r] - left[r]) for r in team)
                after = {r: n - (r in team) for r, n in left.items()}
                go(i + 1, after, filled + size, price + added)

    go(0, dict(capacity), 0, 0.0)
    return -best[0], best[1]


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[str], dict[str, int], Costs]:
    cases = [f"case {i}" for i in range(draw(st.integers(1, 4)))]
    reviewers = [f"reviewer {i}" for i in range(draw(st.integers(1, 3)))]
    capacity = {r: draw(st.integers(0, 3)) for r in reviewers}
    price = st.one_of(st.none(), st.integers(-4, 4), st.sampled_from([0.25, 1.125, 2.5]))
    prices = {(c, r): draw(price) for c in cases for r in reviewers}
    return cases, capacity, {pair: p for pair, p in prices.items() if p is not None}


@settings(max_examples=150, deadline=None)
@given(
    instance=instances(),
    per_case=st.integers(1, 3),
    spread=st.sampled_from([0.0, 0.5, 2.0]),
    seed=st.text(max_size=3),
)
def test_most_places_are_filled_at_the_least_cost(
    instance: tuple[list[str], dict[str, int], Costs], per_case: int, spread: float, seed: str
) -> None:
    cases, capacity, cost = instance
    found = assign(cases, capacity, cost, per_case=per_case, spread=spread, seed=seed)
    filled, price = best_by_trying_everything(cases, capacity, cost, per_case, spread)
    assert len(found.pairs) == filled
    assert found.total_cost == pytest.approx(price, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(instance=instances(), per_case=st.integers(1, 3), data=st.data())
def test_every_promise_of_an_assignment_is_kept(
    instance: tuple[list[str], dict[str, int], Costs], per_case: int, data: st.DataObject
) -> None:
    cases, capacity, cost = instance
    found = assign(cases, capacity, cost, per_case=per_case)
    assert len(set(found.pairs)) == len(found.pairs)
    assert set(found.pairs) <= set(cost)
    assert all(found.loads[r] <= most for r, most in capacity.items())
    assert found.loads == {r: sum(who == r for _, who in found.pairs) for r in capacity}
    missing = {c: per_case - sum(case == c for case, _ in found.pairs) for c in cases}
    assert found.shortfall == {c: n for c, n in missing.items() if n}


@settings(max_examples=60, deadline=None)
@given(instance=instances(), data=st.data())
def test_the_order_of_the_input_changes_nobody(
    instance: tuple[list[str], dict[str, int], Costs], data: st.DataObject
) -> None:
    cases, capacity, cost = instance
    found = assign(cases, capacity, cost, seed="s")
    again = assign(
        data.draw(st.permutations(cases)),
        dict(data.draw(st.permutations(list(capacity.items())))),
        dict(data.draw(st.permutations(list(cost.items())))),
        seed="s",
    )
    assert sorted(again.pairs) == sorted(found.pairs)


def dense(cases: int, reviewers: int, price: Callable[[], float]) -> Costs:
    return {(f"c{i:03}", f"r{j:02}"): price() for i in range(cases) for j in range(reviewers)}


def solve_dense(cost: Costs, most: int, seed: str = "", spread: float = 0.0) -> Assigned:
    cases = sorted({case for case, _ in cost})
    capacity = dict.fromkeys(sorted({reviewer for _, reviewer in cost}), most)
    return assign(cases, capacity, cost, seed=seed, spread=spread)


def test_a_dense_instance_has_the_optimum_of_scipy() -> None:
    from scipy.optimize import linear_sum_assignment

    chance = np.random.default_rng(4)
    cost = dense(60, 12, lambda: round(float(chance.random()), 4))
    matrix = np.array(list(cost.values())).reshape(60, 12).repeat(5, axis=1)
    rows, columns = linear_sum_assignment(matrix)
    assert solve_dense(cost, 5).total_cost == pytest.approx(matrix[rows, columns].sum(), abs=1e-9)


def test_costs_without_end_are_optimal_to_nine_digits() -> None:
    from scipy.optimize import linear_sum_assignment

    chance = np.random.default_rng(5)
    cost = dense(60, 12, lambda: float(np.exp(3 * chance.normal())))
    matrix = np.array(list(cost.values())).reshape(60, 12).repeat(5, axis=1)
    rows, columns = linear_sum_assignment(matrix)
    best = matrix[rows, columns].sum()
    assert solve_dense(cost, 5).total_cost == pytest.approx(best, abs=60e-9 * matrix.max())


def test_the_seed_decides_among_equal_costs_and_repeats_itself() -> None:
    cost = dense(20, 5, lambda: 1.0)
    first = solve_dense(cost, 4, seed="autumn")
    assert solve_dense(cost, 4, seed="autumn") == first
    assert solve_dense(cost, 4, seed="winter").pairs != first.pairs


def test_the_seed_never_outweighs_the_smallest_step_of_cost() -> None:
    # One pair of each case is cheaper by a millionth; every seed must find them all.
    cost = dict.fromkeys(dense(15, 15, lambda: 0.0), 1.0)
    for i in range(15):
        cost[f"c{i:03}", f"r{(7 * i) % 15:02}"] = 1.0 - 1e-6
    for seed in "abcdefgh":
        found = solve_dense(cost, 1, seed=seed)
        assert found.total_cost == pytest.approx(15 - 15e-6, abs=1e-9)


def test_small_costs_still_decide_beside_very_large_ones() -> None:
    cost = {("a", "x"): 0.0004, ("a", "y"): 0.0003, ("b", "z"): 1e6}
    assert assign(["a", "b"], {"x": 1, "y": 1, "z": 1}, cost).pairs == (("a", "y"), ("b", "z"))


def test_spread_evens_out_the_loads_of_equal_reviewers() -> None:
    found = solve_dense(dense(20, 5, lambda: 1.0), 20, spread=1.0)
    assert set(found.loads.values()) == {4}
    # Five reviewers, each with rising costs 0 + 1 + 2 + 3.
    assert found.total_cost == pytest.approx(20 + 5 * 6)


def test_without_spread_the_cheapest_reviewer_takes_all_they_can() -> None:
    cost = {(f"c{i}", r): price for i in range(6) for r, price in (("near", 0.0), ("far", 1.0))}
    found = assign([f"c{i}" for i in range(6)], {"near": 5, "far": 5}, cost)
    assert found.loads == {"near": 5, "far": 1}


def test_covering_one_more_case_is_worth_any_cost() -> None:
    # Giving b to the cheap pair would leave a uncovered, for only x can take a.
    cost = {("a", "x"): 1e9, ("b", "x"): 0.0, ("b", "y"): 1e9}
    found = assign(["a", "b"], {"x": 1, "y": 1}, cost)
    assert found.pairs == (("a", "x"), ("b", "y"))
    assert found.shortfall == {}


def test_a_case_that_nobody_may_take_is_in_the_shortfall() -> None:
    found = assign(["a", "b"], {"x": 2}, {("a", "x"): 1.0}, per_case=2)
    assert found.shortfall == {"a": 1, "b": 2}


def test_nothing_to_assign_is_an_empty_assignment() -> None:
    assert assign([], {"x": 1}, {}) == Assigned((), {}, {"x": 0}, 0.0)
    assert assign(["a"], {}, {}).shortfall == {"a": 1}


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: assign(["a", "a"], {}, {}), "cases holds 'a' more than once"),
        (lambda: assign(["a"], {"x": -1}, {}), "capacity of 'x'"),
        (lambda: assign(["a"], {"x": 1.5}, {}), "capacity of 'x'"),  # type: ignore[dict-item]
        (lambda: assign(["a"], {"x": 1}, {("b", "x"): 1}), "the case 'b', who is not given"),
        (lambda: assign(["a"], {"x": 1}, {("a", "y"): 1}), "the reviewer 'y', who is not given"),
        (lambda: assign(["a"], {"x": 1}, {("a", "x"): float("nan")}), "'a', 'x'"),
        (lambda: assign(["a"], {"x": 1}, {("a", "x"): "dear"}), "cost must hold one number"),  # type: ignore[dict-item]
        (lambda: assign(["a"], {"x": 1}, {}, per_case=0), "per_case must be"),
        (lambda: assign(["a"], {"x": 1}, {}, spread=-1), "spread must be"),
    ],
)
def test_input_that_will_not_do_is_named(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        act()
