"""How often 95 % intervals hold the truth, for samples such as a force can afford.

Simulated: populations are drawn once and for all, samples from them many times. The bands below
are what docs/methods/sampling-and-estimation.md states; a change of method that moves coverage
out of them must change the page too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from stillpoint.methods import estimation, sampling

pytestmark = pytest.mark.simulation

SAMPLES = 2000
POPULATIONS = 5
SIMULATION_ERROR = 0.01  # about four standard errors of 10,000 samples, with seven shares tried
SHARES = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9)

UNEVEN = dict(enumerate([150, 110, 80, 60, 50, 40, 30, 25, 20, 15, 12, 8]))  # 600 cases
LARGE = {i: int(6 + 600 / (i + 1)) for i in range(24)}  # 2,404 cases


@dataclass(frozen=True)
class Plan:
    sizes: tuple[int, ...]
    total: int
    rule: str = "proportional"


PLANS = {
    "38 of 600, 12 strata, proportional": Plan(tuple(UNEVEN.values()), 38),
    "38 of 600, 12 strata, power": Plan(tuple(UNEVEN.values()), 38, "power"),
    "38 of 600, 12 strata, equal": Plan(tuple(UNEVEN.values()), 38, "equal"),
    "26 of 600, 12 strata, proportional": Plan(tuple(UNEVEN.values()), 26),
    "76 of 2,404, 24 strata, proportional": Plan(tuple(LARGE.values()), 76),
    "120 of 600, 12 strata, proportional": Plan(tuple(UNEVEN.values()), 120),
    "38 of 600, no strata": Plan((600,), 38),
}


@dataclass(frozen=True)
class Simulated:
    """Samples of one population, as one long table: `sample` says which one a row is of."""

    truth: float
    population: dict[int, int]
    y: NDArray[np.bool_]
    stratum: NDArray[np.intp]
    sample: NDArray[np.intp]


def simulate(plan: Plan, share: float, seed: int) -> Simulated:
    """Shares differ between strata, by up to one on the logit scale either way."""
    rng = np.random.default_rng([seed, round(share * 100), plan.total])
    sizes = np.array(plan.sizes)
    chances = sampling.allocate(dict(enumerate(plan.sizes)), plan.total, rule=plan.rule, minimum=2)
    n = np.array([chances[h] for h in range(len(sizes))])
    tilt = rng.permutation(np.linspace(-1, 1, len(sizes))) if len(sizes) > 1 else np.zeros(1)
    ones = np.round(sizes / (1 + np.exp(-(np.log(share / (1 - share)) + tilt)))).astype(int)
    hits = np.stack(
        [rng.hypergeometric(ones[h], sizes[h] - ones[h], n[h], SAMPLES) for h in range(len(n))],
        axis=1,
    )
    stratum = np.repeat(np.arange(len(n)), n)
    place = np.concatenate([np.arange(m) for m in n])
    return Simulated(
        truth=float(ones.sum() / sizes.sum()),
        population=dict(enumerate(sizes.tolist())),
        y=(place[None, :] < hits[:, stratum]).ravel(),
        stratum=np.tile(stratum, SAMPLES),
        sample=np.repeat(np.arange(SAMPLES), len(stratum)),
    )


@cache
def coverage(plan_name: str, share: float) -> dict[str, float]:
    """The share of samples whose interval holds the truth, by method."""
    held: dict[str, list[float]] = {}
    for seed in range(POPULATIONS):
        case = simulate(PLANS[plan_name], share, seed)
        for method in ("korn-graubard", "korn-graubard-capped"):
            found = estimation.proportions_by(
                case.y,
                case.sample,
                stratum=case.stratum,
                population=case.population,
                method=method,
            )
            inside = (found.low <= case.truth + 1e-12) & (case.truth <= found.high + 1e-12)
            held.setdefault(method, []).append(float(inside.mean()))
        held.setdefault("logit", []).append(_logit_coverage(found, case.truth))
        held.setdefault("wald", []).append(_wald_coverage(found, case.truth))
    return {method: float(np.mean(shares)) for method, shares in held.items()}


def _half_widths(found: estimation.Groups) -> NDArray[np.float64]:
    from scipy.special import stdtrit

    return np.asarray(-stdtrit(found.degrees_of_freedom, 0.025) * found.standard_error)


def _wald_coverage(found: estimation.Groups, truth: float) -> float:
    return float((np.abs(found.value - truth) <= _half_widths(found) + 1e-12).mean())


def _logit_coverage(found: estimation.Groups, truth: float) -> float:
    varied = found.standard_error > 0
    p = np.where(varied, found.value, 0.5)
    far = np.abs(np.log(p / (1 - p)) - np.log(truth / (1 - truth)))
    inside = far <= _half_widths(found) / (p * (1 - p))
    exact = (found.low <= truth) & (truth <= found.high)
    return float(np.where(varied, inside, exact).mean())


# Lowest and highest coverage over SHARES.
BANDS: dict[tuple[str, str], tuple[float, float]] = {
    ("38 of 600, 12 strata, proportional", "korn-graubard"): (0.959, 0.966),
    ("38 of 600, 12 strata, proportional", "korn-graubard-capped"): (0.974, 0.978),
    ("38 of 600, 12 strata, proportional", "logit"): (0.952, 0.964),
    ("38 of 600, 12 strata, proportional", "wald"): (0.904, 0.947),
    ("38 of 600, 12 strata, power", "korn-graubard"): (0.947, 0.965),
    ("38 of 600, 12 strata, power", "korn-graubard-capped"): (0.970, 0.975),
    ("38 of 600, 12 strata, power", "logit"): (0.948, 0.961),
    ("38 of 600, 12 strata, power", "wald"): (0.893, 0.943),
    ("38 of 600, 12 strata, equal", "korn-graubard"): (0.897, 0.951),
    ("38 of 600, 12 strata, equal", "korn-graubard-capped"): (0.960, 0.972),
    ("38 of 600, 12 strata, equal", "logit"): (0.901, 0.947),
    ("38 of 600, 12 strata, equal", "wald"): (0.847, 0.929),
    ("26 of 600, 12 strata, proportional", "korn-graubard"): (0.895, 0.954),
    ("26 of 600, 12 strata, proportional", "korn-graubard-capped"): (0.968, 0.990),
    ("26 of 600, 12 strata, proportional", "logit"): (0.904, 0.954),
    ("26 of 600, 12 strata, proportional", "wald"): (0.805, 0.926),
    ("76 of 2,404, 24 strata, proportional", "korn-graubard"): (0.961, 0.967),
    ("76 of 2,404, 24 strata, proportional", "korn-graubard-capped"): (0.968, 0.973),
    ("76 of 2,404, 24 strata, proportional", "logit"): (0.955, 0.962),
    ("76 of 2,404, 24 strata, proportional", "wald"): (0.924, 0.949),
    ("120 of 600, 12 strata, proportional", "korn-graubard"): (0.959, 0.964),
    ("120 of 600, 12 strata, proportional", "korn-graubard-capped"): (0.979, 0.984),
    ("120 of 600, 12 strata, proportional", "logit"): (0.953, 0.958),
    ("120 of 600, 12 strata, proportional", "wald"): (0.936, 0.951),
    ("38 of 600, no strata", "korn-graubard"): (0.972, 0.982),
    ("38 of 600, no strata", "korn-graubard-capped"): (0.972, 0.982),
    ("38 of 600, no strata", "logit"): (0.958, 0.974),
    ("38 of 600, no strata", "wald"): (0.909, 0.957),
}


@pytest.mark.parametrize(("plan", "method"), list(BANDS))
def test_coverage_is_as_the_methods_page_states(plan: str, method: str) -> None:
    low, high = BANDS[plan, method]
    found = [coverage(plan, share)[method] for share in SHARES]
    assert low - SIMULATION_ERROR <= min(found)
    assert max(found) <= high + SIMULATION_ERROR


def test_the_interval_of_a_mean_rating_covers_as_the_methods_page_states() -> None:
    """Ratings 1 to 5 of 38 of 600 cases: Student's t on n - strata."""
    rng = np.random.default_rng(5)
    sizes = list(UNEVEN.values())
    shares = sampling.allocate(UNEVEN, 38, minimum=2)
    ratings = [
        np.clip(np.round(rng.normal(2.6 + 0.8 * h / 12, 0.9, size)), 1, 5)
        for h, size in enumerate(sizes)
    ]
    truth = float(np.concatenate(ratings).mean())
    stratum = np.repeat(np.arange(len(sizes)), [shares[h] for h in range(len(sizes))])
    held = 0
    for _ in range(3000):
        y = np.concatenate(
            [rng.choice(pool, shares[h], replace=False) for h, pool in enumerate(ratings)]
        )
        found = estimation.mean(y, stratum=stratum, population=UNEVEN)
        held += found.low <= truth <= found.high
    assert 0.93 <= held / 3000 <= 0.96


