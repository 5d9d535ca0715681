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

    @property
    def times(self) -> float:
        """How many empty pages it takes: two sizes are measured one after the other, and the
        machine may be busier the second time."""
        return self.seconds / self.empty


def lines(small: list[Visit], large: list[Visit]) -> Iterator[Line]:
    for few, many in zip(small, large, strict=True):
        if many.kind == "list":
            what = f"{many.name} at 20,000 cases / at 500"
            yield Line(what, many.times, few.times, 1.3, "empty pages")
            yield Line(f"{many.name}: queries, the same", many.queries, few.queries, 1, "queries")
    for size, pages in (("500", small), ("20,000", large)):
        for page in pages:
            budget = 5 if page.kind in ("form", "detail") else 8
            what = f"{page.name} at {size} / an empty page"
            yield Line(what, page.seconds, page.empty, budget)
    for page in large:
        yield Line(f"{page.name}: weight of its HTML", page.kib, None, WEIGHT, "KiB")
