"""Intraclass correlations of a single rating (Shrout & Fleiss 1979; McGraw & Wong 1996).

The one-way form takes units rated by unequal numbers of raters (Searle, Casella & McCulloch 1992,
section 3.6); its interval is then that of Thomas & Hultquist (1978). The two-way forms need every
rater at every unit: others are left out, and the number of units says how many were used.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stillpoint.methods.rating_table import RatingTable, Undefined

Floats = NDArray[np.float64]
FORMS = ("1,1", "2,1", "3,1")


@dataclass(frozen=True)
class OneWay:
    """Mean squares between and within n units; ``k``: ratings a unit, the mean that makes the
    between mean square's expectation right (n0); ``harmonic``: their harmonic mean, and ``means``
    the mean square of the units' means times it; ``ratings``: how many in all."""

    between: float
    within: float
    n: int
    k: float
    harmonic: float
    means: float
    ratings: float


def one_way(scores: Floats, weight: Floats) -> OneWay:
    """One-way analysis of variance of units × raters, NaN where a rating is missing; weights are
    scaled to sum to the number of units. With equal numbers it is the textbook table."""
    there = ~np.isnan(scores)
    rated = there.sum(axis=1)
    n = len(scores)
    scaled = weight * n / weight.sum()
    unit = np.where(there, scores, 0.0).sum(axis=1) / rated
    total = float(scaled @ rated)
    grand = float(scaled @ (rated * unit)) / total
    spread = np.where(there, scores - unit[:, None], 0.0) ** 2
    spare = total - n
    if spare <= 0:
        raise ValueError("ratings needs at least one unit that two raters rated.")
    harmonic = n / float((scaled / rated).sum())
    centre = float(scaled @ unit) / n
    return OneWay(
        between=float(scaled @ (rated * (unit - grand) ** 2)) / (n - 1),
        within=float(scaled @ spread.sum(axis=1)) / spare,
        n=n,
        k=(total - float(scaled @ rated**2) / total) / (n - 1),
        harmonic=harmonic,
        means=harmonic * float(scaled @ (unit - centre) ** 2) / (n - 1),
        ratings=total,
    )


def one_way_coefficient(squares: OneWay) -> float:
    """ICC(1,1). Raises Undefined when nothing varies."""
    total = squares.between + (squares.k - 1) * squares.within
    if total < 1e-12:
        raise Undefined("ratings do not vary, so the intraclass correlation has no value.")
    return (squares.between - squares.within) / total


def one_way_interval(squares: OneWay) -> tuple[float, float]:
    """95 % interval from the F distribution; with equal numbers of raters it is exact."""
    if squares.within < 1e-12 * squares.means:
        return 1.0, 1.0
    n, k, degrees = squares.n, squares.harmonic, squares.ratings - squares.n
    ratio = squares.means / squares.within
    lower = ratio / _f(n - 1, degrees)
    upper = ratio * _f(degrees, n - 1)
    return (lower - 1) / (lower + k - 1), (upper - 1) / (upper + k - 1)


@dataclass(frozen=True)
class MeanSquares:
    """Mean squares between units, between raters and residual; n × k ratings."""

    between: float
    raters: float
    residual: float
    n: int
    k: int


def mean_squares(scores: Floats, weight: Floats) -> MeanSquares:
    """Two-way analysis of variance of units × raters; weights are scaled to sum to n."""
    n, k = scores.shape
    scaled = weight * n / weight.sum()
    unit = scores.mean(axis=1)
    rater = scaled @ scores / n
    grand = float(rater.mean())
    between = k * float(scaled @ (unit - grand) ** 2) / (n - 1)
    raters = n * float(((rater - grand) ** 2).sum()) / (k - 1)
    residuals = scores - unit[:, None] - rater + grand
    residual = float(scaled @ (residuals**2).sum(axis=1)) / ((n - 1) * (k - 1))
    return MeanSquares(between, raters, residual, n, k)


def coefficient(squares: MeanSquares, form: str) -> float:
    """ICC(2,1) or ICC(3,1). Raises Undefined when nothing varies."""
    error = squares.residual
    total = squares.between + (squares.k - 1) * error
    if form == "2,1":
        total += squares.k * (squares.raters - squares.residual) / squares.n
    if total < 1e-12:
        raise Undefined("ratings do not vary, so the intraclass correlation has no value.")
    return (squares.between - error) / total


def f_interval(squares: MeanSquares, form: str, value: float) -> tuple[float, float]:
    """95 % interval from the F distribution (Shrout & Fleiss 1979, pages 424-425)."""
    if form == "2,1":
        return _f_interval_two_way(squares, value)
    n, k, error = squares.n, squares.k, squares.residual
    degrees = (n - 1) * (k - 1)
    if error < 1e-12 * squares.between:
        return 1.0, 1.0
    ratio = squares.between / error
    lower = ratio / _f(n - 1, degrees)
    upper = ratio * _f(degrees, n - 1)
    return (lower - 1) / (lower + k - 1), (upper - 1) / (upper + k - 1)


