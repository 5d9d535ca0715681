"""The line of six points on the page of a case, and what Today says of points."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.points.presenters_rail import rail
from stillpoint.points.sharing import share
from stillpoint.points.waiving import waive
from stillpoint.site.today.collecting import in_order, what_is_left
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def opened(kind: str = "strategy_set") -> Point:
    case = make_manned_case()
    happen(case, kind)
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def hold(point: Point, by: Officer) -> None:
    said: dict[str, dict[str, object]] = {
        lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")
    }
    said["together"] = {"present": [by.ref], "not_on_file": "no"}
    save_conversation(by=by, point=point, version=0, lenses=said)
    share(by=by, point=point)


def shown(officer: Officer, address: str) -> str:
    client = Client()
    client.force_login(officer)
    return str(client.get(address).content.decode())


def test_a_rail_has_six_stops_and_says_which_are_not_opened() -> None:
    case = make_manned_case()
    stops = rail(case, officer_of(case, "oic"))
    assert [(stop.number, stop.state) for stop in stops] == [
        (number, "not_opened") for number in range(1, 7)
    ]


def test_a_held_stop_says_when_and_by_whom() -> None:
    point = opened()
    oic = officer_of(point.case, "oic")
    hold(point, oic)
    third = rail(point.case, oic)[2]
    day = timezone.localdate()
    assert third.words == f"Held {day.day} {day:%B %Y} by {oic.titled_name}."


def test_an_overdue_stop_says_so_in_words() -> None:
    point = opened()
    Point.objects.filter(pk=point.pk).update(due_at=timezone.now() - dt.timedelta(days=1))
    assert rail(point.case, officer_of(point.case, "oic"))[2].words.startswith("Overdue, due ")


def test_a_waived_stop_names_the_supervisor() -> None:
    point = opened()
    sergeant = officer_of(point.case, "supervisor")
    waive(by=above(sergeant), point=point, reason="It is not needed this time.")
    assert above(sergeant).titled_name in rail(point.case, sergeant)[2].words


def test_the_link_is_for_those_who_may_read_the_point() -> None:
    point = opened()
    fro, oic = officer_of(point.case, "fro"), officer_of(point.case, "oic")
    assert (rail(point.case, fro)[2].href, bool(rail(point.case, oic)[2].href)) == ("", True)


def test_the_page_of_the_case_shows_the_rail_as_an_ordered_list() -> None:
    point = opened()
    page = shown(officer_of(point.case, "oic"), reverse("case", args=[point.case.ref]))
    assert "sp-rail" in page and "3. <a" in page and "Not opened yet." in page


def test_today_names_the_point_and_leads_to_it() -> None:
    point = opened()
    oic = officer_of(point.case, "oic")
    (item,) = in_order(what_is_left(oic, timezone.now()))
    assert item.sentence == f"Checking in: case {point.case.reference}"
    assert item.href == reverse("point", args=[point.ref])


def test_what_is_held_leaves_today() -> None:
    point = opened()
    oic = officer_of(point.case, "oic")
    hold(point, oic)
    assert in_order(what_is_left(oic, timezone.now())) == []


def test_the_lead_hears_of_points_without_an_owner_by_number() -> None:
    point = opened()
    Point.objects.filter(pk=point.pk).update(owner=None)
    lead = make_officer(roles=["rasso_lead"])
    said = [item.sentence for item in in_order(what_is_left(lead, timezone.now()))]
    assert "See to 1 point without an owner" in said
