"""Whether what was to be tried worked: asked when its time has come, every answer kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.models import LearningPoint
from stillpoint.learning.noting import note_learning
from stillpoint.learning.trying import answer_trial, ask_about_trials_now
from stillpoint.people.leaving import leave
from stillpoint.people.models import Officer
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TRY = "Book the second look when the interview is booked."


def in_days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def noted(**values: Any) -> LearningPoint:
    given: dict[str, Any] = {
        "by": make_officer("Ann Author"),
        "source": "point:K7Q2MXTR",
        "text": "The plan was not looked at after the interview.",
        "what_we_will_try": TRY,
    }
    return note_learning(**(given | values))


def due(**values: Any) -> LearningPoint:
    """One whose day has come."""
    point = noted(**values)
    LearningPoint.objects.filter(pk=point.pk).update(ask_on=in_days(0))
    return LearningPoint.objects.get(pk=point.pk)


def left(officer: Officer) -> list[str]:
    fresh = Officer.objects.get(pk=officer.pk)
    return [item.sentence for item in in_order(what_is_left(fresh, timezone.now()))]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_writer_is_asked_after_the_time_of_the_practice_model() -> None:
    point = noted()
    after = practice.current().points.trial_after_days
    assert (point.asked_of, point.ask_on) == (point.written_by, in_days(after))


def test_another_day_can_be_chosen() -> None:
    assert noted(ask_on=in_days(10)).ask_on == in_days(10)


def test_nothing_is_asked_where_nothing_is_to_be_tried() -> None:
    assert noted(what_we_will_try=" ").ask_on is None


def test_the_writer_is_told_once_when_the_day_has_come_and_not_what_it_is_about() -> None:
    point = due()
    noted()
    for _ in range(2):
        ask_about_trials_now()
        run_until_idle(raising=True)
    (letter,) = messages_for(point.written_by)
    assert letter.link == reverse("learning-tried", args=[point.ref])
    assert TRY not in letter.text


def test_today_asks_until_it_is_answered() -> None:
    point = due()
    assert left(point.written_by) == [f"Say whether it worked: {TRY}"]
    answer_trial(by=point.written_by, point=point, answer="worked", text="Three of three.")
    assert left(point.written_by) == []


def test_an_answer_needs_a_word_on_what_shows_it() -> None:
    point = due()
    with pytest.raises(CannotDo) as refused:
        answer_trial(by=point.written_by, point=point, answer="did_not", text=" ")
    assert refused.value.field == "text"


def test_what_was_not_tried_yet_is_asked_again_later() -> None:
    point = due()
    ask_about_trials_now()
    answer_trial(by=point.written_by, point=point, answer="not_yet", ask_again_on=in_days(9))
    assert left(point.written_by) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=9)):
        ask_about_trials_now()
        run_until_idle(raising=True)
        assert messages_for(point.written_by).count() == 2
        assert left(point.written_by) == [f"Say whether it worked: {TRY}"]


def test_a_day_that_is_over_is_no_day_to_ask_again() -> None:
    point = due()
    with pytest.raises(CannotDo, match="day is over") as refused:
        answer_trial(by=point.written_by, point=point, answer="not_yet", ask_again_on=in_days(-1))
    assert refused.value.field == "ask_again_on"


def test_a_later_answer_stands_beside_the_earlier_one() -> None:
    point = due()
    answer_trial(by=point.written_by, point=point, answer="worked", text="Three of three.")
    answer_trial(by=point.written_by, point=point, answer="partly", text="Three of five.")
    answer_trial(by=point.written_by, point=point, answer="partly", text="Three of five.")
    assert [one.answer for one in point.trials.all()] == ["worked", "partly"]
    shown = browser(point.written_by).get(reverse("learning-point", args=[point.ref]))
    page = shown.content.decode()
    assert page.index("Three of five.") < page.index("Three of three.")


def test_only_whoever_is_asked_answers() -> None:
    point = due(involved=[involved := make_officer("Ina Involved")])
    with pytest.raises(Refused):
        answer_trial(by=involved, point=point, answer="worked", text="Yes.")
    address = reverse("learning-tried", args=[point.ref])
    assert browser(involved).get(address).status_code == 403


def test_of_agreed_learning_everyone_sees_the_answer_and_few_its_words() -> None:
    point = due()
    answer_trial(by=point.written_by, point=point, answer="worked", text="Three of three.")
    lead = make_officer(roles=["ld_lead"])
    agree_learning(by=lead, point=point, text="Look at the plan again after an interview.")
    address = reverse("learning-point", args=[point.ref])
    stranger = browser(make_officer()).get(address).content.decode()
    assert "It worked" in stranger and "Three of three." not in stranger
    assert "Ann Author" not in stranger
    assert "Three of three." in browser(lead).get(address).content.decode()


def test_the_page_takes_an_answer() -> None:
    point = due()
    client, address = browser(point.written_by), reverse("learning-tried", args=[point.ref])
    assert TRY in client.get(address).content.decode()
    assert client.post(address, {"text": "Three of three."}).status_code == 422
    client.post(address, {"answer": "worked", "text": "Three of three."})
    assert point.trials.get().text == "Three of three."


def test_what_a_leaver_would_be_asked_somebody_who_was_there_is_asked() -> None:
    there = make_officer("Ina Involved")
    point = due(involved=[there])
    leave(by=CONSOLE, officer=point.written_by, on=timezone.localdate())
    run_until_idle(raising=True)
    ask_about_trials_now()
    run_until_idle(raising=True)
    point.refresh_from_db()
    assert point.asked_of == there
    assert left(there) == [f"Say whether it worked: {TRY}"]
    assert messages_for(there).count() == 1


def test_without_anybody_there_their_manager_is_asked_and_reads_it() -> None:
    manager = make_officer("Sue Supervisor", rank="chief_inspector")
    point = due(by=make_officer("Ann Author", manager=manager))
    leave(by=CONSOLE, officer=point.written_by, on=timezone.localdate())
    run_until_idle(raising=True)
    shown = browser(manager).get(reverse("learning-tried", args=[point.ref]))
    assert shown.status_code == 200


def test_an_answer_leaves_its_entry() -> None:
    point = due()
    answer_trial(by=point.written_by, point=point, answer="worked", text="Three of three.")
    entry = TrailEntry.objects.get(act="say whether it worked")
    assert (entry.about, bool(entry.after)) == ([point.trail_reference], True)
