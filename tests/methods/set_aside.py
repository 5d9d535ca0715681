"""Which of the authored pairs are set aside: for the tests, and for what learns from the others."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from stillpoint.methods import sampling

FAMILY = 3


def set_aside(pairs: Iterable[str]) -> frozenset[str]:
    """A third of the pairs of each family, those with the smallest tickets. A pair is named by its
    family and a number: ``M05-07``."""
    families: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        families[pair[:FAMILY]].add(pair)
    aside: set[str] = set()
    for found in families.values():
        ordered = sorted(found, key=lambda pair: sampling.ticket("challenge", pair))
        aside.update(ordered[: math.ceil(len(ordered) / 3)])
    return frozenset(aside)
