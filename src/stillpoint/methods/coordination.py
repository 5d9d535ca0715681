"""A later draw that knows of an earlier one.

Two wishes occur. "Leave out": nobody's case is reviewed twice. "Keep": the same cases are
looked at again as far as the new sizes allow, so that change over time is seen sharply.

Both rest on one fact. Take the units of a stratum that were in the same earlier stratum (a
*cell*). Given how many of a cell were drawn before, every set of that many was equally likely,
because the earlier draw was simple random sampling in its strata.

- Leave out is two-phase sampling: the units not drawn before are what the first phase left,
  and n_h of them are drawn at random. A unit's chance before either draw is
  (1 - e_c / N_c) * n_h / (N_h - e_h), with e_c of the N_c units of its cell drawn before and
  e_h = sum of e_c. Weighting by its inverse is unbiased (the pi* estimator: Särndal, C.-E.,
  Swensson, B. & Wretman, J. (1992) *Model Assisted Survey Sampling*, Springer, section 9.3).
- Keep fixes first, by the new tickets, how many units each cell shall give (as plain random
  sampling of the whole stratum would), then fills each cell's places with units drawn before,
  then with others, each by ticket. What results is a simple random sample of n_h of N_h, so the
  chance stays n_h / N_h. Compare Ohlsson, E. (1995) "Coordination of samples using permanent
  random numbers", *Business Survey Methods*, Wiley, 153-169; drawing again with the *same*
  seed is that method in its plain form.

Neither holds when `earlier` was not drawn at random, or when its strata are wrongly given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from stillpoint.methods.drawing import Selection, by_stratum, check_allocation, smallest

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Coordinated(Selection[K]):
    """A selection that knows of an earlier draw.

    `probability` and `weight` are unconditional: use them for estimates about the whole frame.
    `conditional_probability` is the chance once the earlier draw is known. `kept` says that the
    unit was drawn before too.
    """

    conditional_probability: float
    kept: bool


def coordinated_draw(
    frame: Iterable[tuple[str, K]],
    allocation: Mapping[K, int],
    seed: str,
    *,
    earlier: Collection[str],
    how: str,
    earlier_strata: Mapping[str, Hashable] | None = None,
) -> list[Coordinated[K]]:
    """Draw again, leaving out ("leave_out") or keeping ("keep") the units drawn `earlier`.

    `earlier_strata` gives the earlier stratum of every unit that was in the earlier frame (drawn
    or not); units of this frame that it lacks are new since then. Without it the earlier frame
    is taken to have held every unit of this one, in the same strata or wider ones.
    Names in `earlier` that have left the frame are ignored. Order and errors as `draw`; also
    ValueError when leaving out would leave fewer units than asked for, or some without any
    chance of being drawn.
    """
    if how not in ("leave_out", "keep"):
        raise ValueError(f"How to coordinate must be 'leave_out' or 'keep', not {how!r}.")
    units = by_stratum(frame)
    check_allocation(units, allocation)
    before = frozenset(earlier)
    if earlier_strata is not None:
        for unit in (unit for group in units.values() for unit in group if unit in before):
            if unit not in earlier_strata:
                raise ValueError(f"Unit {unit!r} was drawn earlier but has no earlier stratum.")
    choose = _leave_out if how == "leave_out" else _keep
    drawn: list[Coordinated[K]] = []
    for stratum, wanted in allocation.items():
        if wanted:
            cells = _cells(units[stratum], earlier_strata)
            drawn += choose(stratum, units[stratum], wanted, seed, before, cells)
    return drawn


def _cells(
    units: Collection[str], earlier_strata: Mapping[str, Hashable] | None
) -> dict[str, Hashable]:
    """The cell of each unit: its earlier stratum, or None when it is new."""
    if earlier_strata is None:
        return dict.fromkeys(units, "all")
    return {
        unit: ("was", earlier_strata[unit]) if unit in earlier_strata else None for unit in units
    }


def _leave_out(
    stratum: K,
    units: Collection[str],
    wanted: int,
    seed: str,
    before: frozenset[str],
    cells: Mapping[str, Hashable],
) -> list[Coordinated[K]]:
    left = [unit for unit in units if unit not in before]
    if wanted > len(left):
        raise ValueError(
            f"Stratum {stratum!r} is asked for {wanted} units, but only {len(left)} of its "
            f"{len(units)} were not drawn earlier."
        )
    size: dict[Hashable, int] = defaultdict(int)
    used: dict[Hashable, int] = defaultdict(int)
    for unit in units:
        size[cells[unit]] += 1
        used[cells[unit]] += unit in before
    for cell in size:
        if used[cell] == size[cell]:
            raise ValueError(
                f"Stratum {stratum!r} holds {size[cell]} units that were all drawn earlier: "
                "leaving them out would leave part of the stratum without any chance."
            )
    conditional = wanted / len(left)
    drawn = []
    for order, (digest, unit) in enumerate(smallest(seed, left, wanted), start=1):
        cell = cells[unit]
        probability = conditional * (size[cell] - used[cell]) / size[cell]
        drawn.append(
            Coordinated(
                unit, stratum, digest.hex(), order, probability, 1 / probability, conditional, False
            )
        )
    return drawn


def _keep(
    stratum: K,
    units: Collection[str],
    wanted: int,
    seed: str,
    before: frozenset[str],
    cells: Mapping[str, Hashable],
) -> list[Coordinated[K]]:
    queue = smallest(seed, units, len(units))
    places: dict[Hashable, int] = defaultdict(int)
    for _, unit in queue[:wanted]:
        places[cells[unit]] += 1
    first: dict[Hashable, list[tuple[bytes, str]]] = defaultdict(list)
    others: dict[Hashable, list[tuple[bytes, str]]] = defaultdict(list)
    for digest, unit in queue:
        (first if unit in before else others)[cells[unit]].append((digest, unit))
    taken: list[tuple[bytes, str, float]] = []
    for cell, room in places.items():
        kept, fresh = first[cell][:room], others[cell][: max(0, room - len(first[cell]))]
        if kept:
            chance = min(1.0, room / len(first[cell]))
            taken += [(digest, unit, chance) for digest, unit in kept]
        if fresh:
            chance = (room - len(first[cell])) / len(others[cell])
            taken += [(digest, unit, chance) for digest, unit in fresh]
    taken.sort(key=lambda one: (one[1] not in before, one[0], one[1]))
    probability, weight = wanted / len(units), len(units) / wanted
    return [
        Coordinated(unit, stratum, digest.hex(), order, probability, weight, chance, unit in before)
        for order, (digest, unit, chance) in enumerate(taken, start=1)
    ]
