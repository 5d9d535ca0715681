"""How figures are written in a report: one place, so that every format writes them alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from stillpoint.evidence.documents import Cell

WITHHELD = "withheld"
NONE = "–"

Figure = Mapping[str, Any] | None


class Words:
    """``missing`` is what stands for a number that is not there: withheld, or none."""

    def __init__(self, *, suppressed: bool) -> None:
        self.missing = WITHHELD if suppressed else NONE

    def count(self, number: float | None) -> Cell:
        return Cell(self.missing) if number is None else Cell(f"{number:,.0f}", number)

    def text(self, number: float | None) -> str:
        return self.count(number).text

    def share(self, share: float | None) -> Cell:
        return Cell(self.missing) if share is None else Cell(percent(share), share)

    def decimal(self, number: float | None, places: int = 1) -> Cell:
        return Cell(self.missing) if number is None else Cell(f"{number:,.{places}f}", number)

    def money(self, pounds: float | None) -> Cell:
        return Cell("cost not set") if pounds is None else Cell(f"£{pounds:,.0f}", pounds)

    def value(self, figure: Figure) -> Cell:
        return self.share(figure["value"] if figure else None)

    def interval(self, figure: Figure) -> Cell:
        if not figure:
            return Cell(self.missing)
        return Cell(interval(figure["low"], figure["high"]))

    def n(self, figure: Figure) -> Cell:
        return self.count(figure["n"] if figure else None)

    def estimate(self, figure: Figure) -> Cell:
        """``60% (31% to 84%)``; never without its interval."""
        if not figure:
            return Cell(self.missing)
        around = interval(figure["low"], figure["high"])
        return Cell(f"{percent(figure['value'])} ({around})")

    def coefficient(self, figure: Figure) -> Cell:
        """``0.62 (0.40 to 0.79)``."""
        if not figure:
            return Cell(self.missing)
        value = tidy(figure["value"])
        if figure["low"] is None or figure["high"] is None:
            return Cell(f"{value} (no interval: all pairs alike)")
        return Cell(f"{value} ({tidy(figure['low'])} to {tidy(figure['high'])})")


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "no interval"
    return f"{percent(low)} to {percent(high)}"


def tidy(number: float) -> str:
    """Two places, a true minus sign, and no minus nought."""
    text = f"{number:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def days(number: float | None, missing: str = "not reached") -> str:
    if number is None:
        return missing
    return f"{number:,.0f} day" if number == 1 else f"{number:,.0f} days"


def day(text: str | None) -> str:
    """``23 November 2026`` from ISO text."""
    if not text:
        return "not recorded"
    read = dt.datetime.fromisoformat(text)
    return f"{read.day} {read:%B %Y}"


def were(count: float | None) -> str:
    """``was`` for one, else ``were``."""
    return "was" if count == 1 else "were"


def plural(count: float | None, one: str, many: str = "", missing: str = WITHHELD) -> str:
    if count is None:
        return f"({missing}) {many or one + 's'}"
    return f"{count:,.0f} {one if count == 1 else many or one + 's'}"
