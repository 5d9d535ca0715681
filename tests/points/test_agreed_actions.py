"""What is agreed in a conversation is given to whoever is to do it, once it is shared."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.learning.models import Action, LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points.complete import NotComplete
from stillpoint.points.conversing import draft_of, save_conversation
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.points.sharing import share
from stillpoint.points.waiving import reopen
from stillpoint.trust.answers import CannotDo
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def typed(days: int) -> str:
    day = timezone.localdate() + dt.timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def shared_with(point: Point, **actions: str) -> Officer:
    """Save a conversation with nothing to raise and these actions, and share it."""
    oic = officer_of(point.case, "oic")
    said: dict[str, dict[str, Any]] = {
        lens: {"answer": "nothing"} for lens in ("case", "learning", "welfare")
    }
    said["together"] = {"present": [oic.ref], "not_on_file": "no", **actions}
    save_conversation(by=oic, point=point, version=draft_of(point).version, lenses=said)
    share(by=oic, point=point)
    return oic


def test_an_agreed_action_is_given_when_the_conversation_is_shared() -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    shared_with(point, action_1_text="Ask the unit.", action_1_owner=oic.ref, action_1_due=typed(3))
    action = Action.objects.get()
    assert (action.text, action.owner, action.source, action.case) == (
        "Ask the unit.",
        oic,
        point.trail_reference,
        point.case,
    )


def test_those_who_took_part_and_their_supervisors_can_read_it() -> None:
    point = check_in()
    someone = make_officer()
    oic = shared_with(
        point,
        action_1_text="Ask the unit.",
        action_1_owner="other",
        action_1_number=someone.number,
        action_1_due=typed(3),
    )
    action = Action.objects.get()
    assert action.owner == someone
    assert {oic, officer_of(point.case, "supervisor")} <= set(action.involved.all())
    assert officer_of(point.case, "fro") not in action.involved.all()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"owner": "me", "due": 3}, "text", "Say what is to be done"),
        ({"text": "Ask.", "due": 3}, "owner", "Choose who does it"),
        ({"text": "Ask.", "owner": "other", "due": 3}, "owner", "Choose who does it"),
        (
            {"text": "Ask.", "owner": "other", "number": "none9", "due": 3},
            "number",
            "Nobody here has the number or e-mail address none9",
        ),
        ({"text": "Ask.", "owner": "me"}, "due", "Give the day"),
        ({"text": "Ask.", "owner": "me", "due": -1}, "due", "This day is over"),
        ({"text": "Ask.", "owner": "me", "due": "31//2027"}, "due", "must include a month"),
        ({"text": "Ask.", "owner": "me", "due": "31/2/2027"}, "due", "must be a real date"),
    ],
)
def test_an_action_that_is_not_whole_is_refused_beside_its_field(
    given: dict[str, Any], field: str, sentence: str
) -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    values = dict(given)
    if values.get("owner") == "me":
        values["owner"] = oic.ref
    if isinstance(values.get("due"), int):
        values["due"] = typed(values["due"])
    with pytest.raises(NotComplete, match=sentence) as refused:
        shared_with(point, **{f"action_2_{part}": value for part, value in values.items()})
    assert [one.field for one in refused.value.missing] == [f"together-action_2_{field}"]
    assert draft_of(point).lenses["together"]["action_2_" + next(iter(given))]
    assert not Action.objects.exists()


def test_words_of_an_action_that_may_identify_somebody_are_confirmed_first() -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    with pytest.raises(CannotDo, match="may identify somebody"):
        shared_with(
            point,
            action_1_text="Ring her on 07700 900123.",
            action_1_owner=oic.ref,
            action_1_due=typed(3),
        )


def test_a_point_opened_again_does_not_give_its_actions_twice() -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    shared_with(point, action_1_text="Ask.", action_1_owner=oic.ref, action_1_due=typed(3))
    reopen(by=oic, point=Point.objects.get(pk=point.pk), reason="One more thing.")
    fresh = Point.objects.get(pk=point.pk)
    assert "action_1_text" not in draft_of(fresh).lenses["together"]
    shared_with(fresh)
    assert Action.objects.count() == 1


def test_the_writer_chooses_when_to_be_asked_whether_it_worked() -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    learning = {
        "answer": "something",
        "point_text": "Look again.",
        "point_kind": "improvement",
        "point_level": "unit",
        "point_try": "Book both.",
    }
    said: dict[str, dict[str, Any]] = {
        "case": {"answer": "nothing"},
        "learning": {**learning, "point_ask": typed(-1)},
        "welfare": {"answer": "nothing"},
        "together": {"present": [oic.ref], "not_on_file": "no"},
    }
    save_conversation(by=oic, point=point, version=0, lenses=said)
    with pytest.raises(NotComplete) as refused:
        share(by=oic, point=point)
    assert [one.field for one in refused.value.missing] == ["learning-point_ask"]
    said["learning"] = {**learning, "point_ask": typed(9)}
    save_conversation(by=oic, point=point, version=1, lenses=said)
    share(by=oic, point=point)
    assert LearningPoint.objects.get().ask_on == timezone.localdate() + dt.timedelta(days=9)


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_page_shows_one_action_and_one_more_when_asked() -> None:
    point = check_in()
    client, address = browser(officer_of(point.case, "oic")), reverse("point", args=[point.ref])
    assert "together-action_2_text" not in client.get(address).content.decode()
    posted = {"version": "0", "together-action_1_text": "Ask.", "action": "more-actions"}
    answer = client.post(address, posted)
    assert answer.headers["Location"] == f"{address}?more=actions"
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Ask." in shown and "together-action_2_text" in shown
    assert "together-action_3_text" not in shown


def test_a_date_half_typed_is_kept_in_the_draft() -> None:
    point = check_in()
    client, address = browser(officer_of(point.case, "oic")), reverse("point", args=[point.ref])
    posted = {"version": "0", "together-action_1_due-day": "3", "action": ""}
    client.post(address, posted)
    assert draft_of(point).lenses["together"]["action_1_due"] == "3//"
    assert 'value="3"' in client.get(address).content.decode()


def test_a_point_that_is_held_lists_what_is_to_be_done() -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    shared_with(point, action_1_text="Ask.", action_1_owner=oic.ref, action_1_due=typed(3))
    shown = browser(oic).get(reverse("point", args=[point.ref])).content.decode()
    assert "To be done" in shown and reverse("action", args=[Action.objects.get().ref]) in shown
