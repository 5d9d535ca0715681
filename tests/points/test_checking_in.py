"""Checking in (P38-P42): colleague and supervisor count alike, recognition is asked, what is new
comes from the timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points import waiting
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import invite, save_conversation
from stillpoint.points.finding import latest_revision
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import open_points
from stillpoint.points.presenters_point import said_in
from stillpoint.points.sharing import share
from stillpoint.points.since_last_time import as_kept
from stillpoint.trust.answers import CannotDo
from tests.people.factories import make_officer
from tests.points.debriefing import converse, oic_of, open_point
from tests.points.factories import happen
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def check_in() -> Point:
    return open_point("rpp3", "strategy_set")


def hold(point: Point, with_whom: Officer, **lenses: dict[str, Any]) -> None:
    oic = oic_of(point)
    said = {**converse(point, oic, with_whom), **lenses}
    save_conversation(by=oic, point=point, version=0, lenses=said)
    share(by=oic, point=point)


def without_a_talk(point: Point) -> list[str]:
    assert point.owner is not None
    people = waiting.longest_without(point.owner)
    return [one.ref for one in people if one.last_talk is None]  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["supervisor", "peer"])
def test_a_check_in_with_a_colleague_counts_as_one_with_the_supervisor(who: str) -> None:
    point = check_in()
    assert point.owner is not None and oic_of(point).ref in without_a_talk(point)
    other = point.owner
    if who == "peer":
        other = make_officer(rank="constable")
        invite(by=oic_of(point), point=point, number=other.number)
    hold(point, other)
    point.refresh_from_db()
    assert point.state == PointState.HELD
    assert oic_of(point).ref not in without_a_talk(point)
    assert point.participations.get(officer=other).took_part


def test_recognition_is_asked_openly_at_a_check_in_without_anything_to_raise() -> None:
    point = check_in()
    client = Client()
    client.force_login(oic_of(point))
    page = str(client.get(f"/points/{point.ref}/").content.decode())
    before = page[: page.index('name="welfare-q-recognised"')]
    assert before.count("<details") == before.count("</details>")


def test_what_was_recognised_is_shared_though_there_is_nothing_to_follow_up() -> None:
    point = check_in()
    assert point.owner is not None
    said = {"answer": "nothing", "answers": {"recognised": "The calls to her, every evening."}}
    hold(point, point.owner, welfare={**said, "what": "Not shared."})
    revision = latest_revision(point)
    assert revision is not None
    (welfare,) = [one for one in said_in(revision) if one.title == "How people are"]
    assert [text for _, text in welfare.words] == ["The calls to her, every evening."]


def test_a_name_in_what_was_recognised_is_asked_about() -> None:
    point = check_in()
    assert point.owner is not None
    said = {"answer": "nothing", "answers": {"recognised": "Ring 07700 900123."}}
    with pytest.raises(CannotDo, match="may identify somebody"):
        hold(point, point.owner, welfare=said)


def test_other_questions_under_nothing_stay_with_the_writer() -> None:
    point = check_in()
    assert point.owner is not None
    said = {"answer": "nothing", "answers": {"offered": "Support was offered."}}
    hold(point, point.owner, welfare=said)
    revision = latest_revision(point)
    assert revision is not None and "offered" not in str(revision.lenses["welfare"])


def test_what_is_new_is_what_happened_since_the_last_one_was_held() -> None:
    first = check_in()
    assert first.owner is not None
    happen(first.case, "suspect_interviewed", days_ago=3)
    hold(first, first.owner)
    Point.objects.filter(pk=first.pk).update(held_at=timezone.now() - dt.timedelta(days=2))
    happen(first.case, "new_information", days_ago=1)
    open_points(by=CONSOLE, case=first.case)
    second = Point.objects.get(case=first.case, why="New information arrived.")
    kinds = [one["kind"] for one in as_kept(second)]
    assert "new_information" in kinds and "suspect_interviewed" not in kinds


def test_a_lens_without_an_answer_is_still_asked_for_when_recognition_is_written() -> None:
    point = check_in()
    assert point.owner is not None
    with pytest.raises(NotComplete):
        hold(point, point.owner, welfare={"answers": {"recognised": "The calls."}})
