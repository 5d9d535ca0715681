"""What the scan finds is marked without script as well, and holds nothing up."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews.models import Review, Round
from tests.people.factories import make_officer
from tests.reviews.review_factories import author_of, make_draft

pytestmark = pytest.mark.django_db

IDENTIFIES = "Mrs Alder rang from 07700 900123."
NOTICE = "What you wrote may identify somebody: "


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def review() -> Review:
    return make_draft()


def save(review: Review, client: Client, summary: str = IDENTIFIES, **more: Any) -> Any:
    address = reverse("review-summary", kwargs={"ref": review.ref})
    return client.post(address, {"version": "0", "summary": summary}, **more)


def test_a_page_saved_without_script_is_saved_and_the_next_one_says_what_was_found(
    review: Review,
) -> None:
    shown = save(review, browser(author_of(review)), follow=True)
    review.refresh_from_db()
    assert (review.summary, NOTICE in unescape(shown.text)) == (IDENTIFIES, True)


def test_it_is_said_once(review: Review) -> None:
    client = browser(author_of(review))
    shown = save(review, client, follow=True)
    assert NOTICE not in unescape(client.get(shown.redirect_chain[-1][0]).text)


def test_words_that_identify_nobody_bring_no_notice(review: Review) -> None:
    shown = save(review, browser(author_of(review)), summary="Report to outcome.", follow=True)
    assert NOTICE not in unescape(shown.text)


def test_the_page_s_script_marks_them_itself(review: Review) -> None:
    client = browser(author_of(review))
    saved = save(review, client, headers={"accept": "application/json"})
    assert [one["words"] for one in saved.json()["found"]] == ["Mrs Alder", "07700 900123"]
    assert NOTICE not in unescape(client.get(reverse("review", args=[review.ref])).text)


def test_a_round_is_opened_and_its_writer_told_of_a_name_in_it() -> None:
    lead = make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))
    written = {"name": "For Mrs Alder", "purpose": "To learn.", "how_used": "In training."}
    shown = browser(lead).post(reverse("round-open"), written, follow=True)
    assert Round.objects.count() == 1
    assert f"{NOTICE}“Name of the round” (a name with a title)" in unescape(shown.text)
