"""Drawing a stratified random sample that anyone can repeat.

Every unit's ticket is the SHA-256 of the seed and the unit's reference. In each stratum the
units with the smallest tickets are drawn. A ticket acts as a permanent random number: it is as
good as random, independent of everything about the case, and fixed once the seed is known.
Taking the n smallest is simple random sampling without replacement (sequential simple random
sampling in Ohlsson, E. (1995) "Coordination of samples using permanent random numbers", in Cox
et al., *Business Survey Methods*, Wiley, 153-169).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from typing import Generic, TypeVar

from stillpoint.methods.allocation import is_whole

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Selection(Generic[K]):
    """A unit drawn: its place (from 1) in its stratum, chance of being drawn, and weight."""

    unit: str
    stratum: K
    ticket: str
    order: int
    probability: float
    weight: float


@dataclass(frozen=True)
class Substitute(Generic[K]):
    """The next unit in line in a stratum; `order` is its place (from 1) among all tickets."""

    unit: str
    stratum: K
    ticket: str
    order: int


def ticket(seed: str, unit: str) -> str:
    """The SHA-256, in hexadecimal, of "seed|unit" in UTF-8."""
    return sha256(f"{seed}|{unit}".encode()).hexdigest()


def draw(
    frame: Iterable[tuple[str, K]], allocation: Mapping[K, int], seed: str
) -> list[Selection[K]]:
    """Draw the allocated number of units from each stratum of the frame.

    `frame` gives (unit, stratum) pairs in any order: the order never changes who is drawn.
    Returns strata in the order of `allocation`, and within each the smallest ticket first. The
    chance of each unit is n_h / N_h and its weight N_h / n_h.

    Raises ValueError when a unit appears twice, when a stratum of the frame is not in the
    allocation or the other way round, or when a stratum is asked for more than it holds.
    """
    units = by_stratum(frame)
    check_allocation(units, allocation)
    drawn: list[Selection[K]] = []
    for stratum, wanted in allocation.items():
        if not wanted:
            continue
        size = len(units[stratum])
        for order, (digest, unit) in enumerate(smallest(seed, units[stratum], wanted), start=1):
            drawn.append(
                Selection(unit, stratum, digest.hex(), order, wanted / size, size / wanted)
            )
    return drawn


def next_tickets(
    frame: Iterable[tuple[str, K]],
    stratum: K,
    seed: str,
    *,
    excluding: Collection[str] = (),
    limit: int | None = None,
) -> list[Substitute[K]]:
    """Who is next in line in a stratum: substitutes, in the order in which to take them.

    `excluding` names the units already drawn or already used as substitutes. At most `limit`
    are returned (None: all). Raises ValueError when the frame has no such stratum or repeats
    a unit.
    """
    if limit is not None and limit < 0:
        raise ValueError(f"The limit must be at least 0, not {limit!r}.")
    units = by_stratum(frame)
    if stratum not in units:
        raise ValueError(f"Stratum {stratum!r} is not in the frame.")
    out = set(excluding)
    queue = [
        Substitute(unit, stratum, digest.hex(), order)
        for order, (digest, unit) in enumerate(
            smallest(seed, units[stratum], len(units[stratum])), start=1
        )
        if unit not in out
    ]
    return queue if limit is None else queue[:limit]


def by_stratum(frame: Iterable[tuple[str, K]]) -> dict[K, list[str]]:
    """The frame's units grouped by stratum. Raises ValueError when a unit appears twice."""
    units: dict[K, list[str]] = {}
    try:
        for unit, stratum in frame:
            if stratum in units:
                units[stratum].append(unit)
            else:
                units[stratum] = [unit]
    except (TypeError, ValueError) as error:
        raise ValueError("The frame must give pairs of a unit and its stratum.") from error
    everyone = [unit for group in units.values() for unit in group]
    if len(set(everyone)) != len(everyone):
        repeated = next(unit for unit, times in Counter(everyone).items() if times > 1)
        raise ValueError(f"Unit {repeated!r} appears more than once in the frame.")
    return units


def check_allocation(units: Mapping[K, Collection[str]], allocation: Mapping[K, int]) -> None:
    """Raise ValueError unless the allocation is possible in these strata and names them all."""
    for stratum in units:
        if stratum not in allocation:
            raise ValueError(f"Stratum {stratum!r} of the frame is not in the allocation.")
    for stratum, wanted in allocation.items():
        size = len(units.get(stratum, ()))
        if not is_whole(wanted):
            raise ValueError(
                f"The allocation of stratum {stratum!r} must be a whole number, not {wanted!r}."
            )
        if wanted < 0:
            raise ValueError(f"The allocation of stratum {stratum!r} is below 0: {wanted!r}.")
        if stratum not in units and wanted:
            raise ValueError(f"Stratum {stratum!r} of the allocation is not in the frame.")
        if wanted > size:
            raise ValueError(
                f"Stratum {stratum!r} is asked for {wanted} units but holds only {size}."
            )


def smallest(seed: str, units: Collection[str], wanted: int) -> list[tuple[bytes, str]]:
    """The `wanted` smallest (ticket digest, unit) pairs, in order."""
    # The concatenation is hashed in one call: measured faster than copying a primed hash.
    prefix = f"{seed}|"
    tickets = ((sha256((prefix + unit).encode()).digest(), unit) for unit in units)
    try:
        if wanted * 8 > len(units):
            return sorted(tickets)[:wanted]
        return nsmallest(wanted, tickets)
    except TypeError as error:
        odd = next((unit for unit in units if not isinstance(unit, str)), None)
        raise ValueError(f"Unit {odd!r} of the frame is not text.") from error
