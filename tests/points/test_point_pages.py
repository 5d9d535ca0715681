"""The page of a point, the lists of points."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.noting import note_learning
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import open_points
from stillpoint.points.waiving import waive
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOTHING = {
    "case-answer": "nothing",
    "learning-answer": "nothing",
    "welfare-answer": "nothing",
    "together-not_on_file": "no",
}


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def page(officer: Officer, point: Point) -> Any:
    return browser(officer).get(reverse("point", args=[point.ref]))


def text(response: Any) -> str:
    return str(response.content.decode())


def post(officer: Officer, point: Point, action: str = "share", **values: Any) -> Any:
    posted = {"version": "0", "together-present": [oic(point).ref], "action": action, **values}
    return browser(officer).post(reverse("point", args=[point.ref]), posted)


def test_a_check_in_with_nothing_to_raise_is_one_form() -> None:
    point = check_in()
    response = post(oic(point), point, **NOTHING)
    point.refresh_from_db()
    assert (response.status_code, point.state) == (302, PointState.HELD)


def test_the_page_says_what_it_is_for_and_that_it_is_not_discipline() -> None:
    point = check_in()
    shown = text(page(oic(point), point))
    assert "To stop for a moment while the case moves" in shown
    assert "It is not discipline" in shown


def test_no_one_button_answers_for_all_lenses() -> None:
    point = check_in()
    shown = text(page(oic(point), point))
    presses = {
        lens: shown.count(f'name="{lens}-answer"') for lens in ("case", "learning", "welfare")
    }
    assert presses == {"case": 2, "learning": 2, "welfare": 3}


def test_a_page_is_light_enough_for_a_telephone() -> None:
    point = check_in()
    assert len(page(oic(point), point).content) < 60 * 1024


@pytest.mark.parametrize("who", ["oic", "supervisor"])
def test_those_who_take_part_and_their_supervisor_open_it(who: str) -> None:
    point = check_in()
    assert page(officer_of(point.case, who), point).status_code == 200


def test_nobody_else_opens_it() -> None:
    point = check_in()
    others = [make_officer(), make_officer(roles=["rasso_lead"]), officer_of(point.case, "fro")]
    assert [page(other, point).status_code for other in others] == [403, 403, 403]


def test_a_missing_answer_is_said_beside_its_lens_and_nothing_is_lost() -> None:
    point = check_in()
    values = {**NOTHING, "welfare-answer": "", "case-answer": "something", "case-what": "Plan."}
    shown = text(post(oic(point), point, **values))
    assert "How people are: choose" in shown
    assert "Plan." in shown
    assert point.conversation.lenses["case"]["what"] == "Plan."


def test_it_can_be_sent_again_after_a_refusal() -> None:
    point = check_in()
    refused = post(oic(point), point, **{**NOTHING, "welfare-answer": ""})
    version = refused.context["form"]["version"].value() if refused.context else "1"
    post(oic(point), point, **{**NOTHING, "version": str(version)})
    point.refresh_from_db()
    assert point.state == PointState.HELD


def test_it_saves_itself_as_one_types() -> None:
    point = check_in()
    values = {"version": "0", "case-answer": "something", "case-what": "Call 07700 900123."}
    client = browser(oic(point))
    response = client.post(
        reverse("point", args=[point.ref]), values, headers={"Accept": "application/json"}
    )
    answer = json.loads(response.content)
    assert (answer["version"], answer["found"][0]["field"]) == (1, "case-what")


def test_both_sides_writing_at_once_see_both_texts() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    post(oic(point), point, "save", **{"case-answer": "something", "case-what": "First words."})
    both = post(sergeant, point, "save", **{"case-answer": "something", "case-what": "Other."})
    shown = text(both)
    assert (both.status_code, "First words." in shown, "Other." in shown) == (409, True, True)


def test_what_was_shared_is_read_and_earlier_revisions_are_listed() -> None:
    point = check_in()
    values = {**NOTHING, "case-answer": "something", "case-what": "The plan was old."}
    post(oic(point), point, **values)
    shown = text(page(oic(point), point))
    assert "The plan was old." in shown and "Revision 1" in shown


def test_agreed_learning_of_a_case_like_this_stands_beside_it() -> None:
    point = check_in()
    alike = make_case()
    author, second = make_officer(), make_officer(roles=["ld_lead"])
    noted = note_learning(by=author, source="review:X", text="Raw.", case=alike)
    agree_learning(by=second, point=noted, text="Ask for the phone early.", not_identifiers=True)
    shown = text(page(oic(point), point))
    assert "Ask for the phone early." in shown


def test_a_check_in_shows_what_is_new_since_the_last_one() -> None:
    point = check_in()
    happen(point.case, "early_advice_held", days_ago=0.2)
    assert "New in the case since last time" in text(page(oic(point), point))


def test_what_was_new_stands_with_what_was_shared() -> None:
    point = check_in()
    post(oic(point), point, **NOTHING)
    happen(point.case, "early_advice_held", days_ago=0)
    kept = point.revisions.get().lenses["together"]["new"]
    assert [one["kind"] for one in kept] == ["strategy_set"]
    assert "New in the case since last time" in text(page(oic(point), point))


def test_a_colleague_is_added_by_number_and_can_write() -> None:
    point = check_in()
    peer = make_officer("Pat Peer", rank="constable")
    post(oic(point), point, "save", **{"together-joined": peer.number})
    assert page(peer, point).status_code == 200


def test_an_unknown_number_is_said_and_nothing_is_lost() -> None:
    point = check_in()
    values = {"together-joined": "nobody9", "case-what": "Kept.", "case-answer": "something"}
    assert "Nobody has the number" in text(post(oic(point), point, "save", **values))


def test_a_flag_tells_the_disclosure_officer_without_the_words() -> None:
    officer = make_officer(roles=["disclosure_officer"])
    point = check_in()
    values = {"together-not_on_file": "yes", "together-flag_words": "A second witness."}
    post(oic(point), point, **{**NOTHING, **values})
    run_until_idle(raising=True)
    (letter,) = messages_for(officer)
    assert "witness" not in f"{letter.subject} {letter.text}"
    assert RelevanceFlag.objects.count() == 1


def test_somebody_asks_for_a_conversation_from_the_case() -> None:
    case = make_manned_case()
    officer = officer_of(case, "oic")
    address = f"{reverse('point-ask')}?case={case.ref}"
    response = browser(officer).post(address, {"kind": "rpp3", "why": "A good result."})
    point = Point.objects.get(case=case)
    assert response.headers["Location"] == reverse("point", args=[point.ref])


def test_nobody_asks_about_a_case_that_they_cannot_see() -> None:
    case = make_manned_case()
    address = f"{reverse('point-ask')}?case={case.ref}"
    assert browser(make_officer()).get(address).status_code == 403


def test_the_supervisor_sees_waived_points_with_their_reason() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    waive(by=above(sergeant), point=point, reason="Held by the other force.")
    shown = text(browser(sergeant).get(reverse("points"), {"show": "waived"}))
    assert "Held by the other force." in shown


def test_people_longest_without_a_conversation_come_first() -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    other = make_officer("Nora Never", rank="constable", manager=sergeant)
    post(oic(point), point, **NOTHING)
    shown = text(browser(sergeant).get(reverse("points"), {"show": "people"}))
    assert shown.index(other.full_name) < shown.index(oic(point).full_name)


def test_the_lead_sees_counts_and_no_content() -> None:
    point = check_in()
    values = {**NOTHING, "case-answer": "something", "case-what": "The plan was old."}
    post(oic(point), point, **values)
    lead = make_officer(roles=["rasso_lead"])
    shown = text(browser(lead).get(reverse("points"), {"show": "counts"}))
    assert ("Points by kind" in shown, point.case.reference in shown) == (True, False)


@pytest.mark.parametrize("show", ["mine", "team", "waived", "people"])
def test_a_list_takes_as_many_queries_for_many_points_as_for_one(show: str) -> None:
    point = check_in()
    sergeant = officer_of(point.case, "supervisor")
    client = browser(sergeant)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("points"), {"show": show}).status_code == 200
        return len(captured)

    before = queries()
    now = timezone.now()
    for number in range(6):
        Point.objects.create(
            case=point.case,
            kind="rpp3",
            trigger=f"test:{number}",
            owner=sergeant,
            opened_at=now,
            due_at=now + dt.timedelta(days=number),
        )
    assert queries() == before <= 15
