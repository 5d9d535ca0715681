"""Time two things in turn, so that a noisy machine is as unkind to both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One row of the table. ``ours`` and ``baseline`` in seconds, ms, queries, KiB or empty pages;
    the budget is on their ratio, or with no baseline on ``ours`` itself."""

    what: str
    ours: float
    baseline: float | None
    budget: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours if self.baseline is None else self.ours / self.baseline

    @property
    def kept(self) -> bool:
        return self.ratio <= self.budget


def seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def medians(
    ours: Callable[[], object], baseline: Callable[[], object], *, runs: int = 5
) -> tuple[float, float]:
    """Median seconds of each, run in turn after one warm-up of both."""
    ours()
    baseline()
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def compared(
    what: str,
    ours: Callable[[], object],
    baseline: Callable[[], object],
    budget: float,
    *,
    runs: int = 5,
) -> Line:
    a, b = medians(ours, baseline, runs=runs)
    return Line(what, a, b, budget)
