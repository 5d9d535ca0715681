"""Proportions for every group of a long table at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from stillpoint.methods.intervals import check_level
from stillpoint.methods.stratified import (
    WHOLE,
    Codes,
    Floats,
    LonelyStratum,
    codes_of,
    stratum_sizes,
)


@dataclass(frozen=True)
class Groups:
    """Proportions, one row a group: arrays of equal length in the order of `labels`."""

    labels: tuple[Any, ...]
    value: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    degrees_of_freedom: Codes
    n: Codes


def proportions_by(
    y: ArrayLike,
    by: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    population: Mapping[Any, int] | int | None = None,
    sampled: Mapping[Any, int] | int | None = None,
    lonely: str = "fail",
    level: float = 0.95,
    method: str = "korn-graubard",
) -> Groups:
    """The share of 1s in each group, each as `estimation.proportion` gives it.

    `y` (0 or 1), `by` (the group, such as the area judged) and `stratum` have one entry for each
    judgement: one row a case and group. `sampled` gives n_h, the cases drawn in each stratum,
    and makes each group a domain of that sample: cases without a row in the group are outside
    it. Without `sampled` every group is taken as a whole sample by itself, n_h being its own
    rows in the stratum. `lonely` is "fail" or "remove", `method` "korn-graubard" or
    "korn-graubard-capped", as there.

    Two counting passes, whatever the number of groups. Raises ValueError as `proportion`.
    """
    check_level(level)
    if lonely not in ("fail", "remove"):
        raise ValueError(f"lonely must be 'fail' or 'remove' here, not {lonely!r}.")
    if method not in ("korn-graubard", "korn-graubard-capped"):
        raise ValueError(f"method {method!r} is not 'korn-graubard' or 'korn-graubard-capped'.")
    ones = np.asarray(y)
    if ones.ndim != 1 or ones.size == 0:
        raise ValueError("y must be a list of at least one judgement, each 0 or 1.")
    groups, labels = codes_of(by, "by")
    if stratum is None:
        strata, names = np.zeros(len(ones), dtype=np.intp), (None,)
    else:
        strata, names = codes_of(stratum, "stratum")
    for name, codes in (("by", groups), ("stratum", strata)):
        if len(codes) != len(ones):
            raise ValueError(f"{name} has {len(codes)} labels for {len(ones)} judgements.")
    shape = (len(names), len(labels))
    cells = strata * shape[1] + groups
    rows = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
    hits = _hits(ones, cells, shape)
    drawn = _drawn(sampled, names, rows, stratified=stratum is not None)
    sizes = _sizes(population, names, drawn, stratified=stratum is not None)
    value, variance, whole = _estimated(names, rows, hits, drawn, sizes, lonely)
    n = rows.sum(axis=0)
    df = n - (rows > 0).sum(axis=0)
    low, high = _intervals(value, variance, n, df, whole, level, cap=method.endswith("capped"))
    return Groups(labels, value, np.sqrt(variance), low, high, df, n)


def _hits(ones: np.ndarray[Any, Any], cells: Codes, shape: tuple[int, int]) -> Codes:
    if ones.dtype != np.bool_:
        wrong = (ones != 0) & (ones != 1)
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise ValueError(f"y must be 0 or 1 for each judgement, but is {ones[at]!r} at {at}.")
        ones = ones == 1
    return np.bincount(cells[ones], minlength=shape[0] * shape[1]).reshape(shape)


def _drawn(
    sampled: Mapping[Any, int] | int | None,
    names: tuple[Any, ...],
    rows: Codes,
    *,
    stratified: bool,
) -> Codes:
    """n_h for each stratum and group."""
    if sampled is None:
        return rows
    if not isinstance(sampled, Mapping):
        if stratified:
            raise ValueError("sampled must give the cases drawn in each stratum, not one number.")
        sampled = {None: sampled}
    drawn = np.empty_like(rows)
    for code, name in enumerate(names):
        if name not in sampled:
            raise ValueError(f"sampled has no count for stratum {name!r}.")
        if sampled[name] < rows[code].max():
            raise ValueError(
                f"sampled says {sampled[name]} cases for stratum {name!r}, but one group has "
                f"{rows[code].max()} judgements in it."
            )
        drawn[code] = sampled[name]
    return drawn


def _sizes(
    population: Mapping[Any, int] | int | None,
    names: tuple[Any, ...],
    drawn: Codes,
    *,
    stratified: bool,
) -> Floats | None:
    return stratum_sizes(names, drawn.max(axis=1), population, stratified=stratified)


def _estimated(
    names: tuple[Any, ...],
    rows: Codes,
    hits: Codes,
    drawn: Codes,
    sizes: Floats | None,
    lonely: str,
) -> tuple[Floats, Floats, Any]:
    """Each group's share, its variance and whether it was wholly taken, from counts alone.

    Within a stratum every unit weighs the same, so its sum of squared influences needs only how
    many ones and how many rows each group has there.
    """
    here = rows > 0
    if sizes is None:
        weight, unseen = here.astype(float), here.astype(float)
    else:
        share = np.divide(drawn, sizes[:, None])
        weight = np.divide(1, share, out=np.zeros(rows.shape), where=here)
        unseen = np.where(here, 1 - share, 0.0)
    everyone = (weight * rows).sum(axis=0)
    value = (weight * hits).sum(axis=0) / everyone
    n = rows.sum(axis=0)
    alike = (hits.sum(axis=0) == 0) | (hits.sum(axis=0) == n)
    value = np.where(alike, np.round(value), value)
    scale = weight / everyone
    sums = scale * (hits - rows * value)
    squares = scale**2 * (hits * (1 - value) ** 2 + (rows - hits) * value**2)
    partly = here & (unseen >= WHOLE)
    alone = partly & (drawn == 1)
    if alone.any() and lonely == "fail":
        raise LonelyStratum(names[int(np.argwhere(alone)[0][0])])
    many = partly & (drawn > 1)
    centred = squares - np.divide(sums**2, drawn, out=np.zeros(rows.shape), where=many)
    # Cells whose units are all alike and all in the group leave only rounding behind.
    centred[(rows == drawn) & ((hits == 0) | (hits == rows))] = 0.0
    factor = np.divide(unseen * drawn, drawn - 1, out=np.zeros(rows.shape), where=many)
    variance = np.where(alike, 0.0, np.maximum((factor * centred).sum(axis=0), 0.0))
    return value, variance, ~partly.any(axis=0)


def _intervals(
    value: Floats, variance: Floats, n: Codes, df: Codes, whole: Any, level: float, *, cap: bool
) -> tuple[Floats, Floats]:
    """Korn-Graubard for each group at once; see `intervals.korn_graubard`."""
    from scipy.special import betaincinv, stdtrit

    tail = (1 - level) / 2
    plain = (variance <= 0) | (value <= 0) | (value >= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = stdtrit(np.maximum(n - 1, 1), tail) / stdtrit(np.maximum(df, 1), tail)
        effective = value * (1 - value) / variance * ratio**2
    if cap:
        effective = np.minimum(effective, n)
    size = np.where(plain, n, np.where(df > 0, effective, 1.0))
    hits, misses = size * value, size * (1 - value)
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1e-300), misses + 1, tail), 0.0)
    high = np.where(misses > 0, betaincinv(hits + 1, np.maximum(misses, 1e-300), 1 - tail), 1.0)
    unknown = ~plain & (df <= 0)
    low, high = np.where(unknown, 0.0, low), np.where(unknown, 1.0, high)
    return np.where(whole, value, low), np.where(whole, value, high)
