"""Working days in England and Wales: not weekends, not bank holidays, and not the days that were
proclaimed once and stand in the practice model."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays

from stillpoint import practice


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date) -> bool:
    if day.weekday() >= 5 or day in _bank_holidays(day.year):
        return False
    return day not in practice.current().settings.calendar.extra_bank_holidays


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The ``number``-th working day after ``day``; ``day`` itself does not count."""
    if number < 0:
        raise ValueError(f"Working days are counted forwards: {number} is below 0.")
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day
