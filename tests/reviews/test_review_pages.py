"""The pages of reviews, as a browser asks for them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Review, ReviewState
from tests.reviews.review_factories import (
    area_keys,
    author_of,
    make_assignment,
    make_draft,
    make_submitted_first_review,
)

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(review: Review, name: str = "review", **kwargs: str) -> str:
    return reverse(name, kwargs={"ref": review.ref, **kwargs})


def area_post(**changes: str) -> dict[str, str]:
    return {
        "version": "0",
        "where": "Day 3 entry.",
        "narrative": "Steady work.",
        "strengths-0": "A plan on day 3.",
        "improvements-0": "It was not looked at again.",
        "verdict": "3",
        **changes,
    }


def test_a_first_review_is_written_and_submitted_page_by_page() -> None:
    assignment = make_assignment(1)
    client = signed_in(author_of(assignment))
    start = reverse("review-start", kwargs={"ref": assignment.ref})
    assert client.get(start).status_code == 200
    client.post(start)
    review = Review.objects.get(assignment=assignment)
    assert client.get(page(review)).status_code == 200
    assert client.get(page(review, "review-summary")).status_code == 200
    posted = client.post(
        page(review, "review-summary"), {"version": "0", "summary": "Report to outcome."}
    )
    for area in area_keys():
        assert posted["Location"] == page(review, "review-area", area=area)
        assert client.get(posted["Location"]).status_code == 200
        posted = client.post(posted["Location"], area_post())
    assert posted["Location"] == page(review, "review-arrest")
    assert client.get(posted["Location"]).status_code == 200
    asked = practice.current().review_template.arrest_effects
    effects = {f"effect-{prompt.key}": "It waited." for prompt in asked}
    posted = client.post(posted["Location"], {"version": "0", "arrest_timing": "late", **effects})
    assert client.get(posted["Location"]).status_code == 200
    posted = client.post(posted["Location"], {"version": "0", "record_rating": "4"})
    assert client.get(posted["Location"]).status_code == 200
    minutes = {"version": "0", "reading_minutes": "90", "writing_minutes": "22"}
    posted = client.post(posted["Location"], minutes)
    assert posted["Location"] == page(review, "review-check")
    assert "Steady work." in client.get(posted["Location"]).text
    posted = client.post(posted["Location"])
    assert posted["Location"] == page(review)
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    assert "Steady work." in client.get(page(review)).text


def test_a_second_review_is_compared_and_submitted_page_by_page() -> None:
    first = make_submitted_first_review()
    second = make_draft(2, selection=first.assignment.selection)
    client = signed_in(author_of(second))
    assert client.get(page(second)).status_code == 200
    ratings = {"version": "0", "action": "lock", "rating-quality_of_record": "4"}
    ratings.update({f"rating-{area}": "4" for area in area_keys()})
    assert client.get(page(second, "review-ratings")).status_code == 200
    client.post(page(second, "review-ratings"), ratings)
    second.refresh_from_db()
    assert second.locked_at
    assert client.get(page(second, "review-ratings")).status_code == 200
    assert "Show the first review" in client.get(page(second)).text
    posted = client.post(page(second, "review-reveal"))
    for area in [*area_keys(), practice.QUALITY_OF_RECORD]:
        assert posted["Location"] == page(second, "review-compare", area=area)
        assert client.get(posted["Location"]).status_code == 200
        posted = client.post(posted["Location"], {"version": "0", "agrees": "yes"})
    assert posted["Location"] == page(second, "review-of-review")
    assert client.get(posted["Location"]).status_code == 200
    qualities = {
        f"quality-{q.key}": "4" for q in practice.current().review_template.review_of_review
    }
    judged = {"version": "0", "why": "Thorough.", "missed": "Nothing.", **qualities}
    posted = client.post(posted["Location"], judged)
    assert client.get(posted["Location"]).status_code == 200
    posted = client.post(posted["Location"], {"version": "0", "leader_takes": "More time."})
    minutes = {"version": "0", "reading_minutes": "40", "writing_minutes": "9"}
    posted = client.post(posted["Location"], minutes)
    assert posted["Location"] == page(second, "review-check")
    assert client.get(posted["Location"]).status_code == 200
    client.post(posted["Location"])
    second.refresh_from_db()
    assert second.state == ReviewState.SUBMITTED
    assert "More time." in client.get(page(second)).text
