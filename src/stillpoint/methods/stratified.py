"""A stratified sample as arrays: weights, corrections and the variance of a weighted sum.

Sources: Cochran (1977) chapters 5 and 5A; Särndal, Swensson & Wretman (1992) chapters 3 and
5 (Taylor linearisation); Lumley, T. (2010) *Complex Surveys*, Wiley, and his R package
`survey`, whose treatment of domains and of lonely units is followed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stillpoint.methods.arguments import must_be_number

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Population = Mapping[Any, int] | int | None

LONELY = ("fail", "adjust", "average", "remove")


class LonelyStratum(ValueError):
    """A stratum has one sampled unit and is not wholly taken, so its variance is unknown."""

    def __init__(self, stratum: object) -> None:
        self.stratum = stratum
        super().__init__(
            f"Stratum {stratum!r} has only one sampled unit and was not wholly taken, so its "
            "variance cannot be estimated. Merge it with another, or choose how to treat lonely "
            "units: 'adjust', 'average' or 'remove'."
        )


@dataclass(frozen=True)
class Design:
    """A sample: each unit's stratum (as a code) and weight; each stratum's size and correction.

    `unseen` is the finite population correction 1 - n_h / N_h: the share of a stratum not seen.
    """

    labels: tuple[Any, ...]
    codes: Codes
    sampled: NDArray[np.intp]
    unseen: Floats
    weight: Floats
    inside: NDArray[np.bool_]
    sums_to_population: bool

    @property
    def n(self) -> int:
        """Sampled units in the domain."""
        return int(self.inside.sum())

    @property
    def present(self) -> NDArray[np.bool_]:
        """The strata that have a sampled unit in the domain."""
        return np.bincount(self.codes[self.inside], minlength=len(self.labels)) > 0

    @property
    def degrees_of_freedom(self) -> int:
        """Units less strata, counted where the domain is, as R's degf of a subset."""
        return self.n - int(self.present.sum())

    @property
    def wholly_taken(self) -> bool:
        """Whether every stratum that the domain is in was taken whole."""
        return bool((self.unseen[self.present] < WHOLE).all())


# R's survey takes a correction below this for a stratum taken whole.
WHOLE = 1e-7
ROUNDING = 1e-13


def codes_of(labels: ArrayLike, name: str) -> tuple[Codes, tuple[Any, ...]]:
    """Whole-number codes for labels of any hashable kind, and the labels they stand for."""
    if isinstance(labels, np.ndarray) and labels.ndim == 1 and labels.dtype.kind in "biuf":
        found, codes = np.unique(labels, return_inverse=True)
        return codes.astype(np.intp, copy=False), tuple(found.tolist())
    if isinstance(labels, np.ndarray):
        labels = labels.tolist()
    seen: dict[Hashable, int] = {}
    try:
        coded = [seen.setdefault(label, len(seen)) for label in labels]  # type: ignore[union-attr, arg-type]
    except TypeError as error:
        raise ValueError(f"{name} must be one label for each unit: {error}.") from error
    return np.asarray(coded, dtype=np.intp), tuple(seen)


def design_of(
    n: int,
    *,
    stratum: ArrayLike | None,
    population: Population,
    domain: ArrayLike | None,
    weight: ArrayLike | None,
) -> Design:
    """Check what describes a sample of `n` units and put it together."""
    if n == 0:
        raise ValueError("y is empty: there is no sampled unit to estimate from.")
    if stratum is None:
        codes, labels = np.zeros(n, dtype=np.intp), (None,)
    else:
        codes, labels = codes_of(stratum, "stratum")
        if len(codes) != n:
            raise ValueError(f"stratum has {len(codes)} labels for {n} units.")
    sampled = np.bincount(codes, minlength=len(labels))
    sizes = stratum_sizes(labels, sampled, population, stratified=stratum is not None)
    unseen = np.ones(len(labels)) if sizes is None else 1 - sampled / sizes
    if weight is not None:
        weights = _weights(weight, n)
    elif sizes is not None:
        weights = (sizes / sampled)[codes]
    else:
        weights = np.ones(n)
    return Design(
        labels,
        codes,
        sampled,
        unseen,
        weights,
        _domain(domain, n),
        sums_to_population=weight is not None or sizes is not None,
    )


