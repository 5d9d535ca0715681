"""How long things take when some are still open: Kaplan-Meier, log-rank, Aalen-Johansen.

Durations are in one unit of time, chosen by the caller, and nought or more. Figures follow the R
package `survival`; formulas, sources and simulated coverage: docs/methods/timeliness.md.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# R's survival treats times closer than this as one (`timefix`), so that 0.1 + 0.2 ties with 0.3.
TIE = float(np.finfo(float).eps) ** 0.5


@dataclass(frozen=True)
class Quantile:
    """A value with its limits; None where the curve or its limit does not reach that far."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Test:
    """A chi-squared test: statistic, degrees of freedom and p-value."""

    __test__ = False

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, eq=False)
class Curve:
    """A step function of time with point-wise limits, one entry for each distinct time.

    times: every time at which something happened or was last seen, rising.
    survival: for kind "survival" the share still waiting just after each time; for kind
    "incidence" the share that has had this cause by then.
    low, high: limits; NaN where there are none (a survival of nought), as in R.
    at_risk: number at risk just before; events: number of events (of this cause).
    """

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    events: Floats
    standard_error: Floats
    kind: Literal["survival", "incidence"] = "survival"

    @property
    def incidence(self) -> Floats:
        """The share that has had the event by each time."""
        return self.survival if self.kind == "incidence" else 1 - self.survival

    def at(self, t: float) -> float:
        """The curve's value at time t: 1 (survival) or 0 (incidence) before the first time."""
        place = self._place(t)
        start = 1.0 if self.kind == "survival" else 0.0
        return start if place < 0 else float(self.survival[place])

    def between(self, t: float) -> tuple[float, float]:
        """The limits at time t; NaN where there are none."""
        place = self._place(t)
        if place < 0:
            start = 1.0 if self.kind == "survival" else 0.0
            return start, start
        return float(self.low[place]), float(self.high[place])

    def _place(self, t: float) -> int:
        if not t >= 0:
            raise ValueError(f"t must be a time of nought or more, not {t!r}.")
        return int(np.searchsorted(self.times, t + TIE * max(1.0, t), side="right")) - 1

    def median(self) -> Quantile:
        """The time by which half have had the event, with limits where the limits cross a half."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> Quantile:
        """The time by which `share` have had the event (Brookmeyer & Crowley 1982).

        Where the curve is level exactly at the share, the middle of the level stretch, as R does.
        """
        if not 0 < share < 1:
            raise ValueError(f"share must lie between 0 and 1, not {share!r}.")
        rising = [self.survival, self.low, self.high]
        if self.kind == "survival":
            rising = [1 - curve for curve in rising]
            return Quantile(*(_reached(self.times, curve, share) for curve in rising))
        value, late, soon = (_reached(self.times, curve, share) for curve in rising)
        return Quantile(value, soon, late)


def _reached(times: Floats, rising: Floats, share: float) -> float | None:
    known = ~np.isnan(rising)
    times, rising = times[known], rising[known]
    reached = np.flatnonzero(rising > share - TIE)
    if not len(reached):
        return None
    beyond = np.flatnonzero(rising > share + TIE)
    # A curve that ends level at the share has only its last time to go by.
    last = beyond[0] if len(beyond) else len(times) - 1
    return float((times[reached[0]] + times[last]) / 2)


def kaplan_meier(duration: ArrayLike, observed: ArrayLike, level: float = 0.95) -> Curve:
    """Share still waiting at each time (Kaplan & Meier 1958), with Greenwood's variance.

    duration: time waited, one a case; observed: whether the event was seen (else still open).
    Limits are S · exp(±z · se / S), at most 1: R's conf.type = "log". An event precedes a
    censoring at the same time. Raises ValueError naming the input that will not do.
    """
    times, seen = _durations(duration), _observed(observed)
    if len(times) != len(seen):
        raise ValueError("observed must hold one entry for each duration.")
    distinct, place = np.unique(_tied(times), return_inverse=True)
    events = np.bincount(place, weights=seen, minlength=len(distinct)).astype(float)
    leaving = np.bincount(place, minlength=len(distinct)).astype(float)
    at_risk = leaving[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore"):
        relative = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events))))
    z = _normal(level)
    alive = survival > 0
    relative = np.where(alive, relative, np.nan)
    low = survival * np.exp(-z * relative)
    high = np.minimum(1.0, survival * np.exp(z * relative))
    error = np.where(alive, survival * relative, np.nan)
    return Curve(distinct, survival, low, high, at_risk, events, error)


def log_rank(duration: ArrayLike, observed: ArrayLike, group: Sequence[Hashable]) -> Test:
    """Do two or more groups wait equally long (Mantel 1966; Peto & Peto 1972)?

    Chi-squared on groups less one, as R's survdiff: groups that could have no event do not count.
    """
    from scipy.special import chdtrc

    times, seen = _tied(_durations(duration)), _observed(observed)
    labels = list(group)
    if not len(times) == len(seen) == len(labels):
        raise ValueError("duration, observed and group must be equally long.")
    number = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    if len(number) < 2:
        raise ValueError("group must hold at least two groups.")
    if not seen.any():
        raise ValueError("observed holds no event, so there is nothing to compare.")
    member = np.eye(len(number))[[number[label] for label in labels]]
    distinct, place = np.unique(times, return_inverse=True)
    events, leaving = np.zeros((2, len(distinct), len(number)))
    np.add.at(events, place, member * seen[:, None])
    np.add.at(leaving, place, member)
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    n, d = at_risk.sum(axis=1), events.sum(axis=1)
    expected = (at_risk * (d / n)[:, None]).sum(axis=0)
    # Hypergeometric variance of the events in each group at each time.
    factor = d * (n - d) / np.maximum(n - 1, 1) / n
    share = at_risk / n[:, None]
    variance = np.diag(factor @ at_risk) - (at_risk * factor[:, None]).T @ share
    counted = np.flatnonzero(expected > 0)
    if len(counted) < 2:
        raise ValueError("group leaves fewer than two groups at risk when an event occurs.")
    kept = counted[1:]
    gap = (events.sum(axis=0) - expected)[kept]
    try:
        statistic = float(gap @ np.linalg.solve(variance[np.ix_(kept, kept)], gap))
    except np.linalg.LinAlgError:
        raise ValueError("group cannot be compared: every event left a group no choice.") from None
    df = len(kept)
    return Test(statistic, df, float(chdtrc(df, statistic)))


def cumulative_incidence(
    duration: ArrayLike,
    event: Sequence[Hashable | None],
    *,
    entry: ArrayLike | None = None,
    level: float = 0.95,
) -> dict[Hashable, Curve]:
    """Share that has had each cause by each time (Aalen & Johansen 1978).

    event: the cause, or None (or NaN) while still open. entry: when the case came under
    observation, on the same clock; it counts as at risk after that, and an entry of nought counts
    from the very start. Each curve is of kind "incidence". Limits are F · exp(±z · se / F), at
    most 1. The error is that of R's survfit where nobody enters late; with late entries R takes
    the infinitesimal jackknife, which differs a little from this Greenwood-type formula.
    """
    times, causes = _durations(duration), [None if _is_nan(cause) else cause for cause in event]
    if len(times) != len(causes):
        raise ValueError("event must hold one entry for each duration.")
    started = np.zeros(len(times)) if entry is None else _entries(entry, times)
    both = _tied(np.concatenate([times, started]))
    times, started = both[: len(times)], both[len(times) :]
    late = (started > 0) & (started >= times)
    if late.any():
        raise ValueError(f"entry is not before duration in row {int(np.flatnonzero(late)[0])}.")
    names = list(dict.fromkeys(cause for cause in causes if cause is not None))
    distinct, place = np.unique(times, return_inverse=True)
    code = {cause: i for i, cause in enumerate(names)}
    events = np.zeros((len(names), len(distinct)))
    for row, cause in zip(place, causes, strict=True):
        if cause is not None:
            events[code[cause], row] += 1
    leaving = np.bincount(place, minlength=len(distinct)).astype(float)
    joined = np.searchsorted(np.sort(started[started > 0]), distinct, side="left")
    from_start = len(times) - int((started > 0).sum())
    at_risk = joined + from_start - (leaving.cumsum() - leaving)
    z = _normal(level)
    return {
        cause: _incidence(distinct, events[i], events.sum(axis=0), at_risk, z)
        for i, cause in enumerate(names)
    }


def _incidence(times: Floats, own: Floats, every: Floats, at_risk: Floats, z: float) -> Curve:
    """One cause's curve. Var F(t) = Σ_{j ≤ t} of the delta method's terms at each time j:

    (F_t - F_j)² d / (n (n - d)) + S² d_k (n - d_k) / n³ - 2 (F_t - F_j) S d_k / n²,
    with S the share free of every cause just before (Marubini & Valsecchi 1995, 10.12).
    """
    survival = np.cumprod(1 - every / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    share = np.cumsum(before * own / at_risk)
    # Where everybody at risk has an event the curve is level from then on and a is 0 / 0.
    left = at_risk - every
    a = np.where(left > 0, every / (at_risk * np.maximum(left, 1)), 0.0)
    b = before * own / at_risk**2
    own_part = before**2 * own * (at_risk - own) / at_risk**3
    variance = (
        share**2 * a.cumsum()
        - 2 * share * (a * share + b).cumsum()
        + (a * share**2 + 2 * b * share + own_part).cumsum()
    )
    error = np.sqrt(np.maximum(variance, 0.0))
    relative = error / np.where(share > 0, share, 1)
    low, high = share * np.exp(-z * relative), np.minimum(1.0, share * np.exp(z * relative))
    return Curve(times, share, low, high, at_risk, own, error, "incidence")


def _durations(duration: ArrayLike) -> Floats:
    try:
        times = np.asarray(duration, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError("duration must hold numbers, one a case.") from problem
    if times.ndim != 1 or not len(times):
        raise ValueError("duration must be a row of at least one number.")
    bad = ~(np.isfinite(times) & (times >= 0))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise ValueError(f"duration must be nought or more; row {row} is {times[row]}.")
    return times


def _entries(entry: ArrayLike, times: Floats) -> Floats:
    try:
        started = np.asarray(entry, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError("entry must hold numbers, one a case.") from problem
    if started.shape != times.shape:
        raise ValueError("entry must hold one number for each duration.")
    if not np.isfinite(started).all():
        raise ValueError("entry holds a value that is no finite number.")
    return np.asarray(np.maximum(started, 0.0), float)


def _observed(observed: ArrayLike) -> Floats:
    seen = np.asarray(observed)
    if seen.ndim != 1 or not all(value in (0, 1) for value in seen.tolist()):
        raise ValueError("observed must hold true or false, one a case.")
    return seen.astype(float)


def _tied(times: Floats) -> Floats:
    """Times nearer to each other than rounding error, made equal (R's aeqSurv)."""
    distinct = np.unique(times)
    gaps = np.diff(distinct)
    apart = (gaps > TIE) & (gaps > TIE * float(np.abs(distinct).mean()))
    first = distinct[np.concatenate([[True], apart])]
    return np.asarray(first[np.searchsorted(first, times, side="right") - 1], float)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def _normal(level: float) -> float:
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}.")
    return float(ndtri(0.5 + level / 2))
