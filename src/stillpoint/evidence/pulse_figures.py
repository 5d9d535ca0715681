"""What the pulse shows: periods of whole quarters, shares with intervals, and no number small
enough to be about anybody.

A period is shown once it is over and has enough answers; a quarter with too few is joined to the
next. Periods never overlap, and what is shown of one never changes: nobody can compare figures
before and after one answer, or work a withheld number out from sums that roll on. Counts pass the
suppression of the period's table; a share is shown only beside its count. Shares and bounds are
rounded to 5 per cent, bounds outwards, so that no exact count can be worked out from them.
Interval: Wilson, E. B. (1927), as in ``methods.estimation``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from stillpoint import practice
from stillpoint.evidence.models import PulseCount
from stillpoint.methods.estimation import binomial_interval
from stillpoint.methods.suppression import enough, suppress

PERIODS_SHOWN = 4
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
    """One kind of point in one period, or all of them. ``first`` and ``last``: its quarters, such
    as ``2026-3``. ``answers`` is rounded; None: withheld, and with it the shares."""

    first: str
    last: str
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


@dataclass
class _Period:
    """Whole quarters, and what was counted in them kind by kind and in all."""

    first: str
    last: str
    counted: dict[str, _Counted]


def pulse_rows(today: dt.date) -> list[Row]:
    """The latest periods that are over, the newest first, each with all kinds and kind by kind.
    Empty while too few have answered."""
    minimum = practice.current().settings.suppression.minimum
    over = PulseCount.objects.filter(month__lt=_quarter_begins(today)).order_by("month", "pk")
    periods = _periods(over, minimum)[-PERIODS_SHOWN:]
    return [row for period in reversed(periods) for row in _rows(period)]


def _periods(found: Iterable[PulseCount], minimum: int) -> list[_Period]:
    """Quarters in their order, joined until each period has ``minimum`` answers; the last ones that
    have not wait. It is the same whenever it is read: later answers only add periods."""
    done: list[_Period] = []
    going: _Period | None = None
    for quarter, counts in groupby(found, key=lambda one: _quarter(one.month)):
        if going is None:
            going = _Period(quarter, quarter, defaultdict(_Counted))
        going.last = quarter
        for one in counts:
            going.counted[one.kind].add(one)
            going.counted[ALL].add(one)
        if going.counted[ALL].answers >= minimum:
            done.append(going)
            going = None
    return done


def _rows(period: _Period) -> list[Row]:
    rules = practice.current().settings.suppression
    kinds = sorted(kind for kind in period.counted if kind != ALL)
    table = {period.last: {kind: period.counted[kind].answers for kind in kinds}}
    shown = suppress(table, minimum=rules.minimum, round_to=rules.round_to)[period.last]
    return [_row(period, kind, shown[kind], rules.minimum) for kind in (ALL, *kinds)]


def _row(period: _Period, kind: str, shown: int | None, minimum: int) -> Row:
    of = period.counted[kind]
    if shown is None or not enough(of.answers, minimum):
        return Row(period.first, period.last, kind, None, None, None)
    useful, safe = _share(of.useful, of.answers), _share(of.safe, of.answers)
    return Row(period.first, period.last, kind, shown, useful, safe)


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
