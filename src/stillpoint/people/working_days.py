"""Working days in England and Wales: not weekends, not bank holidays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The ``number``-th working day after ``day``; ``day`` itself does not count."""
    if number < 0:
        raise ValueError(f"Working days are counted forwards: {number} is below 0.")
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day
