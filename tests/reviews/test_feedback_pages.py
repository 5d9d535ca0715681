"""Feedback on screen: prepared, gone through, released, read, answered."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.learning.models import Recognition
from stillpoint.people.models import Officer
from stillpoint.reviews import closing, feeding_back
from stillpoint.reviews.models import Feedback, Round, Selection
from tests.people.factories import make_officer
from tests.reviews.factories import (
    involve,
    make_cases,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = pytest.mark.django_db

STRENGTH, IMPROVEMENT = "Kept the victim informed.", "Asked for the records late."


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def pat() -> Officer:
    boss = make_officer("Mary Manager", rank="sergeant")
    return make_officer("Pat Person", rank="constable", manager=boss)


@pytest.fixture
def selection(lead: Officer, pat: Officer) -> Selection:
    make_cases(each=1)
    make_reviewers()
    one = make_published_round(size=4, lead=lead).selections.select_related("round", "case")[0]
    involve(pat, one.case)
    submit_both(one, strengths=[STRENGTH], improvements=[IMPROVEMENT])
    return one


def at(name: str, round: Round, **more: str) -> str:
    return reverse(name, kwargs={"ref": round.ref, **more})


@pytest.fixture
def released(selection: Selection, lead: Officer) -> Feedback:
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    feeding_back.release_feedback(by=lead, round=selection.round)
    return Feedback.objects.get()


def test_a_round_whose_cases_name_nobody_is_closed_without_feedback(lead: Officer) -> None:
    make_cases(each=1)
    make_reviewers()
    round = make_published_round(size=4, lead=lead)
    for one in round.selections.all():
        submit_both(one)
    client = browser(lead)
    sent = client.post(at("round-feedback", round), {"action": "prepare"}, follow=True)
    assert "There is nobody to tell" in words(sent)
    page = words(client.get(at("round", round)))
    assert "Nobody to tell" in page
    assert "No officer is recorded on these cases" in page
    closing.close_round(by=lead, round=Round.objects.get(pk=round.pk))
    assert "Nobody to tell" in words(client.get(at("round", round)))


def test_the_lead_prepares_leaves_a_line_out_and_releases(
    lead: Officer, selection: Selection
) -> None:
    client, page = browser(lead), at("round-feedback", selection.round)
    assert "1 of 4 cases is reviewed twice" in words(client.get(page))
    assert "1 prepared." in words(client.post(page, {"action": "prepare"}, follow=True))
    feedback = Feedback.objects.get()
    lines = at("round-feedback-lines", selection.round, feedback=feedback.ref)
    assert STRENGTH in words(client.get(lines))
    client.post(lines, {"strengths": ["0"]})
    assert "1 person is told" in words(client.post(page, {"action": "release"}, follow=True))
    feedback.refresh_from_db()
    assert (len(feedback.strengths), len(feedback.improvements)) == (1, 0)


def test_preparing_without_a_reviewed_case_says_so(lead: Officer, selection: Selection) -> None:
    client, page = browser(lead), at("round-feedback", selection.round)
    client.post(page, {"action": "prepare"})
    assert "nothing new" in words(client.post(page, {"action": "prepare"}, follow=True))


def test_the_person_reads_strengths_before_improvements(pat: Officer, released: Feedback) -> None:
    client = browser(pat)
    assert "New" in words(client.get("/feedback/"))
    shown = words(client.get(reverse("feedback", args=[released.ref])))
    assert "You are the first to read" in shown
    assert shown.index(STRENGTH) < shown.index(IMPROVEMENT)
    assert "not a conduct matter" in shown.lower()


def test_no_reviewer_or_rating_is_on_the_page(pat: Officer, released: Feedback) -> None:
    shown = words(browser(pat).get(reverse("feedback", args=[released.ref])))
    for assignment in released.selection.assignments.select_related("reviewer"):
        assert assignment.reviewer.family_name not in shown
    assert "Ratings" not in shown


def test_reading_opens_it_to_the_supervisor(pat: Officer, released: Feedback) -> None:
    boss = Officer.objects.get(family_name="Manager")
    page = reverse("feedback", args=[released.ref])
    assert browser(boss).get(page).status_code == 403
    assert released.selection.case.reference not in words(browser(boss).get("/feedback/"))
    browser(pat).get(page)
    assert browser(boss).get(page).status_code == 200
    assert released.selection.case.reference in words(browser(boss).get("/feedback/"))


def test_the_lead_reading_it_does_not_count_as_seen(lead: Officer, released: Feedback) -> None:
    browser(lead).get(reverse("feedback", args=[released.ref]))
    released.refresh_from_db()
    assert released.seen_at is None


def test_a_reply_is_kept_and_shown(pat: Officer, lead: Officer, released: Feedback) -> None:
    page = reverse("feedback", args=[released.ref])
    assert browser(pat).post(page, {"reply": "yes", "text": ""}).status_code == 422
    browser(pat).post(page, {"reply": "yes", "text": "The lab was closed then."})
    assert "The lab was closed then." in words(browser(lead).get(page))


def test_a_supervisor_has_no_reply_and_no_thanks_form(pat: Officer, released: Feedback) -> None:
    page = reverse("feedback", args=[released.ref])
    browser(pat).get(page)
    boss = Officer.objects.get(family_name="Manager")
    shown = browser(boss).get(page).content.decode()
    assert 'name="reply"' not in shown and 'name="thank"' not in shown
    assert browser(boss).post(page, {"reply": "yes", "text": "Hm."}).status_code == 403


def test_the_lead_says_thank_you(lead: Officer, pat: Officer, released: Feedback) -> None:
    page = reverse("feedback", args=[released.ref])
    browser(lead).post(page, {"thank": "yes", "text": "Well kept in touch."})
    assert Recognition.objects.get().to == pat


def test_a_colleague_does_not_read_it(released: Feedback) -> None:
    page = reverse("feedback", args=[released.ref])
    assert browser(make_officer("Cora Colleague")).get(page).status_code == 403


def test_who_has_no_feedback_reads_when_it_would_come() -> None:
    assert "There is no feedback for you" in words(browser(make_officer()).get("/feedback/"))


def test_the_list_of_a_round_takes_as_many_queries_for_many_as_for_few(
    lead: Officer, selection: Selection
) -> None:
    client, page = browser(lead), at("round-feedback", selection.round)
    client.post(page, {"action": "prepare"})
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for _ in range(20):
        Feedback.objects.create(selection=selection, officer=make_officer())
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) <= len(few) <= 18
