"""XmR control charts, with the limits and special causes of NHS England's "Making Data Count".

Shewhart's chart for individual values (Wheeler 1993), with outliers among the moving ranges
screened as the R package NHSRplotthedots does; see docs/methods/control-charts.md.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rule = Literal["astronomical", "shift", "trend", "two of three"]
Side = Literal["above", "below", "rising", "falling"]
Floats = NDArray[np.float64]

# 3 / d2 and D4 for ranges of two values (Wheeler 1993).
LIMIT = 2.66
OUTLYING_RANGE = 3.267
RUN = 7


@dataclass(frozen=True)
class Signal:
    """One point that belongs to a special cause: its place (from 0), the rule, and the side."""

    point: int
    rule: Rule
    side: Side


@dataclass(frozen=True)
class Chart:
    """Centre, natural process limits, mean moving range and special causes in order of points."""

    centre: float
    lower: float
    upper: float
    moving_range_mean: float
    signals: tuple[Signal, ...]


def xmr(values: ArrayLike, *, baseline: int | None = None, screen_outliers: bool = True) -> Chart:
    """Chart of individual values in order of time.

    baseline: how many first points set centre and limits; all when None. Limits are centre
    ± 2.66 × mean moving range; with screen_outliers moving ranges of 3.267 × their mean or more
    are left out once. Raises ValueError for fewer than two points or a value that is no number.
    """
    series = _series(values)
    if baseline is not None and (isinstance(baseline, bool) or not 2 <= baseline <= len(series)):
        raise ValueError(f"baseline must lie between 2 and {len(series)}, not {baseline!r}.")
    base = series[:baseline]
    ranges = np.abs(np.diff(base))
    if screen_outliers and ranges.any():
        ranges = ranges[ranges < OUTLYING_RANGE * ranges.mean()]
    centre, mean_range = float(base.mean()), float(ranges.mean())
    lower, upper = centre - LIMIT * mean_range, centre + LIMIT * mean_range
    signals = [
        *_astronomical(series, lower, upper),
        *_shifts(np.sign(series - centre)),
        *_trends(np.sign(np.diff(series))),
        *_two_of_three(series, centre, mean_range),
    ]
    # Stable, so that rules at one point keep the order of precedence above.
    signals.sort(key=lambda signal: signal.point)
    return Chart(centre, lower, upper, mean_range, tuple(signals))


def _series(values: ArrayLike) -> Floats:
    try:
        series = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError("values must be numbers, one a period.") from problem
    if series.ndim != 1 or len(series) < 2:
        raise ValueError("values must be a row of at least two numbers.")
    if not np.isfinite(series).all():
        place = int(np.flatnonzero(~np.isfinite(series))[0])
        raise ValueError(f"values holds no finite number at place {place}.")
    return series


def _astronomical(series: Floats, lower: float, upper: float) -> list[Signal]:
    return [
        Signal(point, "astronomical", "above" if value > upper else "below")
        for point, value in enumerate(series)
        if value > upper or value < lower
    ]


def _shifts(side: Floats) -> list[Signal]:
    """Points in runs of seven or more on one side of the centre; a point on it ends the run."""
    names: dict[float, Side] = {1.0: "above", -1.0: "below"}
    return [Signal(p, "shift", names[side[p]]) for p in _in_runs(side, RUN)]


def _trends(step: Floats) -> list[Signal]:
    """Points in runs of seven or more, each higher (or each lower) than the one before."""
    names: dict[float, Side] = {1.0: "rising", -1.0: "falling"}
    found = []
    for start, end in _runs(step):
        if step[start] != 0 and end - start >= RUN - 1:
            # n steps join n + 1 points.
            found += [Signal(p, "trend", names[step[start]]) for p in range(start, end + 1)]
    return found


def _runs(values: Floats) -> list[tuple[int, int]]:
    """Start and end (not included) of each stretch of equal values."""
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return list(pairwise(edges))


def _in_runs(values: Floats, length: int) -> list[int]:
    return [
        point
        for start, end in _runs(values)
        if values[start] != 0 and end - start >= length
        for point in range(start, end)
    ]


def _two_of_three(series: Floats, centre: float, mean_range: float) -> list[Signal]:
    """Points in the outer third, inside the limits, where two of three in a row on one side are."""
    away = np.abs(series - centre)
    near = (away > LIMIT * mean_range * 2 / 3) & (away <= LIMIT * mean_range)
    side = np.sign(series - centre)
    flagged: set[int] = set()
    for start in range(len(series) - 2):
        window = slice(start, start + 3)
        if abs(side[window].sum()) == 3 and near[window].sum() >= 2:
            flagged.update(start + int(i) for i in np.flatnonzero(near[window]))
    return [Signal(p, "two of three", "above" if side[p] > 0 else "below") for p in sorted(flagged)]
