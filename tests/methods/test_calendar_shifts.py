"""Months have no fixed number of days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.methods.calendar_shifts import months_after, months_before

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2028, 2, 29), 48, dt.date(2032, 2, 29)),
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2027, 12, 31), 2, dt.date(2028, 2, 29)),
        (dt.date(9999, 11, 30), 1, dt.date(9999, 12, 30)),
    ],
)
def test_the_last_of_the_month_stands_for_a_day_that_does_not_exist(
    day: dt.date, months: int, later: dt.date
) -> None:
    assert months_after(day, months) == later


@given(DAYS, st.integers(0, 1200))
def test_a_shift_lands_in_the_right_month_and_never_on_a_later_day(
    day: dt.date, months: int
) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert months_before(later, months).month == day.month


def test_outside_the_calendar_is_said() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        months_after(dt.date(9999, 12, 1), 1)
