"""Read days and times as systems and spreadsheets write them.

Only what can be meant in one way is read. Whatever could be meant in two is refused with a
sentence, and a mapping then says the format of its column.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

from stillpoint.intake.wrong_values import BadValue

WRITE = "Write it as 2026-03-09 or 09/03/2026."
# No one in a force now began before this. Days as old are what systems write for "not known".
EARLIEST = dt.date(1975, 1, 1)
# From here on a day is what systems write for "no end".
NO_END_FROM = 2075

_TIME = (
    r"(?:(?:[T,]\s*|\s+)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)"
    r"(?:[.,](?P<part>\d{1,9}))?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|BST|[+-]\d\d:?(?:\d\d)?)?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + day + _TIME, re.IGNORECASE | re.ASCII)
    for day in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})([-/. ])(?P<month>\d{1,2})\2(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?P<month>[a-z]{3,9})[-/., ]*(?P<year>\d{4})",
        r"(?P<month>[a-z]{3,9})[-/. ]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/. ]*(?P<month>[a-z]{3,9})[-/. ]*(?P<day>\d{1,2})",
    )
)
_TWO_DIGITS = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2}(?:\D.*)?", re.I | re.A)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:E\+?\d+)?", re.I | re.A)
_TIME_OF_DAY = re.compile(r"\d[:.]\d\d\b.*:|\d:\d\d|\dT\d", re.A)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


def a_day(text: str) -> str:
    """The day here in the force's own time, as ``2026-03-09``: a stamp in UTC just before
    midnight in summer is already the next day."""
    return _here(_likely(text)).date().isoformat()


def a_last_day(text: str) -> str:
    """Like ``a_day``, but blank for the far days that systems write for "no end"."""
    moment = _moment(text)
    return "" if moment.year >= NO_END_FROM else a_day(text)


def a_moment(text: str) -> str:
    """A time in UTC as ``2026-03-09 14:30:00``; without a zone it is local time. A bare day is
    its midnight and keeps no time: see ``is_day_only``."""
    moment = _likely(text)
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def is_day_only(text: str) -> bool:
    return _TIME_OF_DAY.search(text) is None


def in_format(text: str, form: str) -> str:
    """A text in the format that a mapping says (as ``%d-%b-%Y``), as an ISO day or time."""
    try:
        moment = dt.datetime.strptime(text, form)
    except ValueError:
        raise BadValue(f"“{text[:40]}” is not in the mapping’s format {form}.") from None
    has_time = "%H" in form or "%I" in form
    return moment.isoformat(sep=" ") if has_time else moment.date().isoformat()


def _here(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo is None else timezone.localtime(moment)


def _likely(text: str) -> dt.datetime:
    moment = _moment(text)
    if moment.year >= 2200:
        raise BadValue(
            f"“{text[:40]}” is a far day that systems write for “no end”. Leave the cell blank."
        )
    if moment.date() < EARLIEST:
        raise BadValue(
            f"“{text[:40]}” is long before anyone now serving began. Systems write such a day "
            "when they know none. Leave the cell blank, or put the day right."
        )
    return moment


def _moment(text: str) -> dt.datetime:
    text = " ".join(text.split())
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _made(text, match.groupdict())
    raise BadValue(_why_no_day(text))


def _made(text: str, parts: dict[str, str | None]) -> dt.datetime:
    year, month, day = int(parts["year"] or 0), _month(parts["month"] or ""), int(parts["day"] or 0)
    if month > 12 >= day and not text[:4].isdigit():
        raise BadValue(
            f"“{text[:40]}” has the month first. Other days in this column may too: say the "
            'column’s format in the mapping, such as format = "%m/%d/%Y", and give the file again.'
        )
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise BadValue(f"The time of “{text[:40]}” cannot be right.")
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int((parts["part"] or "0")[:6].ljust(6, "0"))
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    try:
        zone = _zone(parts["zone"])
        return dt.datetime(year, month, day, hour, minute, second, micro, zone)
    except ValueError:
        raise BadValue(f"There is no such day or time as “{text[:40]}”. {WRITE}") from None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    word = text.lower()
    for number, name in enumerate(_MONTHS, 1):
        if word in (name, name[:3], "sept" if number == 9 else name):
            return number
    return 0


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    minutes = _ZONES.get(text.lower())
    if minutes is None:
        digits = text[1:].replace(":", "").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        minutes = -minutes if text[0] == "-" else minutes
    return dt.timezone(dt.timedelta(minutes=minutes))


def _why_no_day(text: str) -> str:
    shown = f"“{text[:40]}”"
    if _TWO_DIGITS.fullmatch(text):
        return (
            f"{shown} gives two digits of its year, so it could be meant in several ways. "
            "Say the column’s format in the mapping, or write the year in full."
        )
    if _NUMBER.fullmatch(text):
        return (
            f"{shown} is a number, as spreadsheets keep days inside. Format the column as a date "
            "and export it again."
        )
    return f"{shown} is not a date. {WRITE}"
