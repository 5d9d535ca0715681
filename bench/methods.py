"""Draw, assignment, estimate and the reading of a text at the sizes of the design."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np

from bench.measuring import Line, compared, medians, seconds
from stillpoint.methods import assignment, challenge, estimation, sampling

# As an officer writes up a conversation: plain facts, doubt with reasons, and what the reader is
# for. Sixty-two words, so that eight times makes a text of about 500.
WRITTEN = (
    "Met with the sergeant on Tuesday after the second account was taken. She had been drinking "
    "with friends earlier, so her account may not be relied on, the first note says. She did not "
    "report until the weekend, which may make it hard to believe. The phone has been with the unit "
    "for four weeks; nobody has asked. We agreed to ask today.\n\n"
)


def lines() -> Iterator[Line]:
    yield _draw()
    yield from _assignment()
    yield _estimate()
    yield _myths()


def _draw() -> Line:
    units = [f"ST-{number:07d}" for number in range(1_000_000)]
    frame = [(unit, f"s{number % 48}") for number, unit in enumerate(units)]
    allocation = {f"s{number}": 20 for number in range(48)}

    def one_pass() -> None:
        for unit in units:
            hashlib.sha256(unit.encode()).digest()

    return compared(
        "stratified draw from 1,000,000 cases / one SHA-256 pass over the ids",
        lambda: sampling.draw(frame, allocation, "bench"),
        one_pass,
        3,
        runs=3,
    )


def _assignment() -> Iterator[Line]:
    random = np.random.default_rng(1)
    cases = [f"c{number}" for number in range(20_000)]
    reviewers = [f"r{number}" for number in range(3_000)]
    cost = {
        (case, reviewers[int(place)]): float(random.integers(1, 100))
        for case in cases
        for place in random.choice(3_000, 30, replace=False)
    }
    solved = assignment.assign(cases, dict.fromkeys(reviewers, 10), cost, seed="bench")
    yield Line("assignment 20,000 x 3,000, solver seconds", solved.solver_seconds, None, 3)
    yield _dense(random)


def _dense(random: np.random.Generator) -> Line:
    from scipy.optimize import linear_sum_assignment

    matrix = random.random((1_000, 100)).round(6)
    cases = [f"c{number}" for number in range(1_000)]
    reviewers = [f"r{number}" for number in range(100)]
    cost = {
        (case, reviewer): float(matrix[i, j])
        for i, case in enumerate(cases)
        for j, reviewer in enumerate(reviewers)
    }
    capacity = dict.fromkeys(reviewers, 10)
    repeated = np.repeat(matrix, 10, axis=1)
    solver: list[float] = []
    ours, theirs = medians(
        lambda: solver.append(assignment.assign(cases, capacity, cost, seed="b").solver_seconds),
        lambda: linear_sum_assignment(repeated),
        runs=3,
    )
    del ours
    what = "assignment 1,000 x 100 dense, solver / SciPy's linear_sum_assignment"
    return Line(what, sorted(solver)[len(solver) // 2], theirs, 1)


def _estimate() -> Line:
    random = np.random.default_rng(2)
    number = 1_000_000
    area = random.integers(0, 8, number)
    stratum = random.integers(0, 48, number)
    good = (random.random(number) < 0.6).astype(float)
    population = dict.fromkeys(range(48), 60000)

    def group_by() -> None:
        _, place = np.unique(area * 48 + stratum, return_inverse=True)
        np.bincount(place, weights=good)

    return compared(
        "estimate from 1,000,000 judgements, all areas, intervals / one group-by pass",
        lambda: estimation.proportions_by(good, area, stratum=stratum, population=population),
        group_by,
        5,
    )


def _myths() -> Line:
    text = WRITTEN * 8
    challenge.read(text)
    taken = sorted(seconds(lambda: challenge.read(text)) for _ in range(21))
    return Line("reading 500 words for myths", taken[10] * 1000, None, 50, "ms")
