"""Agreement between raters: percent, kappas, Gwet's AC, Krippendorff's alpha, intraclass.

Every function takes ratings as units × raters (at least two raters; None and NaN are missing)
and gives an `Agreement`. `cluster` holds one label a unit, such as the reviewer, and widens the
interval for habits shared within a cluster; `weight` holds sampling weights. ValueError names
the input that will not do; `Undefined`, a ValueError, says that a coefficient has no value.
Formulas, sources and simulated coverage: docs/methods/agreement.md.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stillpoint.methods.linearised import spread
from stillpoint.methods.rating_table import (
    Ratings,
    RatingTable,
    Undefined,
    Weights,
    agreement_weights,
    read,
    read_cluster,
    read_weight,
)

__all__ = [
    "Agreement",
    "Direction",
    "Undefined",
    "cohen_kappa",
    "direction",
    "fleiss_kappa",
    "gwet_ac",
    "intraclass",
    "krippendorff_alpha",
    "percent",
]

Floats = NDArray[np.float64]
Clusters = Sequence[Hashable] | NDArray[Any] | None
Scale = Sequence[Any] | None
Interval = Literal["plain", "log"]
Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Agreement:
    """A coefficient with its standard error and 95 % interval.

    units: units that were used, which at least two raters rated (for an intraclass correlation, see
    there); raters: columns of the table.
    """

    value: float
    standard_error: float
    low: float
    high: float
    units: int
    raters: int


@dataclass(frozen=True)
class Direction:
    """Mean of second minus first, its 95 % interval, and how many units went which way."""

    mean_difference: float
    standard_error: float
    low: float
    high: float
    higher: int
    same: int
    lower: int


@dataclass(frozen=True)
class _Observed:
    """Observed agreement: overall, per unit, and which units can show any."""

    value: float
    unit: Floats
    paired: NDArray[np.bool_]


def _observed(counts: Floats, weights: Floats, weight: Floats) -> _Observed:
    """p_a = mean over units rated twice or more of Σ_k r_ik (r*_ik - 1) / (r_i (r_i - 1))."""
    number = counts.sum(axis=1)
    paired = number >= 2
    if not paired.any():
        raise ValueError("ratings holds no unit that two raters rated.")
    agreeing = (counts * (counts @ weights.T - 1)).sum(axis=1)
    unit = np.where(paired, agreeing / np.maximum(number * (number - 1), 1), 0.0)
    return _Observed(float(np.average(unit[paired], weights=weight[paired])), unit, paired)


def _agreement(
    value: float,
    influence: Floats,
    table: RatingTable,
    paired: NDArray[np.bool_],
    *,
    large_sample: bool = False,
    interval: Interval = "plain",
) -> Agreement:
    if interval not in ("plain", "log"):
        raise ValueError(f"interval must be 'plain' or 'log', not {interval!r}.")
    around = spread(influence, table.weight, table.cluster, large_sample=large_sample)
    reach = around.multiplier * around.standard_error
    # No floor: with missing ratings a coefficient itself can fall below -1.
    low, high = value - reach, min(1.0, value + reach)
    if interval == "log" and value < 1:
        short = 1 - value
        low, high = 1 - short * np.exp(reach / short), 1 - short * np.exp(-reach / short)
    return Agreement(
        value=value,
        standard_error=around.standard_error,
        low=float(low),
        high=float(high),
        units=int(paired.sum()),
        raters=table.raters,
    )


def percent(
    ratings: Ratings, *, cluster: Clusters = None, weight: ArrayLike | None = None
) -> Agreement:
    """Share of pairs of raters who chose the same category, averaged over units (0 to 1).

    The interval is Wilson's on the effective sample size p(1 - p) / se² (Korn & Graubard 1998
    use the same device), so that it does not shrink to a point when everyone agrees.
    """
    table = read(ratings, cluster=cluster, weight=weight)
    seen = _observed(table.counts(), np.eye(len(table.categories)), table.weight)
    table = table.keep(seen.paired)
    value, unit = min(1.0, max(0.0, seen.value)), seen.unit[seen.paired]
    around = spread(unit - value, table.weight, table.cluster)
    # Where all agree or all differ the sample gives no variance; a cluster then counts as one.
    size = float(around.clusters)
    if around.standard_error > 1e-12:
        size = min(value * (1 - value) / around.standard_error**2, float(len(unit)))
    z = around.multiplier
    middle = (value + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z / (1 + z**2 / size) * (value * (1 - value) / size + z**2 / (4 * size**2)) ** 0.5
    return Agreement(
        value,
        around.standard_error,
        0.0 if value == 0 else max(0.0, middle - reach),
        1.0 if value == 1 else min(1.0, middle + reach),
        len(unit),
        table.raters,
    )


def cohen_kappa(
    ratings: Ratings,
    weights: Weights = None,
    *,
    categories: Scale = None,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
) -> Agreement:
    """Cohen's kappa for two raters, weighted when `weights` is given (Cohen 1960, 1968).

    Units that only one of them rated are left out. Standard error and normal interval of
    Fleiss, Cohen & Everitt (1969); with `cluster`, cluster-robust with Student's t.
    """
    table = read(ratings, categories=categories, cluster=cluster, weight=weight)
    if table.raters != 2:
        raise ValueError(
            f"ratings has {table.raters} raters; Cohen's kappa is for two: "
            "use gwet_ac or fleiss_kappa."
        )
    both = np.asarray((table.codes >= 0).all(axis=1), bool)
    if not both.any():
        raise ValueError("ratings holds no unit that both raters rated.")
    table = table.keep(both)
    alike = agreement_weights(table, weights)
    first, second = table.codes[:, 0], table.codes[:, 1]
    q, share = len(table.categories), table.weight / table.weight.sum()
    rows = np.bincount(first, weights=share, minlength=q)
    columns = np.bincount(second, weights=share, minlength=q)
    agreeing = alike[first, second]
    observed, expected = float(share @ agreeing), float(rows @ alike @ columns)
    value = _beyond_chance(observed, expected)
    by_chance = (alike @ columns)[first] + (rows @ alike)[second] - 2 * expected
    influence = (agreeing - observed - (1 - value) * by_chance) / (1 - expected)
    return _agreement(value, influence, table, np.ones(len(first), bool), large_sample=True)


def _beyond_chance(observed: float, expected: float) -> float:
    if 1 - expected < 1e-12:
        raise Undefined(
            "ratings holds one category only, so chance alone explains all agreement and this "
            "coefficient has no value: report percent or gwet_ac."
        )
    return (observed - expected) / (1 - expected)


def fleiss_kappa(
    ratings: Ratings,
    weights: Weights = None,
    *,
    categories: Scale = None,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
    interval: Interval = "plain",
) -> Agreement:
    """Fleiss's kappa (1971) for any number of raters, with missing ratings and weights.

    Chance agreement is Σ w_kl π_k π_l with π_k the mean share of category k.
    Variance: Gwet 2014. For `interval` see gwet_ac.
    """
    table = read(ratings, categories=categories, cluster=cluster, weight=weight)
    alike = agreement_weights(table, weights)
    counts = table.counts()
    fractions = counts / counts.sum(axis=1, keepdims=True)
    prevalence = np.average(fractions, axis=0, weights=table.weight)
    expected = float(prevalence @ alike @ prevalence)
    by_chance = 2 * (fractions @ (alike @ prevalence) - expected)
    return _gwet(table, counts, alike, expected, by_chance, interval)


def gwet_ac(
    ratings: Ratings,
    weights: Weights = None,
    *,
    categories: Scale = None,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
    interval: Interval = "plain",
) -> Agreement:
    """Gwet's AC1, or AC2 when `weights` is given (Gwet 2008, 2014), for any number of raters.

    Chance agreement is T / (q (q - 1)) · Σ π_k (1 - π_k), T the sum of the weights. Give the
    whole scale as `categories` when some of it may not occur: q counts. When everyone gives the
    same category the coefficient is 1. interval: "plain" is Gwet's, value ± t · se; "log" works on
    log(1 - value), which holds its level better with weights and fewer than some 400 units.
    """
    table = read(ratings, categories=categories, cluster=cluster, weight=weight)
    alike = agreement_weights(table, weights)
    counts = table.counts()
    q = len(table.categories)
    fractions = counts / counts.sum(axis=1, keepdims=True)
    prevalence = np.average(fractions, axis=0, weights=table.weight)
    scale = float(alike.sum()) / (q * (q - 1)) if q > 1 else 0.0
    expected = scale * float(prevalence @ (1 - prevalence))
    by_chance = scale * ((fractions - prevalence) @ (1 - 2 * prevalence))
    return _gwet(table, counts, alike, expected, by_chance, interval)


def _gwet(
    table: RatingTable,
    counts: Floats,
    alike: Floats,
    expected: float,
    by_chance: Floats,
    interval: Interval,
) -> Agreement:
    """Coefficient and variance from κ*_i = κ_i - (1 - κ) · by_chance_i / (1 - p_e) (Gwet 2014)."""
    seen = _observed(counts, alike, table.weight)
    value = _beyond_chance(seen.value, expected)
    paired_share = float(table.weight[seen.paired].sum() / table.weight.sum())
    # Gwet's κ_i is nought for a unit rated once, which still informs the prevalence.
    unit = seen.paired * (seen.unit - expected) / paired_share / (1 - expected)
    influence = unit - value - (1 - value) * by_chance / (1 - expected)
    return _agreement(value, influence, table, seen.paired, interval=interval)


def krippendorff_alpha(
    ratings: Ratings,
    level: Level = "nominal",
    *,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
    categories: Scale = None,
) -> Agreement:
    """Krippendorff's alpha, 1 - observed over expected disagreement (Krippendorff 2011).

    Units rated once are left out. Standard error by linearisation (Gwet 2014); for the ordinal
    level the distances, which rest on the marginals, are held fixed in it.
    """
    table = read(ratings, categories=categories, cluster=cluster, weight=weight)
    counts = table.counts()
    paired = counts.sum(axis=1) >= 2
    if not paired.any():
        raise ValueError("ratings holds no unit that two raters rated.")
    table, counts = table.keep(paired), counts[paired]
    number, total = counts.sum(axis=1), float(counts.sum())
    mean_number = float(np.average(number, weights=table.weight))
    prevalence = np.average(counts, axis=0, weights=table.weight) / mean_number
    distance = _distance(table, prevalence, level)
    if distance.max() <= 0 or np.count_nonzero(prevalence) < 2:
        _beyond_chance(1.0, 1.0)
    alike = 1 - distance / distance.max()
    seen = _observed(counts, alike, table.weight)
    expected = float(prevalence @ alike @ prevalence)
    relative = number / mean_number
    observed = float(np.average(relative * seen.unit, weights=table.weight))
    plain = _beyond_chance(observed, expected)
    value = (1 - 1 / total) * plain + 1 / total
    # Gwet's variance is that of the coefficient before its small-sample term 1 / total.
    of_observed = relative * (seen.unit - observed)
    of_expected = 2 * (counts / mean_number @ (alike @ prevalence) - relative * expected)
    influence = (of_observed - (1 - plain) * of_expected) / (1 - expected)
    return _agreement(value, influence, table, seen.paired)


def _distance(table: RatingTable, prevalence: Floats, level: Level) -> Floats:
    """Krippendorff's squared differences δ² between categories."""
    q = len(table.categories)
    if level == "nominal":
        return np.asarray(1 - np.eye(q), float)
    if level not in ("ordinal", "interval", "ratio"):
        raise ValueError(
            f"level must be 'nominal', 'ordinal', 'interval' or 'ratio', not {level!r}."
        )
    if table.scale is None:
        raise ValueError(f"level={level!r} needs numbers, or an order given as categories=.")
    if level == "interval":
        return np.asarray(np.subtract.outer(table.scale, table.scale) ** 2, float)
    if level == "ratio":
        if (table.scale < 0).any():
            raise ValueError("level='ratio' needs ratings of nought or more.")
        sums = np.add.outer(table.scale, table.scale)
        apart = np.subtract.outer(table.scale, table.scale)
        return np.asarray((apart / np.where(sums == 0, 1, sums)) ** 2, float)
    order = np.argsort(table.scale)
    middle = np.empty(q)
    middle[order] = np.cumsum(prevalence[order]) - prevalence[order] / 2
    return np.asarray(np.subtract.outer(middle, middle) ** 2, float)