def _f_interval_two_way(squares: MeanSquares, value: float) -> tuple[float, float]:
    n, k = squares.n, squares.k
    between, residual, raters = squares.between, squares.residual, squares.raters
    if residual + raters < 1e-12 * between:
        return 1.0, 1.0
    # Satterthwaite's degrees of freedom, multiplied through so that no residual is divided by.
    part = k * value * raters
    rest = (n * (1 + (k - 1) * value) - k * value) * residual
    if max(abs(part), abs(rest)) < 1e-12 * max(raters, 1.0):
        # Raters differ by the same step everywhere and no unit differs from another.
        raise Undefined("units do not vary, so the intraclass correlation has no interval.")
    degrees = (k - 1) * (n - 1) * (part + rest) ** 2 / ((n - 1) * part**2 + rest**2)
    upper, lower = _f(n - 1, degrees), _f(degrees, n - 1)
    spare = k * raters + (k * n - k - n) * residual
    return (
        n * (between - upper * residual) / (upper * spare + n * between),
        n * (lower * between - residual) / (spare + n * lower * between),
    )


def _f(first: float, second: float) -> float:
    from scipy.special import fdtri

    return float(fdtri(first, second, 0.975))


def single_rating(table: RatingTable, form: str) -> tuple[float, float, float, float, int]:
    """Value, standard error, low, high and number of units used: for the one-way form all that were
    rated, for the others those that every rater rated.

    The standard error is a delete-one jackknife over clusters (units where there are none).
    The interval is by F, which knows neither clusters nor weights: with either it is
    value ± t · standard error on the scale of the hyperbolic arctangent.
    """
    if form not in FORMS:
        raise ValueError(f"form must be '1,1', '2,1' or '3,1', not {form!r}.")
    if table.scale is None:
        raise ValueError("ratings must be numbers for an intraclass correlation.")
    weighted = bool(np.ptp(table.weight) > 0)
    if form != "1,1":
        table = table.keep(np.asarray((table.codes >= 0).all(axis=1), bool))
    there = table.codes >= 0
    scores = np.where(there, np.asarray(table.scale)[np.where(there, table.codes, 0)], np.nan)
    if len(scores) < 3:
        who = "a rater" if form == "1,1" else "every rater"
        raise ValueError(f"ratings needs at least three units that {who} rated.")
    value = _value(scores, table.weight, form)
    labels = np.arange(len(scores)) if table.cluster is None else table.cluster
    without = _leave_one_out(scores, table.weight, labels, form)
    error = _jackknife(without)
    if table.cluster is None and not weighted:
        low, high = _interval(scores, table.weight, form, value)
    else:
        low, high = _transformed_interval(value, without)
    return value, error, max(-1.0, low), min(1.0, high), len(scores)


def _value(scores: Floats, weight: Floats, form: str) -> float:
    if form == "1,1":
        return one_way_coefficient(one_way(scores, weight))
    return coefficient(mean_squares(scores, weight), form)


def _interval(scores: Floats, weight: Floats, form: str, value: float) -> tuple[float, float]:
    if form == "1,1":
        return one_way_interval(one_way(scores, weight))
    return f_interval(mean_squares(scores, weight), form, value)


def _leave_one_out(scores: Floats, weight: Floats, labels: NDArray[np.intp], form: str) -> Floats:
    distinct = np.unique(labels)
    if len(distinct) < 2:
        raise ValueError("cluster covers fewer than two clusters: no standard error can be given.")
    values = []
    for label in distinct:
        rest = labels != label
        if rest.sum() < 2:
            raise ValueError("cluster leaves fewer than two units when one cluster is left out.")
        try:
            values.append(_value(scores[rest], weight[rest], form))
        except Undefined:
            raise Undefined(
                "ratings vary in one unit or cluster only, so the intraclass correlation has "
                "no standard error."
            ) from None
    return np.array(values)


def _jackknife(values: Floats) -> float:
    groups = len(values)
    return float(((groups - 1) / groups * ((values - values.mean()) ** 2).sum()) ** 0.5)


def _transformed_interval(value: float, without: Floats) -> tuple[float, float]:
    from scipy.special import stdtrit

    edge = 1 - 1e-9
    middle = np.arctanh(np.clip(value, -edge, edge))
    error = _jackknife(np.arctanh(np.clip(without, -edge, edge)))
    reach = float(stdtrit(len(without) - 1, 0.975)) * error
    return float(np.tanh(middle - reach)), float(np.tanh(middle + reach))