def stratum_sizes(
    labels: tuple[Any, ...], sampled: NDArray[np.intp], population: Population, *, stratified: bool
) -> Floats | None:
    """N_h for each label; None when the population is not given (no correction)."""
    if population is None:
        return None
    if not isinstance(population, Mapping):
        must_be_number("population", population)
        if stratified:
            raise ValueError("population must give the size of each stratum, not one number.")
        population = {None: population}
    elif not stratified:
        raise ValueError("population gives sizes of strata, but no stratum was given.")
    known = set(labels)
    for label, size in population.items():
        if size > 0 and label not in known:
            raise ValueError(
                f"Stratum {label!r} holds {size} units of the population but none in the sample."
            )
    sizes = np.empty(len(labels))
    for code, label in enumerate(labels):
        if label not in population:
            raise ValueError(f"population has no size for stratum {label!r}.")
        size = population[label]
        if not size >= sampled[code]:
            of = "" if label is None else f" of stratum {label!r}"
            raise ValueError(
                f"The population{of} is {size!r}, fewer than the {sampled[code]} units sampled."
            )
        sizes[code] = size
    return sizes


def _weights(weight: ArrayLike, n: int) -> Floats:
    weights = np.asarray(weight, dtype=np.float64)
    if weights.shape != (n,):
        raise ValueError(f"weight has shape {weights.shape} for {n} units.")
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ValueError("weight must be a positive number for each unit.")
    return weights


def _domain(domain: ArrayLike | None, n: int) -> NDArray[np.bool_]:
    if domain is None:
        return np.ones(n, dtype=np.bool_)
    inside = np.asarray(domain)
    if inside.shape == (n,) and inside.dtype.kind in "iu" and np.isin(inside, (0, 1)).all():
        inside = inside.astype(np.bool_)
    if inside.shape != (n,) or inside.dtype != np.bool_:
        raise ValueError(f"domain must be True or False for each of {n} units.")
    if not inside.any():
        raise ValueError("domain holds no sampled unit: there is nothing to estimate from.")
    return inside


def values_of(name: str, values: ArrayLike, inside: NDArray[np.bool_] | None = None) -> Floats:
    """One finite number a unit; outside the domain anything goes and counts as 0."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers: {error}.") from error
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not of shape {array.shape}.")
    if inside is None:
        return array
    if array.shape != inside.shape:
        raise ValueError(f"{name} has {len(array)} values for {len(inside)} units.")
    array = np.where(inside, array, 0.0)
    if not np.isfinite(array).all():
        at = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ValueError(f"{name} is missing or not finite for unit {at} in the domain.")
    return array


def variance_of_sum(design: Design, influence: Floats, lonely: str) -> float:
    """Variance of the sum of `influence` (weighted; 0 outside the domain) over the sample.

    Σ_h (1 - n_h/N_h) n_h/(n_h - 1) Σ_i (z_hi - mean z_h)², over the strata that the domain is
    in. A stratum with one sampled unit, not wholly taken, is lonely: "fail" raises
    LonelyStratum; "adjust" takes its deviation from the mean influence of all sampled units;
    "average" gives it the mean variance of the other strata; "remove" counts nothing for it.
    """
    if lonely not in LONELY:
        raise ValueError(f"lonely must be one of {', '.join(LONELY)}, not {lonely!r}.")
    strata = len(design.labels)
    n_h = design.sampled
    means = np.bincount(design.codes, influence, strata) / n_h
    deviations = influence - means[design.codes]
    # What is only rounding must not pass for variance, or an exact interval would be refused.
    deviations[np.abs(deviations) <= ROUNDING * np.abs(influence).max()] = 0.0
    squares = np.bincount(design.codes, deviations**2, strata)
    present = design.present
    partly = present & (design.unseen >= WHOLE)
    alone = partly & (n_h == 1)
    many = partly & (n_h > 1)
    parts = np.zeros(strata)
    parts[many] = design.unseen[many] * n_h[many] / (n_h[many] - 1) * squares[many]
    if alone.any():
        if lonely == "fail":
            raise LonelyStratum(design.labels[int(np.flatnonzero(alone)[0])])
        if lonely == "adjust":
            # 0 for means and ratios; for totals the mean over all sampled units.
            centre = influence.sum() / n_h[present].sum()
            parts[alone] = design.unseen[alone] * (means[alone] - centre) ** 2
        if lonely == "average":
            others = int(present.sum() - alone.sum())
            if not others:
                raise LonelyStratum(design.labels[int(np.flatnonzero(alone)[0])])
            return float(parts.sum()) * int(present.sum()) / others
    return float(parts.sum())
