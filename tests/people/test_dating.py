from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stillpoint.people.dating import end_open
from stillpoint.people.models import Leave, Posting
from stillpoint.people.posting import post
from stillpoint.people.recording_leave import away, record_leave
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo
from tests.people.factories import make_officer, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.database]
START = dt.date(2026, 1, 1)
CLERK = job("test")


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


class Moves(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), max_size=8))
    def test_however_people_move_they_are_in_one_team_a_day(
        self, moves: list[tuple[int, int]]
    ) -> None:
        officer = make_officer()
        teams = [make_team(f"Team {number}") for number in range(3)]
        for team, since in moves:
            try:
                post(by=CLERK, officer=officer, team=teams[team], since=day(since))
            except CannotDo:
                continue
        for number in range(35):
            assert Posting.objects.on(day(number)).filter(officer=officer).count() <= 1
        assert Posting.objects.filter(officer=officer, until=None).count() == bool(moves)


class DaysAway(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        wanted=st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(0, 9)), max_size=6),
        asked=st.integers(0, 30),
        length=st.integers(0, 5),
    )
    def test_leave_never_overlaps_and_who_is_away_is_found_on_any_day_of_a_period(
        self, wanted: list[tuple[int, int | None]], asked: int, length: int
    ) -> None:
        officer = make_officer()
        taken: set[int] = set()
        for since, more in wanted:
            days = set(range(since, 60 if more is None else since + more + 1))
            until = None if more is None else day(since + more)
            if taken & days:
                with pytest.raises(CannotDo):
                    record_leave(by=CLERK, officer=officer, since=day(since), until=until)
            else:
                record_leave(by=CLERK, officer=officer, since=day(since), until=until)
                taken |= days
        expected = {officer.pk} if taken & set(range(asked, asked + length + 1)) else set()
        assert away(day(asked), day(asked + length)) == expected


class Ends(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        spans=st.lists(
            st.tuples(st.integers(0, 20), st.none() | st.integers(0, 20)),
            max_size=5,
            unique_by=lambda span: span[0],
        ),
        last=st.integers(0, 25),
    )
    def test_ending_leaves_nothing_after_the_day_and_keeps_what_was_before(
        self, spans: list[tuple[int, int | None]], last: int
    ) -> None:
        officer = make_officer()
        for since, length in spans:
            until = None if length is None else day(since + length)
            Leave.objects.create(officer=officer, since=day(since), until=until)
        before = {number: _held(number) for number in range(last + 1)}
        end_open(Leave.objects.all(), day(last))
        assert {number: _held(number) for number in range(last + 1)} == before
        assert not any(_held(number) for number in range(last + 1, 45))


def _held(number: int) -> int:
    return Leave.objects.on(day(number)).count()
