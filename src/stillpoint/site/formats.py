"""How dates, times and numbers are written on every page."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def date(value: dt.date | None, empty: str = "Not recorded") -> str:
    """``23 November 2026``; a moment is given as the day it fell on in local time."""
    if value is None:
        return empty
    day = _local(value) if isinstance(value, dt.datetime) else value
    return f"{day.day} {day:%B %Y}"


def short_date(value: dt.date | None, empty: str = "–") -> str:
    """``23 Nov 2026``, for tables."""
    if value is None:
        return empty
    day = _local(value) if isinstance(value, dt.datetime) else value
    return f"{day.day} {day:%b %Y}"


def time(value: dt.datetime | dt.time | None, empty: str = "Not recorded") -> str:
    """``10:42``: the 24-hour clock, as police records use it."""
    if value is None:
        return empty
    return f"{_local(value) if isinstance(value, dt.datetime) else value:%H:%M}"


def day_and_time(value: dt.datetime | None, empty: str = "Not recorded") -> str:
    """``23 November 2026 at 10:42``."""
    return empty if value is None else f"{date(value)} at {time(value)}"


def number(value: float | None, places: int = 0, empty: str = "–") -> str:
    """``12,400`` or, with ``places=1``, ``3.4``."""
    return empty if value is None else f"{value:,.{places}f}"


def percent(share: float | None, places: int = 0, empty: str = "–") -> str:
    """A share between 0 and 1 as ``42%``."""
    return empty if share is None else f"{share * 100:.{places}f}%"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 case``, ``3 cases``, ``1,200 cases``; ``many`` where adding an s is wrong."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


FILTERS = {
    "date": date,
    "short_date": short_date,
    "time": time,
    "day_and_time": day_and_time,
    "number": number,
    "percent": percent,
    "plural": plural,
}
