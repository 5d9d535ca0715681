"""Months before and after a day, which have no fixed number of days: one place for the arithmetic,
so that 29 February and the 31st of a month are thought of once."""

from __future__ import annotations

import calendar
import datetime as dt


def months_before(day: dt.date, months: int) -> dt.date:
    """The day so many months earlier; the last of the month where that day does not exist.

    Raises ValueError where the month is outside the years 1 to 9999.
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"months: {months} months from {day} is outside the calendar.")
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_after(day: dt.date, months: int) -> dt.date:
    """The day so many months later, likewise."""
    return months_before(day, -months)
