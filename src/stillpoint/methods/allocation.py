"""How many units each stratum of a sample gets.

Sources: Cochran, W. G. (1977) *Sampling Techniques*, 3rd ed., chapters 5 and 5A (proportional
and Neyman allocation); Bankier, M. D. (1988) "Power allocations", *The American Statistician*
42(3), 174-177; largest remainder as in Hamilton's method of apportionment.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from stillpoint.methods.arguments import must_be_mapping

K = TypeVar("K", bound=Hashable)

RULES = ("proportional", "equal", "neyman", "power")


class MinimumDoesNotFit(ValueError):
    """The size asked for cannot give every stratum its minimum.

    `needed` is the smallest size that can, `total` the size that was asked for.
    """

    def __init__(self, *, needed: int, total: int, minimum: int) -> None:
        self.needed = needed
        self.total = total
        self.minimum = minimum
        super().__init__(
            f"A sample of {total} is too small: giving every stratum {minimum} "
            f"(or all it holds, if fewer) takes {needed}."
        )


def allocate(
    sizes: Mapping[K, int],
    total: int,
    *,
    rule: str = "proportional",
    minimum: int = 0,
    spread: Mapping[K, float] | None = None,
) -> dict[K, int]:
    """Share a sample of `total` units among strata holding `sizes` units.

    Returns one count for each stratum, in the order of `sizes`. The counts sum to
    min(total, sum of sizes); none is above its stratum's size; none is below
    min(minimum, size).

    Each stratum's share is in proportion to a measure, held between those two bounds, then
    rounded by largest remainder (ties: the larger stratum, then the label in text order, so
    that the order of the mapping never matters). The measure is

    - "proportional": the size;
    - "equal": the same for all;
    - "power": the square root of the size;
    - "neyman": size times standard deviation, given in `spread`. What strata without any
      spread would leave over is shared in proportion to size.

    Raises MinimumDoesNotFit when the minimum needs more than `total`, and ValueError for
    sizes, totals or spreads that make no sense.
    """
    _check(sizes, total, rule, minimum, spread)
    sizes = {key: int(size) for key, size in sizes.items()}
    total = int(total)
    target = min(total, sum(sizes.values()))
    low = {key: min(minimum, size) for key, size in sizes.items()}
    needed = sum(low.values())
    if needed > target:
        raise MinimumDoesNotFit(needed=needed, total=total, minimum=minimum)
    shares = _bounded_shares(_measures(sizes, rule, spread), low, sizes, target)
    if sum(shares.values()) < target:
        # Strata with no measure at all (no spread) hold the rest.
        plain = {key: Fraction(size) for key, size in sizes.items()}
        floor = {key: math.ceil(share) for key, share in shares.items()}
        shares = _bounded_shares(plain, floor, sizes, target)
    return _largest_remainder(shares, sizes, target)


def _check(
    sizes: Mapping[K, int],
    total: int,
    rule: str,
    minimum: int,
    spread: Mapping[K, float] | None,
) -> None:
    if rule not in RULES:
        raise ValueError(f"Allocation rule {rule!r} is not one of {', '.join(RULES)}.")
    if not is_whole(total) or total < 0:
        raise ValueError(f"The total must be a whole number of at least 0, not {total!r}.")
    if not is_whole(minimum) or minimum < 0:
        raise ValueError(f"The minimum must be a whole number of at least 0, not {minimum!r}.")
    must_be_mapping("sizes", sizes, "each stratum's size")
    for key, size in sizes.items():
        if not is_whole(size) or size < 0:
            raise ValueError(
                f"The size of stratum {key!r} must be a whole number of at least 0, not {size!r}."
            )
    if rule != "neyman":
        return
    if spread is None:
        raise ValueError("Neyman allocation needs the spread (standard deviation) of each stratum.")
    for key in sizes:
        if key not in spread:
            raise ValueError(f"Neyman allocation needs a spread for stratum {key!r}.")
        if not (math.isfinite(spread[key]) and spread[key] >= 0):
            raise ValueError(
                f"The spread of stratum {key!r} must be a number of at least 0, "
                f"not {spread[key]!r}."
            )


def is_whole(number: object) -> bool:
    """Whether this is a whole number, of Python's or NumPy's kind, and not True or False."""
    if isinstance(number, bool):
        return False
    try:
        return int(number) == number  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError, OverflowError):
        return False


def _measures(
    sizes: Mapping[K, int], rule: str, spread: Mapping[K, float] | None
) -> dict[K, Fraction]:
    if rule == "equal":
        return {key: Fraction(1 if size else 0) for key, size in sizes.items()}
    if rule == "power":
        return {key: Fraction(math.sqrt(size)) for key, size in sizes.items()}
    if rule == "neyman" and spread is not None:
        return {key: size * Fraction(float(spread[key])) for key, size in sizes.items()}
    return {key: Fraction(size) for key, size in sizes.items()}


def _bounded_shares(
    measures: Mapping[K, Fraction], low: Mapping[K, int], high: Mapping[K, int], target: int
) -> dict[K, Fraction]:
    """Shares scale * measure, held in [low, high], that sum to `target`, as exact fractions.

    The sum rises with the scale along straight pieces; walk from knee to knee until the target
    lies on a piece. Falls short of the target only when strata without a measure hold the rest.
    """
    knees: list[tuple[Fraction, bool, K]] = []
    for key, measure in measures.items():
        if measure > 0:
            knees.append((Fraction(low[key]) / measure, True, key))
            knees.append((Fraction(high[key]) / measure, False, key))
    knees.sort(key=lambda knee: knee[0])
    reached, slope, scale = Fraction(sum(low.values())), Fraction(0), Fraction(0)
    for at, rises, key in knees:
        ahead = reached + slope * (at - scale)
        if ahead >= target and slope > 0:
            break
        reached, scale = ahead, at
        slope += measures[key] if rises else -measures[key]
    if slope > 0:
        scale += (target - reached) / slope
    return {
        key: min(max(scale * measure, Fraction(low[key])), Fraction(high[key]))
        for key, measure in measures.items()
    }


def _largest_remainder(
    shares: Mapping[K, Fraction], sizes: Mapping[K, int], target: int
) -> dict[K, int]:
    whole = {key: math.floor(share) for key, share in shares.items()}
    left = target - sum(whole.values())
    by_remainder = sorted(
        shares, key=lambda key: (-(shares[key] - whole[key]), -sizes[key], repr(key))
    )
    for key in by_remainder[:left]:
        whole[key] += 1
    return whole
