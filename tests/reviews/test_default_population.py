"""What a new round starts with, on whatever day it is opened."""

from __future__ import annotations

import datetime as dt

from stillpoint.reviews.opening import default_population


def test_a_new_round_starts_with_whole_months_of_a_year_on_every_day_of_twelve_years() -> None:
    first = dt.date(2025, 1, 1)
    for number in range(12 * 366):
        found = default_population(first + dt.timedelta(days=number))
        assert found.since is not None and found.until is not None
        assert (found.since.day, (found.until + dt.timedelta(days=1)).day) == (1, 1)
        assert 365 <= (found.until - found.since).days + 1 <= 366
