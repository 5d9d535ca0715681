"""Confidence intervals from a point estimate and its sampling variance.

Sources: Wilson, E. B. (1927) *JASA* 22, 209-212; Clopper, C. J. & Pearson, E. S. (1934)
*Biometrika* 26, 404-413; Brown, L. D., Cai, T. T. & DasGupta, A. (2001) "Interval estimation
for a binomial proportion", *Statistical Science* 16, 101-133; Korn, E. L. & Graubard, B. I.
(1998) "Confidence intervals for proportions with small expected number of positive counts
estimated from survey data", *Survey Methodology* 24, 193-201, as R's `survey::svyciprop`
computes it.
"""

from __future__ import annotations

import math

from stillpoint.methods.arguments import must_be_number

# SciPy is imported inside functions: it is slow to import, and most pages need none of this.


def check_level(level: float) -> None:
    """Raise ValueError unless the confidence level lies between 0 and 1."""
    must_be_number("level", level)
    if not 0 < level < 1:
        raise ValueError(f"The confidence level must lie between 0 and 1, not {level!r}.")


def student(value: float, standard_error: float, df: float, level: float) -> tuple[float, float]:
    """value ± t * standard_error, with t on `df` degrees of freedom.

    Without any degree of freedom the interval is unbounded, unless there is no error at all.
    """
    check_level(level)
    if standard_error == 0:
        return value, value
    half = t_quantile(df, level) * standard_error
    return value - half, value + half


def t_quantile(df: float, level: float) -> float:
    """The two-sided Student's t multiplier; infinite without a degree of freedom."""
    from scipy.special import stdtrit

    return float(-stdtrit(df, (1 - level) / 2)) if df > 0 else math.inf


def wilson(successes: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's score interval, without continuity correction."""
    from scipy.special import ndtri

    z2 = float(ndtri(0.5 + level / 2)) ** 2
    p = successes / n
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def clopper_pearson(p: float, n: float, level: float) -> tuple[float, float]:
    """The exact binomial interval; `n` and `n * p` need not be whole numbers."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    hits, misses = n * p, n * (1 - p)
    low = float(betaincinv(hits, misses + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, misses, 1 - tail)) if misses > 0 else 1.0
    return low, high


def korn_graubard(
    p: float, variance: float, n: int, df: float, level: float, *, cap: bool = False
) -> tuple[float, float]:
    """Clopper-Pearson on the effective sample size, as R's svyciprop(method="beta").

    The effective size is p(1 - p) / variance times (t on n - 1 / t on df) squared, and like R's
    it may exceed `n` when stratification gains more than it costs; `cap` holds it to at most `n`,
    which guards against a variance that is small only by chance. `n` counts sampled units.

    Where the variance is estimated as 0 by a sample that is not the whole population (every
    unit alike, overall or within each stratum), R has no answer; here the effective size is
    `n`. Callers handle the population wholly taken, which needs no interval.
    """
    if variance <= 0 or p <= 0 or p >= 1:
        return clopper_pearson(p, n, level)
    if df <= 0:
        return 0.0, 1.0
    ratio = t_quantile(n - 1, level) / t_quantile(df, level)
    effective = p * (1 - p) / variance * ratio**2
    return clopper_pearson(p, min(effective, n) if cap else effective, level)


def logit(p: float, variance: float, n: int, df: float, level: float) -> tuple[float, float]:
    """Student's t interval for the log odds, carried back; Korn-Graubard at 0 and 1."""
    if variance <= 0 or p <= 0 or p >= 1:
        return korn_graubard(p, variance, n, df, level)
    if df <= 0:
        return 0.0, 1.0
    centre = math.log(p / (1 - p))
    half = t_quantile(df, level) * math.sqrt(variance) / (p * (1 - p))
    return _expit(centre - half), _expit(centre + half)


def _expit(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def binomial_interval(
    successes: int, n: int, *, method: str = "wilson", level: float = 0.95
) -> tuple[float, float]:
    """An interval for a plain binomial proportion: "wilson" or "clopper-pearson"."""
    check_level(level)
    for name, number in (("successes", successes), ("n", n)):
        must_be_number(name, number)
        if int(number) != number:
            raise ValueError(f"{name} must be a whole number, not {number!r}.")
    if n < 1:
        raise ValueError(f"n must be at least 1, not {n!r}.")
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, not {successes!r}.")
    if method == "wilson":
        return wilson(int(successes), int(n), level)
    if method == "clopper-pearson":
        return clopper_pearson(int(successes) / int(n), int(n), level)
    raise ValueError(f"Method {method!r} is not 'wilson' or 'clopper-pearson'.")