def test_the_share_in_a_domain_across_strata_covers_as_the_methods_page_states() -> None:
    """A third of the cases of each stratum, such as those of one relationship."""
    rng = np.random.default_rng(6)
    shares = sampling.allocate(UNEVEN, 76, minimum=2)
    inside = {h: np.arange(size) % 3 == 0 for h, size in UNEVEN.items()}
    ones = {h: rng.random(size) < 0.3 for h, size in UNEVEN.items()}
    truth = sum((ones[h] & inside[h]).sum() for h in UNEVEN) / sum(inside[h].sum() for h in UNEVEN)
    y: list[bool] = []
    by: list[int] = []
    stratum: list[int] = []
    for sample in range(3000):
        for h, size in UNEVEN.items():
            chosen = rng.choice(size, shares[h], replace=False)
            chosen = chosen[inside[h][chosen]]
            y += ones[h][chosen].tolist()
            by += [sample] * len(chosen)
            stratum += [h] * len(chosen)
    found = estimation.proportions_by(
        y, by, stratum=stratum, population=UNEVEN, sampled=shares, lonely="remove"
    )
    held = (found.low <= truth) & (truth <= found.high)
    assert 0.95 <= held.mean() <= 0.99


def show() -> None:
    """Print the table of the methods page: run this file as a module."""
    for plan in PLANS:
        for method in ("korn-graubard", "korn-graubard-capped", "logit", "wald"):
            row = [coverage(plan, share)[method] for share in SHARES]
            cells = " | ".join(f"{100 * one:.1f}" for one in row)
            print(f"| {plan} | {method} | {cells} |")


if __name__ == "__main__":
    show()
