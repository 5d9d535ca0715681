"""How precise a planned sample will be, before it is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from stillpoint.methods.allocation import MinimumDoesNotFit, allocate
from stillpoint.methods.intervals import check_level, clopper_pearson, korn_graubard

K = TypeVar("K", bound=Hashable)

# Below this every size is tried; above it the width changes so little from one size to the
# next that halving the range finds the answer.
TRY_EVERY_SIZE_UP_TO = 2000


def planned_half_width(
    sizes: Mapping[K, int], allocation: Mapping[K, int], p: float, level: float = 0.95
) -> float:
    """Half the expected width of a Korn-Graubard interval for a proportion `p`.

    Reckoned with the variance that the design is expected to give if the proportion is `p` in
    every stratum: Σ_h (N_h/N)² (1 - n_h/N_h) S_h²/n_h with S_h² = p(1 - p) N_h/(N_h - 1), and
    degrees of freedom n - strata sampled. 0 when every stratum is taken whole. Raises ValueError
    when a stratum that holds units is given none (it could not be estimated), or more than it
    holds.
    """
    check_level(level)
    if not 0 <= p <= 1:
        raise ValueError(f"The proportion p must lie between 0 and 1, not {p!r}.")
    held = {key: size for key, size in sizes.items() if size}
    if not held:
        raise ValueError("sizes hold no unit: there is nothing to estimate.")
    everyone = sum(held.values())
    variance = 0.0
    for key, size in held.items():
        n = allocation.get(key, 0)
        if not 1 <= n <= size:
            raise ValueError(
                f"Stratum {key!r} holds {size} units and is given {n}: it needs between 1 and "
                f"{size} for an estimate of the whole."
            )
        if n < size:
            spread = p * (1 - p) * size / (size - 1)
            variance += (size / everyone) ** 2 * (1 - n / size) * spread / n
    drawn = sum(allocation[key] for key in held)
    if drawn == everyone:
        return 0.0
    low, high = korn_graubard(p, variance, drawn, drawn - len(held), level)
    return (high - low) / 2


def size_for_half_width(
    sizes: Mapping[K, int],
    target: float,
    p: float = 0.5,
    rule: str = "proportional",
    minimum: int = 2,
    *,
    level: float = 0.95,
    spread: Mapping[K, float] | None = None,
) -> int:
    """The smallest sample whose planned half-width is at most `target`.

    Strata share it by `rule` with `minimum` (see `allocate`), each with at least one. Sizes up
    to 2,000 that could do are each tried; larger ones are searched by halving, exact up to the
    ripple that rounding shares causes.
    Raises ValueError for a target below 0.
    """
    check_level(level)
    if not target >= 0:
        raise ValueError(f"The target half-width must be at least 0, not {target!r}.")

    def reaches(total: int) -> bool:
        try:
            shares = allocate(sizes, total, rule=rule, minimum=max(1, minimum), spread=spread)
        except MinimumDoesNotFit:
            return False
        return planned_half_width(sizes, shares, p, level) <= target

    everyone = sum(sizes.values())
    start = sum(min(max(1, minimum), size) for size in sizes.values())
    start = max(start, _cannot_do_with_less(everyone, target, p, level))
    last = min(everyone, TRY_EVERY_SIZE_UP_TO)
    for total in range(start, last + 1):
        if reaches(total):
            return total
    low, high = max(start - 1, last), everyone
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


def _cannot_do_with_less(everyone: int, target: float, p: float, level: float) -> int:
    """A size below which no design reaches the target, found by halving.

    With the same share in every stratum no allocation of n has less variance than
    p(1 - p)(1/n - 1/N), by the Cauchy-Schwarz inequality, and strata cost degrees of freedom.
    """
    low, high = 0, everyone
    while low + 1 < high:
        middle = (low + high) // 2
        ends = clopper_pearson(p, middle * everyone / (everyone - middle), level)
        if (ends[1] - ends[0]) / 2 <= target:
            high = middle
        else:
            low = middle
    return high
