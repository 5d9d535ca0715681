"""What to merge when a sample is too small for its strata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from stillpoint.methods.allocation import MinimumDoesNotFit, allocate

Cells = dict[frozenset[tuple[str, str]], int]


@dataclass(frozen=True)
class Merge:
    """One way to have fewer, larger strata, and what it costs.

    `variable` names what is merged ("area and outcome" when several are dropped together);
    `values` are the values joined, and `into` their joint name, or None when the variable is
    dropped. `fits` says whether every stratum then gets its minimum or is taken whole within
    the size; `needed` is the smallest size that would do; `smallest_after` the size of the
    smallest stratum left.
    """

    variable: str
    values: tuple[str, ...]
    into: str | None
    strata_after: int
    smallest_after: int
    needed: int
    fits: bool
    consequence: str


def merge_proposals(
    strata: Iterable[tuple[Mapping[str, str], int]],
    total: int,
    *,
    minimum: int = 2,
    rule: str = "proportional",
    limit: int = 5,
) -> list[Merge]:
    """Ways to merge strata so that each can get its minimum, best first.

    `strata` gives each stratum as {variable: value}, the same variables in all, with its size.
    Returns [] when nothing needs merging. Each proposal either joins two values of one variable
    or drops variables; those that fit come first, then those that keep most strata, then those
    whose smallest stratum is largest. Several variables are dropped together only when no
    smaller step fits. Raises ValueError for strata that do not share their variables.
    """
    cells, variables = _cells(strata)
    if not cells or _fits(cells, total, minimum, rule):
        return []
    merges = [_merged(cells, *step, total, minimum, rule) for step in _single_steps(cells)]
    together = 2
    while together <= len(variables) and not any(merge.fits for merge in merges):
        merges += [
            _dropped(cells, names, total, minimum, rule)
            for names in combinations(variables, together)
        ]
        together += 1
    merges.sort(
        key=lambda one: (
            not one.fits,
            one.needed if not one.fits else 0,
            -one.strata_after,
            -one.smallest_after,
            one.variable,
            one.values,
        )
    )
    return merges[:limit]


def _cells(strata: Iterable[tuple[Mapping[str, str], int]]) -> tuple[Cells, list[str]]:
    cells: Cells = {}
    variables: list[str] | None = None
    for stratum, size in strata:
        if variables is None:
            variables = list(stratum)
        if set(stratum) != set(variables):
            raise ValueError(
                f"Stratum {dict(stratum)!r} does not have the variables {', '.join(variables)}."
            )
        key = frozenset(stratum.items())
        if key in cells:
            raise ValueError(f"Stratum {dict(stratum)!r} appears more than once.")
        if size < 0:
            raise ValueError(f"Stratum {dict(stratum)!r} has a size below 0: {size!r}.")
        if size:
            cells[key] = size
    return cells, variables or []


def _single_steps(cells: Cells) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """(variable, values to join, whether that drops the variable)"""
    values: dict[str, set[str]] = {}
    for key in cells:
        for variable, value in key:
            values.setdefault(variable, set()).add(value)
    for variable in sorted(values):
        found = sorted(values[variable])
        if len(found) < 2:
            continue
        yield variable, tuple(found), True
        if len(found) > 2:
            for pair in combinations(found, 2):
                yield variable, pair, False


def _merged(
    cells: Cells,
    variable: str,
    values: tuple[str, ...],
    drop: bool,
    total: int,
    minimum: int,
    rule: str,
) -> Merge:
    if drop:
        return _dropped(cells, (variable,), total, minimum, rule)
    into = " or ".join(values)
    after: Cells = {}
    for key, size in cells.items():
        joined = frozenset(
            (name, into if name == variable and value in values else value) for name, value in key
        )
        after[joined] = after.get(joined, 0) + size
    loses = (
        f"Joining {values[0]} and {values[1]} in {variable}: the sample is no longer sure to hold "
        "both, though each can still be reported if drawn."
    )
    return _judged(after, variable, values, into, loses, total, minimum, rule)


def _dropped(cells: Cells, names: tuple[str, ...], total: int, minimum: int, rule: str) -> Merge:
    after: Cells = {}
    values: set[str] = set()
    for key, size in cells.items():
        kept = frozenset(pair for pair in key if pair[0] not in names)
        values.update(value for name, value in key if name in names)
        after[kept] = after.get(kept, 0) + size
    variable = " and ".join(names)
    loses = (
        f"Dropping {variable} from the strata: its shares in the sample are left to chance, "
        "and rare values may not be drawn."
    )
    return _judged(after, variable, tuple(sorted(values)), None, loses, total, minimum, rule)


def _judged(
    after: Cells,
    variable: str,
    values: tuple[str, ...],
    into: str | None,
    loses: str,
    total: int,
    minimum: int,
    rule: str,
) -> Merge:
    needed = sum(min(minimum, size) for size in after.values())
    fits = _fits(after, total, minimum, rule)
    smallest = min(after.values())
    strata = "1 stratum remains" if len(after) == 1 else f"{len(after)} strata remain"
    room = (
        f"A sample of {total} then fits."
        if fits
        else f"That still needs a sample of {needed}, more than {total}."
    )
    consequence = f"{loses} {strata}, the smallest with {smallest}. {room}"
    return Merge(variable, values, into, len(after), smallest, needed, fits, consequence)


def _fits(cells: Cells, total: int, minimum: int, rule: str) -> bool:
    try:
        allocate(cells, total, rule=rule, minimum=minimum)
    except MinimumDoesNotFit:
        return False
    return True
