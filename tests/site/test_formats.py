"""How dates and numbers are written."""

from __future__ import annotations

import datetime as dt

from stillpoint.site import formats

SUMMER_NIGHT = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)


def test_a_date_is_written_out() -> None:
    assert formats.date(dt.date(2026, 11, 3)) == "3 November 2026"


def test_a_moment_is_given_in_local_time() -> None:
    assert formats.day_and_time(SUMMER_NIGHT) == "1 July 2026 at 00:30"


def test_a_date_that_nobody_recorded_says_so() -> None:
    assert formats.date(None) == "Not recorded"


def test_one_is_singular_and_thousands_have_commas() -> None:
    assert formats.plural(1, "case") == "1 case"
    assert formats.plural(1200, "inquiry", "inquiries") == "1,200 inquiries"


def test_a_share_is_a_percentage() -> None:
    assert formats.percent(0.425, 1) == "42.5%"
