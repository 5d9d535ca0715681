"""Who reads a point: those who take part, and today's line manager of an officer it is about."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import access, readers, waiting
from stillpoint.points.conversing import invite, join
from stillpoint.points.inviting import invite_everybody
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import open_points
from stillpoint.points.readers import Officers
from stillpoint.points.waiving import waive
from stillpoint.trust.answers import Refused
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.points.test_rail_and_today import hold
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WORDS = "She did very well."


def first_response() -> Point:
    case = make_manned_case()
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def line_above(officer: Officer) -> list[Officer]:
    """The line above somebody: directly, two, three and four ranks above."""
    found = [above(officer), above(above(officer))]
    for rank in ("superintendent", "assistant_chief_constable"):
        manager = make_officer(rank=rank)
        LineManagement.objects.create(officer=found[-1], manager=manager, since=dt.date(2020, 1, 1))
        found.append(manager)
    return found


def opens(officer: Officer, point: Point) -> int:
    client = Client()
    client.force_login(officer)
    return client.get(reverse("point", args=[point.ref])).status_code


def test_nobody_two_or_three_ranks_above_reads_a_constable_s_point() -> None:
    point = first_response()
    line = line_above(officer_of(point.case, "fro"))
    assert [bool(access.can_read_point(one, point)) for one in line] == [True, False, False, False]
    assert [point in access.visible_to(one) for one in line] == [True, False, False, False]
    assert [opens(one, point) for one in line] == [200, 403, 403, 403]


@pytest.mark.parametrize("kind", ["fro_deployed", "strategy_set", "file_to_gatekeeper"])
def test_the_rule_and_the_list_say_the_same_of_everybody(kind: str) -> None:
    case = make_manned_case()
    happen(case, kind)
    (point,) = open_points(by=CONSOLE, case=case)
    people = [*line_above(officer_of(case, "fro")), *Officer.objects.all()]
    said = {one.pk: bool(access.can_read_point(one, point)) for one in people}
    assert {pk for pk, may in said.items() if may} == {
        one.pk for one in people if point in access.visible_to(one)
    }


def test_somebody_who_managed_them_before_does_not_read_it() -> None:
    point = first_response()
    Point.objects.filter(pk=point.pk).update(owner=None)
    fro, before = officer_of(point.case, "fro"), above(officer_of(point.case, "fro"))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    LineManagement.objects.filter(officer=fro).update(until=yesterday)
    now = make_officer(rank="sergeant")
    LineManagement.objects.create(officer=fro, manager=now, since=timezone.localdate())
    point = Point.objects.get(pk=point.pk)
    assert [bool(access.can_read_point(one, point)) for one in (before, now)] == [False, True]


def test_the_manager_of_a_colleague_who_was_asked_does_not_read_it() -> None:
    point = first_response()
    manager = make_officer(rank="superintendent")
    peer = make_officer(manager=manager)
    invite(by=officer_of(point.case, "fro"), point=point, number=peer.number)
    point = Point.objects.get(pk=point.pk)
    assert [bool(access.can_read_point(one, point)) for one in (peer, manager)] == [True, False]


def test_nobody_further_up_joins_or_asks_anybody_in() -> None:
    point = first_response()
    owner = above(officer_of(point.case, "fro"))
    for one in line_above(officer_of(point.case, "fro"))[1:]:
        with pytest.raises(Refused):
            join(by=one, point=point)
        with pytest.raises(Refused):
            invite(by=one, point=point, number=make_officer().number)
        with pytest.raises(Refused):
            invite_everybody(by=one, point=point)
    assert set(point.participations.values_list("officer", flat=True)) <= {
        officer_of(point.case, "fro").pk,
        owner.pk,
    }


def test_the_owner_s_manager_waives_it_without_reading_it() -> None:
    point = first_response()
    inspector = above(above(officer_of(point.case, "fro")))
    client = Client()
    client.force_login(inspector)
    listed = client.get(f"{reverse('points')}?show=team").content.decode()
    assert reverse("point-waive", args=[point.ref]) in listed
    assert f'"{reverse("point", args=[point.ref])}"' not in listed
    address = reverse("point-waive", args=[point.ref])
    posted = client.post(address, {"reason": "The officer talked about it with another sergeant."})
    point.refresh_from_db()
    assert point.state == PointState.WAIVED
    assert client.get(posted["Location"]).status_code == 200


def test_my_team_lists_no_point_of_anybody_further_down() -> None:
    point = first_response()
    line = line_above(officer_of(point.case, "fro"))
    assert [point in waiting.open_in_team(one) for one in line] == [True, True, False, False]
    assert [waiting.team_counts(one, timezone.now())["open"] for one in line] == [1, 1, 0, 0]


def test_the_page_says_the_rule_in_the_words_that_the_rule_is_made_of() -> None:
    point = first_response()
    client = Client()
    client.force_login(officer_of(point.case, "fro"))
    shown = client.get(reverse("point", args=[point.ref])).content.decode()
    assert readers.sentence() in shown
    for relation in readers.READ_BY:
        assert relation.words in readers.sentence()


def test_each_relation_by_itself_opens_a_point() -> None:
    point = first_response()
    fro = officer_of(point.case, "fro")
    today, officers = timezone.localdate(), Officers.by_the_model()
    found = {
        relation.words: [
            one
            for one in (fro, above(fro))
            if Point.objects.filter(relation.among(one.pk, today, officers), pk=point.pk).exists()
        ]
        for relation in readers.READ_BY
    }
    assert list(found.values()) == [[fro, above(fro)], [above(fro)]]


def test_an_action_given_at_a_point_is_not_read_further_up() -> None:
    point = first_response()
    managers = set(readers.line_managers_reading(point))
    assert managers == {above(officer_of(point.case, "fro"))}


def test_a_held_point_is_read_by_the_line_manager_and_not_above() -> None:
    point = first_response()
    fro = officer_of(point.case, "fro")
    hold(point, fro)
    point = Point.objects.get(pk=point.pk)
    assert [opens(one, point) for one in line_above(fro)] == [200, 403, 403, 403]


def test_a_waiver_by_whoever_is_three_ranks_above_is_refused() -> None:
    point = first_response()
    for one in line_above(officer_of(point.case, "fro"))[2:]:
        with pytest.raises(Refused):
            waive(by=one, point=point, reason="There was no need for it this time.")