def intraclass(
    ratings: Ratings,
    form: Literal["1,1", "2,1", "3,1"] = "2,1",
    *,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
) -> Agreement:
    """Intraclass correlation of a single rating (Shrout & Fleiss 1979); see `intraclass.py`.

    Form 1,1 uses every unit that was rated, by however many raters. Forms 2,1 and 3,1 use the units
    that every rater rated. `units` says how many that were.
    """
    from stillpoint.methods.intraclass import single_rating

    table = read(ratings, cluster=cluster, weight=weight)
    value, error, low, high, units = single_rating(table, form)
    return Agreement(value, error, low, high, units, table.raters)


def direction(
    first: ArrayLike | Sequence[Any],
    second: ArrayLike | Sequence[Any],
    *,
    cluster: Clusters = None,
    weight: ArrayLike | None = None,
) -> Direction:
    """Does the second rater rate higher? Mean of second - first over units that both rated.

    first, second: one number a unit. `higher` counts units where the second is higher. Counts
    are unweighted; the mean is weighted. Student's t on units (or clusters) less one.
    """
    columns = []
    for name, given in (("first", first), ("second", second)):
        try:
            columns.append(np.asarray(given, dtype=float))
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{name} must hold numbers, one a unit.") from problem
        if columns[-1].ndim != 1 or np.isinf(columns[-1]).any():
            raise ValueError(f"{name} must hold finite numbers, one a unit.")
    if columns[0].shape != columns[1].shape:
        raise ValueError("first and second must hold the same number of units.")
    difference = columns[1] - columns[0]
    both = ~np.isnan(difference)
    if both.sum() < 2:
        raise ValueError("first and second share fewer than two units.")
    weighted = read_weight(weight, len(both))[both]
    labels = read_cluster(cluster, len(both))
    difference = difference[both]
    mean = float(np.average(difference, weights=weighted))
    around = spread(difference - mean, weighted, None if labels is None else labels[both])
    reach = around.multiplier * around.standard_error
    return Direction(
        mean,
        around.standard_error,
        mean - reach,
        mean + reach,
        int((difference > 0).sum()),
        int((difference == 0).sum()),
        int((difference < 0).sum()),
    )
