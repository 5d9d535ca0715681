"""What was measured of each page, and the lines that it gives: nothing of Django here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.measuring import Line

WEIGHT = 60


@dataclass
class Visit:
    """One page as one person sees it. ``seconds`` and ``empty`` are medians, taken in turn."""

    name: str
    kind: str
    path: str
    seconds: float = 0.0
    empty: float = 0.0
    queries: int = 0
    kib: float = 0.0


def lines(small: list[Visit], large: list[Visit]) -> Iterator[Line]:
    for few, many in zip(small, large, strict=True):
        if many.kind == "list":
            what = f"{many.name} at 20,000 cases / at 500"
            yield Line(what, many.seconds, few.seconds, 1.3)
            yield Line(f"{many.name}: queries, the same", many.queries, few.queries, 1, "queries")
    for page in large:
        budget = 8 if page.kind == "list" else 5
        yield Line(f"{page.name} / an empty page", page.seconds, page.empty, budget)
        yield Line(f"{page.name}: weight of its HTML", page.kib, None, WEIGHT, "KiB")
