from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from stillpoint.trust import trail
from stillpoint.trust.actors import Actor, job
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.presenters import rows, sentence
from stillpoint.trust.reading import Sought, own_entries, read_trail
from stillpoint.trust.sealing import seal_now

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AMARA = Actor("officer", "K7Q2MXTR")
RHYS = Actor("officer", "B4TTMXTR")
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def leave(
    by: Actor = AMARA,
    about: tuple[str, ...] = ("case:R1",),
    operation: Operation = Operation.CONSULTATION,
    act: str = "read a case",
    at: dt.datetime = NOON,
    **more: object,
) -> TrailEntry:
    with time_machine.travel(at, tick=False):
        return trail.record(operation, act, by=by, about=about, **more)  # type: ignore[arg-type]


def ids(sought: Sought) -> list[int]:
    return [entry.pk for entry in read_trail(sought).entries]


def test_entries_come_newest_first() -> None:
    first, second = leave(), leave()
    assert ids(Sought()) == [second.pk, first.pk]


def test_entries_of_one_actor() -> None:
    mine, _ = leave(AMARA), leave(RHYS)
    assert ids(Sought(actor="officer:K7Q2MXTR")) == [mine.pk]


def test_entries_of_one_operation() -> None:
    leave()
    erased = leave(operation=Operation.ERASURE)
    assert ids(Sought(operation="erasure")) == [erased.pk]


def test_entries_that_name_a_record_among_others() -> None:
    named = leave(about=("case:R1", "case:R2", "case:R3"))
    leave(about=("case:R22",))
    assert ids(Sought(about="case:R2")) == [named.pk]


@pytest.mark.parametrize("reference", ["case:R", "R2", "%", '"]', "case:R2' OR '1'='1"])
def test_part_of_a_reference_names_nothing(reference: str) -> None:
    leave(about=("case:R2",))
    assert ids(Sought(about=reference)) == []


def test_entries_of_a_day_by_the_force_s_own_clock() -> None:
    leave(at=dt.datetime(2026, 6, 1, 22, 59, tzinfo=dt.UTC))
    on_the_day = leave(at=dt.datetime(2026, 6, 1, 23, 1, tzinfo=dt.UTC))
    day = dt.date(2026, 6, 2)
    assert ids(Sought(since=day, until=day)) == [on_the_day.pk]


def test_pages_follow_each_other_without_gap_or_overlap() -> None:
    left = [leave().pk for _ in range(7)]
    seen: list[int] = []
    before: int | None = None
    while True:
        page = read_trail(Sought(), before=before, size=3)
        seen += [entry.pk for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert seen == left[::-1]


def test_a_page_and_its_rows_take_one_query(django_assert_num_queries: object) -> None:
    for _ in range(60):
        leave()
    seal_now()
    leave()
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows(read_trail(Sought()).entries)


def test_everyone_sees_their_own_entries_alone() -> None:
    mine, _ = leave(AMARA), leave(RHYS)
    assert [entry.pk for entry in own_entries(AMARA).entries] == [mine.pk]


def test_an_entry_is_a_sentence_with_names_where_they_are_known() -> None:
    entry = leave(about=("case:R1", "case:R2"))
    named = {"officer:K7Q2MXTR": "DI Amara Okafor"}
    assert sentence(entry, named) == "DI Amara Okafor: read a case (case R1, case R2)."


def test_a_long_list_of_records_is_counted() -> None:
    entry = leave(about=tuple(f"case:R{number}" for number in range(40)))
    assert sentence(entry).endswith("case R4 and 35 more).")


def test_a_disclosure_says_to_whom() -> None:
    entry = leave(
        job("report"),
        operation=Operation.DISCLOSURE,
        act="sent the report",
        recipients=["the inspectorate"],
    )
    assert sentence(entry) == (
        "The job report: sent the report (case R1), disclosed to the inspectorate."
    )


def test_a_row_says_which_seal_holds_the_entry() -> None:
    leave()
    seal_now()
    leave()
    assert [row.sealed for row in rows(read_trail(Sought()).entries)] == [None, 1]


def test_a_row_has_the_time_of_the_force_s_own_clock() -> None:
    leave()
    assert rows(read_trail(Sought()).entries)[0].at == "1 June 2026, 13:00:00"
