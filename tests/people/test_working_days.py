"""Working days in England and Wales."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from stillpoint.people.working_days import add_working_days, is_working_day
from stillpoint.practice.loading import FOLDER_VARIABLE


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2026, 12, 25),
        dt.date(2026, 12, 28),  # Boxing Day falls on a Saturday.
        dt.date(2027, 3, 26),
        dt.date(2028, 1, 3),  # New Year's Day falls on a Saturday.
    ],
)
def test_a_bank_holiday_is_no_working_day(day: dt.date) -> None:
    assert not is_working_day(day)


def test_a_bank_holiday_proclaimed_once_stands_in_the_practice_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.date(2028, 6, 7)
    assert is_working_day(day)
    written = f"[calendar]\nextra_bank_holidays = [{day}]\n"
    (tmp_path / "settings.toml").write_text(written)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert not is_working_day(day)
    assert add_working_days(dt.date(2028, 6, 6), 1) == dt.date(2028, 6, 8)


def test_working_days_are_counted_over_new_year_and_a_leap_day() -> None:
    assert add_working_days(dt.date(2026, 12, 24), 1) == dt.date(2026, 12, 29)
    assert add_working_days(dt.date(2028, 2, 28), 1) == dt.date(2028, 2, 29)
