"""What opens a point, who owns it, when it is due."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.people.leaving import leave
from stillpoint.points.models import Point
from stillpoint.points.opening_points import (
    ask_for_point,
    due_time,
    open_by_cadence,
    open_points,
)
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_first_response_opens_the_first_point_for_the_officers_supervisor() -> None:
    case = make_manned_case()
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    fro = officer_of(case, "fro")
    assert point.kind == "rpp1"
    assert point.owner == fro.managed_by.get().manager
    assert [part.officer for part in point.participations.all()] == [fro]


def test_the_same_event_twice_opens_one_point() -> None:
    case = make_manned_case()
    happen(case, "fro_deployed")
    open_points(by=CONSOLE, case=case)
    assert open_points(by=CONSOLE, case=case) == []
    assert Point.objects.count() == 1


def test_events_out_of_order_open_the_same_points() -> None:
    case = make_manned_case()
    happen(case, "handover_accepted", days_ago=1)
    open_points(by=CONSOLE, case=case)
    happen(case, "fro_deployed", days_ago=3)
    open_points(by=CONSOLE, case=case)
    assert set(Point.objects.values_list("kind", flat=True)) == {"rpp1", "rpp2"}


def test_a_reported_incident_gets_the_first_point_and_no_other() -> None:
    case = make_manned_case()
    case.kind = "incident"
    case.save()
    happen(case, "fro_deployed")
    happen(case, "handover_accepted")
    assert [point.kind for point in open_points(by=CONSOLE, case=case)] == ["rpp1"]


def test_what_happened_long_ago_opens_nothing() -> None:
    case = make_manned_case()
    happen(case, "outcome_recorded", days_ago=200)
    assert open_points(by=CONSOLE, case=case) == []


def test_each_new_piece_of_information_opens_a_check_in_of_its_own() -> None:
    case = make_manned_case()
    happen(case, "strategy_set", days_ago=9)
    happen(case, "new_information", days_ago=4)
    happen(case, "new_information", days_ago=1)
    opened = open_points(by=CONSOLE, case=case)
    assert [(point.kind, point.occurrence) for point in opened] == [
        ("rpp3", 1),
        ("rpp3", 2),
        ("rpp3", 3),
    ]


def test_a_check_in_comes_again_after_its_cadence_and_not_before() -> None:
    case = make_manned_case()
    happen(case, "strategy_set", days_ago=5)
    (point,) = open_points(by=CONSOLE, case=case)
    point.state, point.held_at = "held", timezone.now()
    point.save()
    assert open_by_cadence() == 0
    later = timezone.now() + dt.timedelta(days=29)
    assert open_by_cadence(later) == 1
    assert open_by_cadence(later) == 0


@pytest.mark.parametrize(
    ("standing", "comes_again"),
    [
        ({"outcome": "1", "outcome_group": "charged", "live": True}, 1),
        ({"live": False, "live_stated": False}, 1),
        ({"outcome": "16", "outcome_group": "victim_declines", "live": False}, 0),
    ],
    ids=["before its trial", "parked without an outcome", "ended"],
)
def test_a_check_in_comes_again_for_every_case_in_a_workload_live_or_not(
    standing: dict[str, object], comes_again: int
) -> None:
    case = make_manned_case()
    happen(case, "strategy_set", days_ago=5)
    (point,) = open_points(by=CONSOLE, case=case)
    Point.objects.filter(pk=point.pk).update(state="held", held_at=timezone.now())
    Case.objects.filter(pk=case.pk).update(**standing)
    assert open_by_cadence(timezone.now() + dt.timedelta(days=29)) == comes_again


def test_somebody_can_ask_for_a_conversation_unasked_once_a_day() -> None:
    case = make_manned_case()
    oic = officer_of(case, "oic")
    first = ask_for_point(by=oic, case=case, kind="rpp3", why="A good result today.")
    assert ask_for_point(by=oic, case=case, kind="rpp3") == first


def test_a_point_is_due_in_working_days_of_england_and_wales() -> None:
    # Good Friday and Easter Monday of 2026 stand between Thursday and Tuesday.
    thursday = dt.datetime(2026, 4, 2, 10, tzinfo=dt.UTC)
    assert due_time(thursday, 1) == timezone.make_aware(dt.datetime(2026, 4, 7, 17))


def test_a_point_goes_to_whoever_holds_the_role_now() -> None:
    case = make_manned_case()
    oic = officer_of(case, "oic")
    leave(by=CONSOLE, officer=oic, on=timezone.localdate() - dt.timedelta(days=1))
    happen(case, "file_to_gatekeeper")
    (point,) = open_points(by=CONSOLE, case=case)
    assert point.owner is None
