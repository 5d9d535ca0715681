"""Estimates from a stratified random sample, with intervals.

Every estimate is weighted by N_h / n_h; its variance is that of its linear form (Taylor
linearisation) with finite population correction. A domain (part of the population) is
estimated with the whole design, its complement counted as 0. Sources and limits are in
`stratified`, `intervals` and docs/methods/sampling-and-estimation.md.

The keywords are the same throughout:

- `stratum`: one label a unit; None for a simple random sample.
- `population`: {stratum: N_h}, or one number without strata; None for no correction.
- `domain`: True or False a unit; values outside it may be missing.
- `lonely`: what to do with one sampled unit in a stratum not wholly taken ("fail", "adjust",
  "average", "remove", as R's `survey.lonely.psu`).
- `weight`: one weight a unit where it is not N_h / n_h; `population` then only corrects.
  Without weights or population all units count alike.
- `level`: confidence level.

All raise ValueError, with a sentence that names the offending input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stillpoint.methods.grouped import Groups, proportions_by
from stillpoint.methods.intervals import (
    binomial_interval,
    check_level,
    korn_graubard,
    logit,
    student,
)
from stillpoint.methods.precision import planned_half_width, size_for_half_width
from stillpoint.methods.stratified import (
    Design,
    Floats,
    LonelyStratum,
    Population,
    design_of,
    values_of,
    variance_of_sum,
)

PROPORTION_METHODS = ("korn-graubard", "korn-graubard-capped", "logit", "wald")


@dataclass(frozen=True)
class Estimate:
    """An estimate, its standard error and interval; `n` counts sampled units in the domain."""

    value: float
    standard_error: float
    low: float
    high: float
    degrees_of_freedom: int
    n: int


def mean(
    y: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    population: Population = None,
    domain: ArrayLike | None = None,
    lonely: str = "fail",
    level: float = 0.95,
    weight: ArrayLike | None = None,
) -> Estimate:
    """The population mean of `y` (one number a unit), with a Student's t interval."""
    design, numbers = _sample(y, stratum, population, domain, weight)
    check_level(level)
    value, variance = _mean(design, numbers, lonely)
    return _with_t(design, value, variance, level)


def total(
    y: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    population: Population = None,
    domain: ArrayLike | None = None,
    lonely: str = "fail",
    level: float = 0.95,
    weight: ArrayLike | None = None,
) -> Estimate:
    """The population total of `y`, with a Student's t interval. Needs population or weight."""
    design, numbers = _sample(y, stratum, population, domain, weight)
    check_level(level)
    if not design.sums_to_population:
        raise ValueError("A total needs the population (or a weight for each unit).")
    influence = np.where(design.inside, design.weight, 0.0) * numbers
    variance = variance_of_sum(design, influence, lonely)
    return _with_t(design, float(influence.sum()), variance, level)


def ratio(
    y: ArrayLike,
    x: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    population: Population = None,
    domain: ArrayLike | None = None,
    lonely: str = "fail",
    level: float = 0.95,
    weight: ArrayLike | None = None,
) -> Estimate:
    """The ratio of the totals of `y` and `x`, with a Student's t interval."""
    design, numbers = _sample(y, stratum, population, domain, weight)
    check_level(level)
    below = values_of("x", x, design.inside)
    weights = np.where(design.inside, design.weight, 0.0)
    denominator = float((weights * below).sum())
    if denominator == 0:
        raise ValueError("The total of x is 0: the ratio has no value.")
    value = float((weights * numbers).sum()) / denominator
    influence = weights * (numbers - value * below) / denominator
    return _with_t(design, value, variance_of_sum(design, influence, lonely), level)


def proportion(
    y: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    population: Population = None,
    domain: ArrayLike | None = None,
    lonely: str = "fail",
    level: float = 0.95,
    weight: ArrayLike | None = None,
    method: str = "korn-graubard",
) -> Estimate:
    """The share of the population for which `y` (0 or 1 a unit) is 1.

    "korn-graubard" is R's svyciprop(method="beta"); "korn-graubard-capped" is the same with an
    effective sample size of at most n, safer where strata have two or three units; "logit" and
    "wald" are R's method="logit" and method="mean" (which, as there, may pass 0 or 1). When
    every stratum concerned was taken whole the interval is the point. When all sampled units
    agree, all but "wald" give the exact binomial interval on n units; "wald" gives the point,
    which misleads.
    """
    if method not in PROPORTION_METHODS:
        raise ValueError(f"method must be one of {', '.join(PROPORTION_METHODS)}, not {method!r}.")
    check_level(level)
    design, numbers = _sample(y, stratum, population, domain, weight)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError("y must be 0 or 1 (or True or False) for each unit of a proportion.")
    value, variance = _mean(design, numbers, lonely)
    if method == "wald":
        return _with_t(design, value, variance, level)
    n, df = design.n, design.degrees_of_freedom
    if design.wholly_taken:
        return Estimate(value, 0.0, value, value, df, n)
    if method == "logit":
        low, high = logit(value, variance, n, df, level)
    else:
        cap = method == "korn-graubard-capped"
        low, high = korn_graubard(value, variance, n, df, level, cap=cap)
    return Estimate(value, math.sqrt(variance), low, high, df, n)


def _sample(
    y: ArrayLike,
    stratum: ArrayLike | None,
    population: Population,
    domain: ArrayLike | None,
    weight: ArrayLike | None,
) -> tuple[Design, Floats]:
    count = len(values_of("y", y))
    design = design_of(count, stratum=stratum, population=population, domain=domain, weight=weight)
    return design, values_of("y", y, design.inside)


def _mean(design: Design, numbers: Floats, lonely: str) -> tuple[float, float]:
    """The weighted mean in the domain, and its variance."""
    weights = np.where(design.inside, design.weight, 0.0)
    share = weights / weights.sum()
    value = float((share * numbers).sum())
    if _alike(design, numbers):
        # Rounding must not turn a unanimous sample into one with a whisker of variance.
        value = float(numbers[design.inside][0])
    return value, variance_of_sum(design, share * (numbers - value) * design.inside, lonely)


def _alike(design: Design, numbers: Floats) -> bool:
    inside = numbers[design.inside]
    return bool((inside == inside[0]).all())


def _with_t(design: Design, value: float, variance: float, level: float) -> Estimate:
    error = math.sqrt(variance)
    df = design.degrees_of_freedom
    low, high = student(value, error, df, level)
    return Estimate(value, error, low, high, df, design.n)


__all__ = [
    "Estimate",
    "Groups",
    "LonelyStratum",
    "binomial_interval",
    "mean",
    "planned_half_width",
    "proportion",
    "proportions_by",
    "ratio",
    "size_for_half_width",
    "total",
]
