"""The crawl is made once, by the first test that asks for it; what it saw is kept, not its rows."""

from __future__ import annotations

import pytest

from tests.matrix import crawling
from tests.matrix.crawling import Page
from tests.matrix.expectations import Row
from tests.matrix.rows import every_row
from tests.matrix.world import World, make_world

_opened: list[Page] = []
_refused: list[Page] = []


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def opened(request: pytest.FixtureRequest, db: None) -> list[Page]:
    """Every address of the table as everybody whom it names."""
    if not _opened:
        _opened.extend(crawling.readers(request.getfixturevalue("world"), every_row()))
    return _opened


@pytest.fixture
def refused(request: pytest.FixtureRequest, db: None) -> list[Page]:
    """Every address of the table as everybody else, read and posted to."""
    if not _refused:
        world = request.getfixturevalue("world")
        _refused.extend(crawling.others(world, every_row()))
        _refused.extend(crawling.others(world, once_each(every_row()), "post"))
    return _refused


def once_each(rows: list[Row]) -> list[Row]:
    """The first row of each address."""
    return list({row.name: row for row in reversed(rows)}.values())
