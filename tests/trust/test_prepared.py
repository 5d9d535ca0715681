from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Count, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from stillpoint.people.models import LineManagement, Officer, Posting
from stillpoint.people.supervision import supervised_by
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.prepared import (
    MOST_KEYS,
    NotPrepared,
    attach,
    how_many,
    prepared,
    prepared_for_keys,
)
from tests.people.factories import make_officer, make_team
from tests.trust.forging import leave

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = dt.date(2026, 11, 23)


def postings(officer: int, day: dt.date) -> QuerySet[Posting]:
    held = Posting.objects.on(day).filter(officer=officer)
    return held.select_related("team__area", "officer").order_by("since")


def test_a_prepared_query_finds_what_the_query_finds(django_assert_num_queries: Any) -> None:
    one, other = make_officer(), make_officer()
    for officer, name in ((one, "North"), (other, "South")):
        Posting.objects.create(officer=officer, team=make_team(name), since=TODAY)
    ready = prepared(postings)
    for officer, day in ((one, TODAY), (other, TODAY), (one, TODAY - dt.timedelta(days=1))):
        expected = [(p.pk, p.team.area, p.officer) for p in postings(officer.pk, day)]
        with django_assert_num_queries(1):
            found = [(p.pk, p.team.area, p.officer) for p in ready(officer.pk, day)]
        assert found == expected


