"""My team: what a supervisor's people are asked for, by due time, and nobody scored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import Action
from stillpoint.people.models import Officer
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.points.waiving import waive
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def opened() -> Point:
    case = make_manned_case()
    happen(case, "file_to_gatekeeper")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def of(point: Point) -> Officer:
    return officer_of(point.case, "supervisor")


def shown(officer: Officer) -> str:
    client = Client()
    client.force_login(officer)
    return str(client.get(reverse("my-team")).content.decode())


def test_the_page_is_for_those_who_manage_somebody_and_so_is_its_place_in_the_navigation() -> None:
    point = opened()
    for officer, sees in ((of(point), True), (officer_of(point.case, "oic"), False)):
        client = Client()
        client.force_login(officer)
        assert (client.get(reverse("my-team")).status_code == 200) is sees
        assert ("My team" in client.get("/").content.decode()) is sees


def test_points_stand_by_due_time_and_people_by_how_long_they_went_without() -> None:
    point = opened()
    page = shown(of(point))
    assert point.case.reference in page and "None recorded" in page
    assert "An invitation to sit down together" in page


def test_what_is_waived_stands_with_its_reason() -> None:
    point = opened()
    waive(by=of(point), point=point, reason="Held at the other force.")
    assert "Held at the other force." in shown(of(point))


def test_actions_of_the_team_are_counted_without_their_words() -> None:
    point = opened()
    oic = officer_of(point.case, "oic")
    today = timezone.localdate()
    action = give_action(by=oic, source="point:X", text="Ask the unit.", owner=oic, due_on=today)
    Action.objects.filter(pk=action.pk).update(due_on=today - dt.timedelta(days=1))
    page = shown(of(point))
    assert "actions to do" in page and "Ask the unit." not in page


def test_a_strangers_people_are_not_there() -> None:
    point = opened()
    manager = make_officer(rank="chief_inspector")
    make_officer(manager=manager)
    page = shown(manager)
    assert point.case.reference not in page and "No point is open" in page


def test_the_page_takes_the_same_queries_for_a_large_team() -> None:
    point = opened()
    manager = of(point)
    client = Client()
    client.force_login(manager)
    client.get(reverse("my-team"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("my-team"))
    for _ in range(12):
        case = make_manned_case(supervisor=manager)
        happen(case, "file_to_gatekeeper")
        open_points(by=CONSOLE, case=case)
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("my-team")).content.decode()
    assert "All points of my team" in page and "Everybody in my team" in page
    assert len(many) == len(few) <= 18
