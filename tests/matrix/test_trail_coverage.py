"""Nothing is shown or changed without an entry in the trail."""

from __future__ import annotations

import pytest

from tests.matrix.crawling import Page
from tests.matrix.expectations import Row
from tests.matrix.markers import markers_in
from tests.matrix.unrecorded import EXPLAINED, writers_outside_acts
from tests.matrix.world import World

SHOWN = {"consultation", "disclosure"}


def test_whatever_writes_is_an_act_or_is_explained() -> None:
    assert writers_outside_acts() - set(EXPLAINED) == set()


def test_no_explanation_outlives_what_it_explains() -> None:
    assert set(EXPLAINED) - writers_outside_acts() == set()


@pytest.mark.django_db
@pytest.mark.database
def test_a_page_with_content_leaves_an_entry_that_says_who_read_it(opened: list[Page]) -> None:
    silent = [
        f"{page.person} at {page.row}"
        for page in opened
        if page.status == 200
        and markers_in(page.text)
        and not any(one.operation in SHOWN for one in page.entries)
    ]
    assert silent == []


@pytest.mark.django_db
@pytest.mark.database
def test_the_entry_names_what_the_page_is_about(world: World, opened: list[Page]) -> None:
    """A page about one thing names it, or the case, round or person to which it belongs."""
    silent = {
        str(page.row)
        for page in opened
        if page.status == 200 and markers_in(page.text) and _is_about_one(page.row)
        if not any(one.about for one in page.entries if one.operation in SHOWN)
    }
    assert sorted(silent) == []


def _is_about_one(row: Row) -> bool:
    return "ref" in row.given
