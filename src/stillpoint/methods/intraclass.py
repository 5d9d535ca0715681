"""Intraclass correlations of a single rating (Shrout & Fleiss 1979; McGraw & Wong 1996)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stillpoint.methods.rating_table import RatingTable, Undefined

Floats = NDArray[np.float64]
FORMS = ("1,1", "2,1", "3,1")


@dataclass(frozen=True)
class MeanSquares:
    """Mean squares between units, within units, between raters and residual; n × k ratings."""

    between: float
    within: float
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
    within = float(scaled @ ((scores - unit[:, None]) ** 2).sum(axis=1)) / (n * (k - 1))
    raters = n * float(((rater - grand) ** 2).sum()) / (k - 1)
    residuals = scores - unit[:, None] - rater + grand
    residual = float(scaled @ (residuals**2).sum(axis=1)) / ((n - 1) * (k - 1))
    return MeanSquares(between, within, raters, residual, n, k)


def coefficient(squares: MeanSquares, form: str) -> float:
    """ICC(1,1), ICC(2,1) or ICC(3,1). Raises Undefined when nothing varies."""
    error = squares.within if form == "1,1" else squares.residual
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
    n, k = squares.n, squares.k
    error = squares.within if form == "1,1" else squares.residual
    degrees = n * (k - 1) if form == "1,1" else (n - 1) * (k - 1)
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
    """Value, standard error, low, high and number of units; incomplete units are left out.

    The standard error is a delete-one jackknife over clusters (units where there are none).
    The interval is by F, which knows neither clusters nor weights: with either it is
    value ± t · standard error on the scale of the hyperbolic arctangent.
    """
    if form not in FORMS:
        raise ValueError(f"form must be '1,1', '2,1' or '3,1', not {form!r}.")
    if table.scale is None:
        raise ValueError("ratings must be numbers for an intraclass correlation.")
    complete = np.asarray((table.codes >= 0).all(axis=1), bool)
    weighted = bool(np.ptp(table.weight) > 0)
    table = table.keep(complete)
    scores = np.asarray(table.scale)[table.codes] if table.scale is not None else np.empty(0)
    if len(scores) < 3:
        raise ValueError("ratings needs at least three units that every rater rated.")
    squares = mean_squares(scores, table.weight)
    value = coefficient(squares, form)
    labels = np.arange(len(scores)) if table.cluster is None else table.cluster
    without = _leave_one_out(scores, table.weight, labels, form)
    error = _jackknife(without)
    if table.cluster is None and not weighted:
        low, high = f_interval(squares, form, value)
    else:
        low, high = _transformed_interval(value, without)
    return value, error, max(-1.0, low), min(1.0, high), len(scores)


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
            values.append(coefficient(mean_squares(scores[rest], weight[rest]), form))
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