def test_its_sql_is_made_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PREPARED_MUST_AGREE = False
    first, second = make_officer(), make_officer()
    ready = prepared(lambda officer: Officer.objects.filter(pk=officer))
    assert ready(first.pk) == [first]

    def no_more(*args: object, **kwargs: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(SQLCompiler, "as_sql", no_more)
    assert ready(second.pk) == [second]


def numbered(*officers: int) -> QuerySet[Officer, str]:
    return Officer.objects.filter(pk__in=officers).order_by("pk").values_list("number", flat=True)


@pytest.mark.parametrize("many", [1, 2, 3, 5, MOST_KEYS + 1])
def test_rows_are_found_for_any_number_of_keys(many: int, django_assert_num_queries: Any) -> None:
    ready, people = prepared_for_keys(numbered), [make_officer() for _ in range(many + 1)]
    for asked in (people[:-1], people[1:]):
        with django_assert_num_queries(1):
            found = ready({one.pk for one in asked})
        assert found == [one.number for one in asked]


def test_for_no_key_nothing_is_asked(django_assert_num_queries: Any) -> None:
    make_officer()
    with django_assert_num_queries(0):
        assert prepared_for_keys(numbered)(()) == []


def test_one_query_made_serves_three_keys_and_four(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PREPARED_MUST_AGREE = False
    people = [make_officer() for _ in range(4)]
    keys = [one.pk for one in people]
    ready = prepared_for_keys(numbered)
    assert len(ready(keys[:3])) == 3

    def no_more(*args: object, **kwargs: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(SQLCompiler, "as_sql", no_more)
    assert ready(keys) == [one.number for one in people]


def test_rows_may_be_tuples_single_values_or_counted() -> None:
    manager = make_officer()
    below = [make_officer(manager=manager) for _ in range(2)]
    pairs = prepared(
        lambda pk: (
            LineManagement.objects.filter(manager=pk)
            .order_by("officer")
            .values_list("officer", "manager")
        )
    )
    assert pairs(manager.pk) == [(one.pk, manager.pk) for one in below]
    numbers = prepared(lambda pk: Officer.objects.filter(pk=pk).values_list("number", flat=True))
    assert numbers(manager.pk) == [manager.number]
    counted = prepared(
        lambda pk: (
            LineManagement.objects.filter(manager=pk)
            .order_by()
            .values("manager")
            .annotate(many=Count("pk"))
        )
    )
    assert counted(manager.pk) == [{"manager": manager.pk, "many": 2}]


def test_rows_are_counted_and_none_are_nought(django_assert_num_queries: Any) -> None:
    manager, other = make_officer(), make_officer()
    for _ in range(2):
        make_officer(manager=manager)
    ready = prepared(lambda pk: how_many(LineManagement.objects.filter(manager=pk)))
    with django_assert_num_queries(2):
        assert (ready(manager.pk), ready(other.pk)) == ([2], [0])


def test_rows_attached_to_a_record_are_its_related_rows(django_assert_num_queries: Any) -> None:
    one = make_officer(team=make_team())
    rows = list(Posting.objects.filter(officer=one).select_related("team"))
    attach(one, "postings", rows)
    with django_assert_num_queries(0):
        assert [(held.team, held.officer) for held in one.postings.all()] == [(rows[0].team, one)]
    assert one.postings.filter(team=rows[0].team).count() == 1


def test_days_times_and_texts_are_given_as_their_fields_take_them() -> None:
    leave("case:R1")
    entry = TrailEntry.objects.get()
    ready = prepared(lambda at, actor: TrailEntry.objects.filter(at__lte=at, actor=actor))
    assert ready(entry.at, entry.actor) == [entry]
    assert ready(entry.at - dt.timedelta(microseconds=1), entry.actor) == []
    assert ready(entry.at, "somebody else") == []


def test_values_reach_a_subquery_written_by_hand() -> None:
    manager = make_officer()
    officer = make_officer(manager=manager)

    def team(manager: int, day: dt.date) -> QuerySet[Officer]:
        return supervised_by(Officer(pk=manager), on=day)

    ready = prepared(team)
    today = timezone.localdate()
    assert ready(manager.pk, today) == [officer]
    assert ready(officer.pk, today) == []
    assert ready(manager.pk, today - dt.timedelta(days=40_000)) == []


def test_a_keyword_makes_a_query_of_its_own() -> None:
    officers = [make_officer() for _ in range(3)]

    def some(pk: int, *, most: int, active: bool) -> QuerySet[Officer]:
        return Officer.objects.filter(pk__gte=pk, is_active=active).order_by("pk")[:most]

    ready = prepared(some)
    assert ready(officers[0].pk, most=2, active=True) == officers[:2]
    assert ready(officers[0].pk, most=3, active=True) == officers
    assert ready(officers[0].pk, most=3, active=False) == []


def test_a_query_that_finds_nothing_whatever_is_asked_asks_nothing(
    django_assert_num_queries: Any,
) -> None:
    ready = prepared(lambda pk: Officer.objects.filter(Q(pk=pk), pk__in=[]))
    with django_assert_num_queries(0):
        assert ready(1) == []


def test_a_value_that_would_be_a_part_of_a_limit_or_a_pattern_is_refused() -> None:
    with pytest.raises(NotPrepared, match="only a part of"):
        prepared(lambda most: Officer.objects.all()[:most])(10)
    with pytest.raises(NotPrepared, match="only a part of"):
        prepared(lambda text: Officer.objects.filter(family_name__icontains=text))("khan")


def test_yes_and_no_nothing_and_lists_cannot_be_values() -> None:
    for value in (True, None, [1, 2]):
        with pytest.raises(NotPrepared):
            prepared(lambda value: Officer.objects.filter(pk=value))(value)


def test_a_prepared_query_prefetches_nothing() -> None:
    with pytest.raises(NotPrepared, match="prefetches nothing"):
        prepared(lambda pk: Officer.objects.filter(pk=pk).prefetch_related("postings"))(1)


def test_a_query_that_reads_the_time_by_itself_fails_in_tests() -> None:
    ready = prepared(lambda: TrailEntry.objects.filter(at__lte=timezone.now()))
    with pytest.raises(NotPrepared, match="for good"):
        ready()
    ready = prepared(lambda: Posting.objects.on(timezone.localdate()))
    with pytest.raises(NotPrepared, match="for good"):
        ready()


def test_a_query_that_reads_what_may_change_fails_in_tests() -> None:
    kinds = ["response"]
    ready = prepared(lambda: Posting.objects.filter(team__kind__in=kinds))
    assert ready() == []
    kinds[0] = "rasso"
    with pytest.raises(NotPrepared, match="Made afresh"):
        ready()
