from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stillpoint.people import access
from stillpoint.people.models import LineManagement, Officer
from stillpoint.trust.actors import job
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
START = dt.date(2026, 1, 1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def manages(manager: Officer, officer: Officer, since: int, until: int | None = None) -> None:
    LineManagement.objects.create(
        manager=manager,
        officer=officer,
        since=day(since),
        until=None if until is None else day(until),
    )


def test_supervision_goes_through_others() -> None:
    top, middle, low = make_officer(), make_officer(), make_officer()
    manages(top, middle, 0)
    manages(middle, low, 0)
    assert access.is_supervisor_of(top, low, day(1))
    assert not access.is_supervisor_of(low, top, day(1))
    assert set(access.supervised_by(top, day(1))) == {middle, low}
    assert set(access.managers_of(low, day(1))) == {top, middle}


def test_a_line_counts_both_its_first_and_its_last_day() -> None:
    manager, officer = make_officer(), make_officer()
    manages(manager, officer, 5, 10)
    asked = [access.is_supervisor_of(manager, officer, day(n)) for n in (4, 5, 10, 11)]
    assert asked == [False, True, True, False]


def test_managers_who_never_overlapped_are_not_a_line() -> None:
    top, middle, low = make_officer(), make_officer(), make_officer()
    manages(top, middle, 0, 10)
    manages(middle, low, 11)
    assert set(access.managers_of(low, ever=True)) == {middle}


def test_managers_of_a_period_are_those_of_any_day_in_it() -> None:
    first, second, officer = make_officer(), make_officer(), make_officer()
    manages(first, officer, 0, 9)
    manages(second, officer, 10)
    assert set(access.managers_of(officer, day(9), until=day(10))) == {first, second}
    assert set(access.managers_of(officer, day(10), until=day(20))) == {second}


def test_a_cycle_in_the_records_ends_and_nobody_supervises_themselves() -> None:
    one, two = make_officer(), make_officer()
    manages(one, two, 0)
    manages(two, one, 0)
    assert set(access.supervised_by(one, day(1))) == {two}
    assert not access.is_supervisor_of(one, one, day(1))


def test_console_and_jobs_pass() -> None:
    officer = make_officer()
    assert access.is_supervisor_of(job("seal"), officer)
    assert access.has_role(job("seal"), "rasso_lead")
    assert access.is_system(job("seal")) and not access.is_system(officer)


spans = st.tuples(
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 20),
    st.integers(0, 20),
).filter(lambda span: span[0] != span[1])


class LinesOfManagement(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        lines=st.lists(spans, max_size=9),
        asked=st.integers(0, 4),
        start=st.integers(0, 25),
        length=st.integers(0, 8),
    )
    def test_one_query_finds_whom_day_by_day_search_finds(
        self, lines: list[tuple[int, int, int, int]], asked: int, start: int, length: int
    ) -> None:
        people = [make_officer() for _ in range(5)]
        for manager, officer, since, length_of_line in lines:
            manages(people[manager], people[officer], since, since + length_of_line)
        expected = set()
        for number in range(start, start + length + 1):
            expected |= _above(people[asked], day(number))
        first, last = day(start), day(start + length)
        found = set(
            access.managers_of(people[asked], first, until=last).values_list("pk", flat=True)
        )
        assert found == expected
        in_bulk = access.managers_by_officer([people[asked].pk], start=first, end=last)
        assert in_bulk[people[asked].pk] == expected


def _above(officer: Officer, on: dt.date) -> set[int]:
    found: set[int] = set()
    waiting = [officer.pk]
    while waiting:
        lines = LineManagement.objects.on(on).filter(officer=waiting.pop())
        fresh = set(lines.values_list("manager_id", flat=True)) - found
        found |= fresh
        waiting += fresh
    return found - {officer.pk}
