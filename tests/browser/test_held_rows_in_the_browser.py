"""Settling many held rows: the pages wide and narrow, by the accessibility check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from tests.browser.conftest import NARROW, WIDE
from tests.cases.factories import bring_in, street_row, write_csv
from tests.people.factories import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lead_settles_all_rows_of_a_kind_by_one_rule(
    page: Any,
    sign_in: Callable[[Any], None],
    axe: Callable[[Any], None],
    no_sideways_scroll: Callable[[Any], None],
    tmp_path: Path,
) -> None:
    rows = [street_row(f"r{n}", month=f"2018-1{m}") for n in range(6) for m in range(2)]
    bring_in(write_csv(tmp_path / "s.csv", rows), mapping="data-police-uk")
    sign_in(make_officer(roles=["rasso_lead"]))

    def looked_at() -> None:
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            no_sideways_scroll(page)
            axe(page)

    page.goto(reverse("intake:held"))
    looked_at()
    page.get_by_role("link", name="Settle together").click()
    page.get_by_label("Keep the last row of each record").check()
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_text("Nothing has changed yet").wait_for()
    looked_at()
    page.get_by_role("button", name="Settle them so").click()
    page.get_by_text("waits for the worker").wait_for()
    run_until_idle(raising=True)
    page.get_by_text("of which a row went in").wait_for()
    looked_at()
    assert Case.objects.filter(reported_on="2018-11-01").count() == 6
