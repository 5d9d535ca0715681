"""Points that a case has gone past: nobody is asked for them, and the page and the rail say why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.entering import enter_milestone
from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import IntakeRun
from stillpoint.people.models import Officer
from stillpoint.points import preparing, waiting
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point, PointState
from stillpoint.points.never_opened import never_opened
from stillpoint.points.opening_points import open_points
from stillpoint.points.overtaking import overtake, overtake_now
from stillpoint.points.presenters_rail import rail
from stillpoint.points.waiving import reopen
from stillpoint.site.telling.feed import reminders_for
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.answers import CannotDo
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def opened(kind: str = "file_to_gatekeeper", days_ago: float = 30) -> Point:
    case = make_manned_case()
    happen(case, kind, days_ago=days_ago)
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def gone_past(kind: str = "cps_decided", point: Point | None = None) -> Point:
    point = point or opened()
    happen(point.case, kind, days_ago=2)
    overtake(by=CONSOLE, case=point.case)
    return Point.objects.get(pk=point.pk)


def page(officer: Officer, address: str) -> str:
    client = Client()
    client.force_login(officer)
    return str(client.get(address).content.decode())


@pytest.mark.parametrize(
    ("calls", "comes", "state"),
    [
        ("file_to_gatekeeper", "cps_decided", "overtaken"),
        ("file_to_gatekeeper", "charged", "overtaken"),
        ("file_to_gatekeeper", "action_plan_received", "open"),
        ("fro_deployed", "victim_declined", "open"),
        ("fro_deployed", "police_nfa", "overtaken"),
        ("strategy_set", "police_nfa", "overtaken"),
        ("strategy_set", "charged", "open"),
        ("plea_hearing", "court_result", "overtaken"),
    ],
)
def test_a_decision_overtakes_what_it_makes_needless_and_no_more(
    calls: str, comes: str, state: str
) -> None:
    assert gone_past(comes, opened(calls)).state == state


def test_what_came_before_the_point_overtakes_nothing() -> None:
    point = opened(days_ago=3)
    happen(point.case, "cps_decided", days_ago=20)
    assert overtake(by=CONSOLE, case=point.case) == []


def test_overtaken_it_is_due_nowhere() -> None:
    point = opened()
    owner = point.owner
    assert owner is not None and point.due_at < timezone.now()
    manager, now = above(owner), timezone.now()
    assert waiting.team_counts(manager, now) == {"open": 1, "overdue": 1}
    gone_past(point=point)
    assert list(waiting.open_for(owner)) == []
    assert waiting.team_counts(manager, now) == {"open": 0, "overdue": 0}
    assert reminders_for(owner)[0] == []
    assert [one for one in in_order(what_is_left(owner, now)) if "points/" in one.href] == []
    (counted,) = waiting.counts(now)
    assert (counted["open"], counted["overdue"], counted["overtaken"]) == (0, 0, 1)


def test_its_page_says_what_came_instead_and_when_and_leads_to_the_timeline() -> None:
    point = gone_past()
    shown = page(officer_of(point.case, "oic"), reverse("point", args=[point.ref]))
    day = timezone.localdate(point.overtaken_at)
    assert f"The CPS has decided. That was on {day.day} {day:%B %Y}." in shown
    assert f"{reverse('case', args=[point.case.ref])}#timeline" in shown
    assert "Overdue" not in shown


def test_the_rail_says_so_too() -> None:
    point = gone_past()
    stop = rail(point.case, officer_of(point.case, "oic"))[3]
    assert (stop.state, stop.words.split(" ")[0]) == ("overtaken", "Overtaken")
    assert "The CPS has decided." in stop.words


def test_nothing_is_written_in_it_until_it_is_opened_again_and_then_it_stays_open() -> None:
    point = gone_past()
    oic = officer_of(point.case, "oic")
    said: dict[str, Any] = {"case": {"answer": "nothing"}}
    with pytest.raises(CannotDo, match="gone past this point"):
        save_conversation(by=oic, point=point, version=0, lenses=said)
    reopen(by=oic, point=point, reason="We still want to talk.")
    overtake(by=CONSOLE, case=point.case)
    point.refresh_from_db()
    assert point.state == PointState.OPEN
    save_conversation(by=oic, point=point, version=0, lenses=said)
    happen(point.case, "police_nfa", days_ago=0.1)
    overtake(by=CONSOLE, case=point.case)
    point.refresh_from_db()
    assert (point.state, point.overtaken_by) == ("overtaken", "police_nfa")


def test_entering_the_milestone_overtakes_the_point() -> None:
    point = opened()
    enter_milestone(
        by=officer_of(point.case, "oic"),
        case=point.case,
        kind="cps_decided",
        on=timezone.localdate() - dt.timedelta(days=1),
    )
    run_until_idle(raising=True)
    point.refresh_from_db()
    assert point.state == PointState.OVERTAKEN


def test_the_job_sets_aside_what_stood_open_before_and_does_so_once() -> None:
    point = opened()
    happen(point.case, "cps_decided", days_ago=1)
    assert (overtake_now(), overtake_now()) == (1, 0)


def test_a_request_for_time_before_a_trial_that_is_over_waits_for_nobody() -> None:
    point = opened("plea_hearing", days_ago=20)
    oic = officer_of(point.case, "oic")
    time = preparing.ask_for_time(
        by=oic,
        point=point,
        hours=3,
        wanted_by=timezone.localdate() + dt.timedelta(days=3),
        purpose="file",
    )
    assert preparing.waits_for(time.answerer, most=5) == [time]
    gone_past("court_result", point)
    assert preparing.waits_for(time.answerer, most=5) == []


def test_what_a_case_had_gone_past_before_it_came_opens_nothing_and_the_rail_says_why() -> None:
    case = make_manned_case()
    happen(case, "file_to_gatekeeper", days_ago=20)
    happen(case, "cps_decided", days_ago=10)
    assert open_points(by=CONSOLE, case=case) == []
    words = rail(case, officer_of(case, "oic"))[3].words
    assert words.startswith("Not opened: the CPS has decided before it was opened, on ")


def test_a_case_from_before_the_service_began_says_so_on_the_rail() -> None:
    case = make_manned_case()
    happen(case, "strategy_set", days_ago=300)
    IntakeRun.objects.create(
        what="cases", started_at=timezone.now() - dt.timedelta(days=100), mapping="stillpoint"
    )
    stops = rail(case, officer_of(case, "oic"))
    assert "before this service began" in stops[2].words and stops[2].state == "never"
    assert stops[3].words == "Not opened yet."


def test_a_finished_case_has_no_point_that_is_yet_to_come() -> None:
    case = make_manned_case()
    Case.objects.filter(pk=case.pk).update(
        live=False, outcome="16", outcome_group="victim_declines"
    )
    case.refresh_from_db()
    assert {stop.state for stop in rail(case, officer_of(case, "oic"))} == {"never"}
    assert set(never_opened(case, [1, 2], timezone.now()).values()) == {"the case has ended."}
