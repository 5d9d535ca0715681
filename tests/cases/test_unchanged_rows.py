"""Rows that say what is stored already are known early, and still held when they are in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.cases.applying import StoredDigests
from stillpoint.cases.models import Case
from stillpoint.intake.models import IntakeRun
from tests.cases.factories import bring_in, counts, street_row, write_csv

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STORED, OTHER = street_row("a"), street_row("a", month="2018-12")


def street(path: Path, *rows: dict[str, str]) -> IntakeRun:
    return bring_in(write_csv(path / "street.csv", rows), mapping="data-police-uk")


@pytest.mark.parametrize("rows", [(STORED, OTHER), (OTHER, STORED), (STORED, STORED, OTHER)])
def test_rows_that_contradict_are_held_though_one_says_what_is_stored(
    tmp_path: Path, rows: tuple[dict[str, str], ...]
) -> None:
    street(tmp_path, STORED)
    run = street(tmp_path, *rows)
    assert counts(run) == (len(rows), 0, 0, 0, len(rows), 0)
    assert str(Case.objects.get().reported_on) == "2018-10-01"


def test_an_unchanged_row_beside_one_that_cannot_be_read_is_held_with_it(tmp_path: Path) -> None:
    street(tmp_path, STORED)
    run = street(tmp_path, STORED, street_row("a", month="never"))
    assert counts(run) == (2, 0, 0, 0, 2, 0)


def test_rows_in_two_files_are_held_together(tmp_path: Path) -> None:
    street(tmp_path, STORED)
    one = write_csv(tmp_path / "one.csv", [STORED, street_row("b")])
    two = write_csv(tmp_path / "two.csv", [OTHER])
    run = bring_in(one, two, mapping="data-police-uk")
    assert counts(run) == (3, 1, 0, 0, 2, 0)
    assert set(run.held.values_list("file", flat=True)) == {"one.csv", "two.csv"}


def test_a_held_row_is_replaced_when_the_stored_row_comes_again(tmp_path: Path) -> None:
    street(tmp_path, STORED)
    held = street(tmp_path, STORED, OTHER)
    street(tmp_path, STORED)
    assert set(held.held.values_list("resolution", flat=True)) == {"replaced"}


def test_digests_are_the_same_read_at_once_or_asked_for(tmp_path: Path) -> None:
    street(tmp_path, *(street_row(f"r{n}") for n in range(5)))
    asked = ["r1", "r4", "nobody"]
    few = StoredDigests(at_once=0)(asked)
    assert set(few) == {"r1", "r4"}
    assert few.items() <= StoredDigests()(asked).items()
