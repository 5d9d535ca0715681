"""Named changes to a text before it is given a meaning. A mapping names them in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from stillpoint.intake.targets import BadValue

_LSOA_CODE = re.compile(r"\s+\d{3}[A-Z]$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


def strip_lsoa_code(text: str) -> str:
    """``Bath and North East Somerset 001A`` is in Bath and North East Somerset."""
    return _LSOA_CODE.sub("", text)


def month_to_date(text: str) -> str:
    """``2018-10`` is kept as the first day of the month."""
    match = _MONTH.match(text)
    if not match or not 1 <= int(match[2]) <= 12:
        raise BadValue(f"“{text[:40]}” is not a month. Write it as 2018-10.")
    return f"{text}-01"


def collapse_spaces(text: str) -> str:
    return " ".join(text.split())


def before_dash(text: str) -> str:
    """``16 - Victim declines`` is code 16."""
    return re.split(r"\s*[-–:]\s*", text, maxsplit=1)[0]


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "strip_lsoa_code": strip_lsoa_code,
    "month_to_date": month_to_date,
    "collapse_spaces": collapse_spaces,
    "before_dash": before_dash,
    "upper": str.upper,
    "lower": str.lower,
}
