"""What the pulse shows: whole quarters, shares with intervals, and no number small enough to be
about anybody.

A quarter is shown once it is over, so that nobody can compare the figures before and after one
answer. Counts pass the suppression of the whole table; a share is shown only beside its count.
Shares and bounds are rounded to 5 per cent, bounds outwards, so that no exact count can be worked
out from them. Interval: Wilson, E. B. (1927), as in ``methods.estimation``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stillpoint import practice
from stillpoint.evidence.models import PulseCount
from stillpoint.methods.estimation import binomial_interval
from stillpoint.methods.suppression import enough, suppress

QUARTERS_SHOWN = 4
ALL = "total"
STEP = 0.05


@dataclass(frozen=True)
class Share:
    """A share and its interval, from 0 to 1, rounded."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One kind of point in one quarter, or all of them. ``answers`` is rounded; None: withheld, and
    with it the shares."""

    quarter: str
    kind: str
    answers: int | None
    useful: Share | None
    safe: Share | None


@dataclass
class _Counted:
    answers: int = 0
    useful: int = 0
    safe: int = 0

    def add(self, one: PulseCount) -> None:
        self.answers += one.number
        self.useful += one.number * one.useful
        self.safe += one.number * one.safe


def pulse_rows(today: dt.date) -> list[Row]:
    """The latest quarters that are over, the newest first, each with all kinds and kind by kind;
    then all these quarters together. Empty when nobody has answered."""
    begins = _quarter_begins(today)
    first = _months_before(begins, 3 * QUARTERS_SHOWN)
    counted = _counted(PulseCount.objects.filter(month__gte=first, month__lt=begins))
    if not counted:
        return []
    quarters = sorted({quarter for quarter, _ in counted if quarter != ALL}, reverse=True)
    kinds = sorted({kind for _, kind in counted if kind != ALL})
    table = {
        quarter: {kind: counted[quarter, kind].answers for kind in kinds} for quarter in quarters
    }
    rules = practice.current().settings.suppression
    shown = suppress(table, minimum=rules.minimum, round_to=rules.round_to)
    return [
        _row(quarter, kind, shown[quarter][kind], counted[quarter, kind], rules.minimum)
        for quarter in (*quarters, ALL)
        for kind in (ALL, *kinds)
        # Only a nought that is shown is left out: one that is withheld must not be told apart.
        if shown[quarter][kind] != 0
    ]


def _counted(found: Iterable[PulseCount]) -> dict[tuple[str, str], _Counted]:
    counted: dict[tuple[str, str], _Counted] = defaultdict(_Counted)
    for one in found:
        quarter = _quarter(one.month)
        for key in ((quarter, one.kind), (quarter, ALL), (ALL, one.kind), (ALL, ALL)):
            counted[key].add(one)
    return counted


def _row(quarter: str, kind: str, shown: int | None, of: _Counted, minimum: int) -> Row:
    if shown is None or not enough(of.answers, minimum):
        return Row(quarter, kind, None, None, None)
    return Row(quarter, kind, shown, _share(of.useful, of.answers), _share(of.safe, of.answers))


def _share(of: int, answers: int) -> Share:
    low, high = binomial_interval(of, answers, method="wilson")
    return Share(
        value=round(of / answers / STEP) * STEP,
        low=math.floor(low / STEP + 1e-9) * STEP,
        high=math.ceil(high / STEP - 1e-9) * STEP,
    )


def _quarter_begins(day: dt.date) -> dt.date:
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def _quarter(month: dt.date) -> str:
    return f"{month.year}-{(month.month - 1) // 3 + 1}"


def _months_before(day: dt.date, months: int) -> dt.date:
    counted = day.year * 12 + day.month - 1 - months
    return dt.date(counted // 12, counted % 12 + 1, 1)
