"""Which reviewer gets which case: the most cases covered, then the least cost, exactly.

A minimum-cost maximum flow from cases through allowed pairs to reviewers (Ahuja, Magnanti &
Orlin 1993, chapter 9), solved in whole numbers by OR-tools. How costs become whole numbers, and
what was measured: docs/methods/assignment.md.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral
from operator import itemgetter
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Costs with up to so many decimals are kept exactly; others to about nine significant digits.
DECIMALS = 6
LEVELS = 10**9
# Tie-break numbers run from 0 to this, less one, where the range of whole numbers allows.
TIE_NUMBERS = 1024
LARGEST = 2**61


@dataclass(frozen=True)
class Assigned:
    """Who got what.

    pairs: (case, reviewer), in the order of the cases given, then by reviewer's name.
    shortfall: cases that lack reviewers, and how many. loads: cases for each reviewer.
    total_cost: the sum of the pairs' costs and of the rising costs that `spread` adds.
    solver_seconds: time within the solver.
    """

    pairs: tuple[tuple[str, str], ...]
    shortfall: dict[str, int]
    loads: dict[str, int]
    total_cost: float
    solver_seconds: float = field(compare=False, default=0.0)


@dataclass(frozen=True)
class _Pairs:
    """Allowed pairs as places among the sorted cases and reviewers, in a fixed order."""

    cases: tuple[str, ...]
    reviewers: tuple[str, ...]
    case: Ints
    reviewer: Ints
    cost: Floats


def assign(
    cases: Sequence[str],
    capacity: Mapping[str, int],
    cost: Mapping[tuple[str, str], float],
    *,
    per_case: int = 1,
    spread: float = 0.0,
    seed: str = "",
) -> Assigned:
    """Give every case `per_case` different reviewers, as far as that can be done.

    cost: what each allowed (case, reviewer) pair costs; a pair that is absent is never used;
    negative costs are allowed. capacity: the most cases each reviewer may have. spread: a
    reviewer's second case costs `spread` more, the third twice that, and so on. The number of
    places filled is the largest possible; among those ways the total cost is least; among equal
    costs a hash of seed, case and reviewer decides, whatever the order of the input.
    Raises ValueError naming the input that will not do.
    """
    _check(cases, capacity, per_case, spread)
    pairs = _read_pairs(cases, capacity, cost)
    limit = np.array([capacity[reviewer] for reviewer in pairs.reviewers], dtype=np.int64)
    able = np.bincount(pairs.reviewer, minlength=len(limit))
    limit = np.minimum(limit, able)
    chosen, seconds = _solve(pairs, limit, per_case, spread, seed)
    return _assigned(cases, capacity, pairs, chosen, per_case, spread, seconds)


def _check(cases: Sequence[str], capacity: Mapping[str, int], per_case: int, spread: float) -> None:
    if len(set(cases)) != len(cases):
        twice = Counter(cases).most_common(1)[0][0]
        raise ValueError(f"cases holds {twice!r} more than once.")
    for reviewer, most in capacity.items():
        if not isinstance(most, Integral) or most < 0:
            raise ValueError(
                f"capacity of {reviewer!r} must be a whole number from 0, not {most!r}."
            )
    if not isinstance(per_case, Integral) or isinstance(per_case, bool) or per_case < 1:
        raise ValueError(f"per_case must be a whole number from 1, not {per_case!r}.")
    if not (math.isfinite(spread) and spread >= 0):
        raise ValueError(f"spread must be a number of nought or more, not {spread!r}.")


def _read_pairs(
    cases: Sequence[str], capacity: Mapping[str, int], cost: Mapping[tuple[str, str], float]
) -> _Pairs:
    names, people = tuple(sorted(cases)), tuple(sorted(capacity))
    try:
        value = np.fromiter(cost.values(), dtype=float, count=len(cost))
    except (TypeError, ValueError) as problem:
        raise ValueError("cost must hold one number for each (case, reviewer).") from problem
    try:
        case_names = list(map(itemgetter(0), cost))
        reviewer_names = list(map(itemgetter(1), cost))
    except (TypeError, IndexError) as problem:
        raise ValueError("cost must have (case, reviewer) pairs as its keys.") from problem
    case = _places("case", names, case_names)
    reviewer = _places("reviewer", people, reviewer_names)
    if not np.isfinite(value).all():
        bad = int(np.argmin(np.isfinite(value)))
        raise ValueError(
            f"cost of ({case_names[bad]!r}, {reviewer_names[bad]!r}) is not a finite number."
        )
    # One fixed order of arcs, so that the order in which pairs were written changes nothing.
    order = np.argsort(case * max(len(people), 1) + reviewer, kind="stable")
    return _Pairs(names, people, case[order], reviewer[order], value[order])


def _places(what: str, names: tuple[str, ...], wanted: Sequence[str]) -> Ints:
    place = {name: i for i, name in enumerate(names)}
    try:
        return np.fromiter(map(place.__getitem__, wanted), dtype=np.int64, count=len(wanted))
    except KeyError as problem:
        raise ValueError(f"cost names the {what} {problem.args[0]!r}, who is not given.") from None


def _solve(
    pairs: _Pairs, limit: Ints, per_case: int, spread: float, seed: str
) -> tuple[NDArray[np.bool_], float]:
    """Which pairs carry flow, and the seconds within the solver."""
    from ortools.graph.python import min_cost_flow  # noqa: F401  (loading it is not solving)

    if not len(pairs.cost):
        return np.zeros(0, bool), 0.0
    ties = _tie_numbers(pairs, seed)
    rank = _ranks(limit)
    places = min(per_case * len(pairs.cases), int(limit.sum()))
    nodes = len(pairs.cases) + len(pairs.reviewers) + 3
    largest, seconds = LARGEST // nodes, 0.0
    while largest > 1:
        unit, rising = _whole_costs(pairs.cost, spread, rank, ties, places, largest)
        started = perf_counter()
        chosen = _flow(pairs, limit, per_case, unit, rising)
        seconds += perf_counter() - started
        if chosen is not None:
            return chosen, seconds
        largest //= 64  # the solver's own arithmetic would have overflowed: coarser costs
    raise ValueError("cost spans too wide a range of numbers to be solved in whole numbers.")


def _ranks(limit: Ints) -> Ints:
    """For every place that a reviewer has, how many places come before it."""
    ends = limit.cumsum()
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - limit, limit)


def _whole_costs(
    cost: Floats, spread: float, rank: Ints, ties: NDArray[np.uint64], places: int, largest: int
) -> tuple[Ints, Ints]:
    """Costs of pairs and of reviewers' places as whole numbers no larger than `largest`.

    Each is round(cost × scale) × m plus, for a pair, a tie-break number below t. All
    tie-breaks together stay below m, so they never outweigh one step of cost.
    """
    rising = spread * rank.astype(float)
    top = max(float(np.abs(cost).max()), float(rising.max(initial=0.0)))
    scale = _scale(np.concatenate([cost, [spread]]), top)
    tie_numbers = TIE_NUMBERS
    while tie_numbers > 1 and (top * scale + 1) * (places * tie_numbers + 1) > largest:
        tie_numbers //= 2
    step = places * (tie_numbers - 1) + 1
    if top and (top * scale + 1) * step > largest:
        scale = max(largest / step - 1, 1) / top
    unit = np.rint(cost * scale).astype(np.int64) * step
    unit += (ties % np.uint64(tie_numbers)).astype(np.int64)
    return unit, np.rint(rising * scale).astype(np.int64) * step


def _scale(values: Floats, top: float) -> float:
    """The smallest power of ten that makes every cost whole, else one with LEVELS levels."""
    for decimals in range(DECIMALS + 1):
        scaled = values * 10.0**decimals
        # Only the rounding of floating point is forgiven: a cost is never taken for a whole one.
        if (np.abs(scaled - np.rint(scaled)) <= 1e-9 + 4e-16 * np.abs(scaled)).all():
            return 10.0**decimals
    return LEVELS / top


def _tie_numbers(pairs: _Pairs, seed: str) -> NDArray[np.uint64]:
    """A number for each pair from SHA-256 of seed and names, mixed by SplitMix64 (Steele 2014)."""
    mixed = _hashes(f"{seed}|case|", pairs.cases)[pairs.case]
    mixed = mixed ^ (_hashes(f"{seed}|reviewer|", pairs.reviewers)[pairs.reviewer])
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), np.uint64)


def _hashes(prefix: str, names: tuple[str, ...]) -> NDArray[np.uint64]:
    digests = b"".join(hashlib.sha256((prefix + name).encode()).digest()[:8] for name in names)
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def _flow(
    pairs: _Pairs, limit: Ints, per_case: int, unit: Ints, rising: Ints
) -> NDArray[np.bool_] | None:
    """Pairs in a maximum flow of minimum cost; None when the costs are too large to solve.

    Asking for the maximum flow covers the most cases first without a dear "unassigned" arc,
    whose cost would use up the range that exact costs and the tie-break need.
    """
    from ortools.graph.python import min_cost_flow

    n, people = len(pairs.cases), len(limit)
    sink = n + people
    solver: Any = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        pairs.case.astype(np.int32),
        (pairs.reviewer + n).astype(np.int32),
        np.ones(len(unit), dtype=np.int64),
        unit,
    )
    if rising.any():
        tails, room = np.repeat(np.arange(n, sink), limit), np.ones(len(rising), dtype=np.int64)
        price = rising
    else:
        tails, room, price = np.arange(n, sink), limit, np.zeros(people, dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), np.full(len(tails), sink, dtype=np.int32), room, price
    )
    supply = np.append(np.full(n, per_case, dtype=np.int64), -n * per_case)
    solver.set_nodes_supplies(np.append(np.arange(n), sink).astype(np.int32), supply)
    status = solver.solve_max_flow_with_min_cost()
    if status == solver.BAD_COST_RANGE:
        return None
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The assignment solver stopped with {status}.")
    return np.asarray(solver.flows(arcs) > 0, bool)


def _assigned(
    cases: Sequence[str],
    capacity: Mapping[str, int],
    pairs: _Pairs,
    chosen: NDArray[np.bool_],
    per_case: int,
    spread: float,
    seconds: float,
) -> Assigned:
    given: dict[str, list[str]] = {case: [] for case in cases}
    loads = dict.fromkeys(capacity, 0)
    for i in np.flatnonzero(chosen):
        reviewer = pairs.reviewers[pairs.reviewer[i]]
        given[pairs.cases[pairs.case[i]]].append(reviewer)
        loads[reviewer] += 1
    rising = spread * sum(load * (load - 1) / 2 for load in loads.values())
    return Assigned(
        pairs=tuple((case, reviewer) for case in cases for reviewer in given[case]),
        shortfall={c: per_case - len(got) for c, got in given.items() if len(got) < per_case},
        loads=loads,
        total_cost=math.fsum(pairs.cost[chosen]) + rising,
        solver_seconds=seconds,
    )
