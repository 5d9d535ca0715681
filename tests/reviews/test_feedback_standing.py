"""Feedback rests on reviews that stand, and goes no further than the person's own manager."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.events.telling import messages_for
from stillpoint.people.models import LineManagement, Officer
from stillpoint.reviews import access, feeding_back, reopening
from stillpoint.reviews.facts import FeedbackReleased
from stillpoint.reviews.handlers import tell_those_with_feedback
from stillpoint.reviews.models import Feedback, Review, Selection
from stillpoint.trust.answers import CannotDo
from tests.people.factories import make_officer
from tests.reviews.factories import (
    involve,
    make_cases,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CASE_AS_A_WHOLE = "This is about the case as a whole; not every line is about your part."


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def chief() -> Officer:
    return make_officer("Chris Chief", rank="chief_inspector")


@pytest.fixture
def boss(chief: Officer) -> Officer:
    return make_officer("Mary Manager", rank="sergeant", manager=chief)


@pytest.fixture
def pat(boss: Officer) -> Officer:
    return make_officer("Pat Person", rank="constable", manager=boss)


@pytest.fixture
def selection(lead: Officer, pat: Officer) -> Selection:
    make_cases(each=1)
    make_reviewers()
    one = make_published_round(size=4, lead=lead).selections.select_related("round", "case")[0]
    involve(pat, one.case)
    submit_both(one)
    return one


@pytest.fixture
def prepared(selection: Selection, lead: Officer) -> Feedback:
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    return Feedback.objects.select_related("selection__round", "officer").get()


@pytest.fixture
def released(prepared: Feedback, lead: Officer) -> Feedback:
    feeding_back.release_feedback(by=lead, round=prepared.selection.round)
    prepared.refresh_from_db()
    return prepared


def reopen(selection: Selection, lead: Officer, step: int) -> None:
    review = Review.objects.get(assignment__selection=selection, step=step, state="submitted")
    act = reopening.reopen_first if step == 1 else reopening.reopen_second
    act(by=lead, review=review, reason="A page was left out.")


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


@pytest.mark.parametrize("step", [1, 2])
def test_feedback_whose_review_was_reopened_is_not_released(
    selection: Selection, prepared: Feedback, lead: Officer, step: int
) -> None:
    reopen(selection, lead, step)
    with pytest.raises(CannotDo, match="no feedback to release"):
        feeding_back.release_feedback(by=lead, round=selection.round)
    prepared.refresh_from_db()
    assert prepared.stale_since is not None and prepared.released_at is None


def test_feedback_of_a_case_no_longer_reviewed_twice_is_not_released(
    selection: Selection, prepared: Feedback, lead: Officer
) -> None:
    Review.objects.filter(step=2).update(stale_since=timezone.now())
    with pytest.raises(CannotDo, match="no feedback to release"):
        feeding_back.release_feedback(by=lead, round=selection.round)


def test_reopening_leaves_what_was_released_as_it_was_sent(
    selection: Selection, released: Feedback, lead: Officer
) -> None:
    reopen(selection, lead, 1)
    released.refresh_from_db()
    assert released.stale_since is None and released.released_at is not None


def test_feedback_out_of_date_is_prepared_anew_from_what_was_submitted_again(
    selection: Selection, prepared: Feedback, lead: Officer
) -> None:
    reopen(selection, lead, 2)
    again = Review.objects.get(step=2, state="draft")
    again.areas.update(strengths=["Asked early for advice."])
    Review.objects.filter(pk=again.pk).update(state="submitted", submitted_at=timezone.now())
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    prepared.refresh_from_db()
    assert "Asked early for advice." in [line["text"] for line in prepared.strengths]
    assert feeding_back.release_feedback(by=lead, round=selection.round) == 1


def test_the_round_shows_feedback_out_of_date_and_no_release(
    selection: Selection, prepared: Feedback, lead: Officer
) -> None:
    reopen(selection, lead, 1)
    page = browser(lead).get(reverse("round-feedback", args=[selection.round.ref]))
    assert "Out of date" in words(page) and 'value="release"' not in page.content.decode()


def test_feedback_out_of_date_cannot_be_gone_through(
    selection: Selection, prepared: Feedback, lead: Officer
) -> None:
    reopen(selection, lead, 1)
    prepared.refresh_from_db()
    with pytest.raises(CannotDo, match="was reopened"):
        feeding_back.keep_lines(by=lead, feedback=prepared, strengths=[], improvements=[])


def test_a_manager_further_up_the_line_does_not_read_feedback(
    released: Feedback, pat: Officer, boss: Officer, chief: Officer
) -> None:
    feeding_back.note_seen(by=pat, feedback=released)
    assert access.can_read_feedback(boss, released).allowed
    assert not access.can_read_feedback(chief, released).allowed
    assert not access.readable_feedback(chief).exists()


def test_a_manager_of_former_days_does_not_read_feedback(
    released: Feedback, pat: Officer, boss: Officer
) -> None:
    feeding_back.note_seen(by=pat, feedback=released)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    LineManagement.objects.filter(officer=pat).update(until=yesterday)
    assert not access.can_read_feedback(boss, released).allowed
    assert not access.readable_feedback(boss).exists()


def test_the_person_is_told_to_be_the_first_only_the_first_time(
    released: Feedback, pat: Officer
) -> None:
    client, page = browser(pat), reverse("feedback", args=[released.ref])
    first, second = words(client.get(page)), words(client.get(page))
    assert "You are the first to read" in first and CASE_AS_A_WHOLE in first
    assert "You are the first to read" not in second and CASE_AS_A_WHOLE in second


def test_reading_feedback_marks_its_message_as_seen(released: Feedback, pat: Officer) -> None:
    tell_those_with_feedback(FeedbackReleased(round=released.selection.round.ref))
    assert messages_for(pat, unseen=True).count() == 1
    browser(pat).get(reverse("feedback", args=[released.ref]))
    assert not messages_for(pat, unseen=True).exists()
