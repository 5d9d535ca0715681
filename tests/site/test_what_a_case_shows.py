"""The page of a case shows the reviews and the learning that its reader may read, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.cases import granting
from stillpoint.cases.models import Case
from stillpoint.learning.noting import note_learning
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Review
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE
from tests.reviews.review_factories import author_of, make_draft, make_submitted_first_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Review:
    return make_submitted_first_review()


@pytest.fixture
def lead() -> Officer:
    return make_officer(rank="superintendent", roles=["rasso_lead"])


def case_of(review: Review) -> Case:
    return review.assignment.selection.case


def page(officer: Officer, case: Case) -> str:
    granting.grant_access(by=CONSOLE, case=case, officer=officer, why="a test")
    client = Client()
    client.force_login(officer)
    return str(client.get(reverse("case", kwargs={"ref": case.ref})).content.decode())


def test_a_reviewer_finds_their_own_review(first: Review) -> None:
    assert f"/reviews/{first.ref}/" in page(author_of(first), case_of(first))


def test_a_lead_finds_the_reviews(first: Review, lead: Officer) -> None:
    assert f"/reviews/{first.ref}/" in page(lead, case_of(first))


def test_a_blinded_second_reviewer_finds_their_own_review_alone(first: Review) -> None:
    second = make_draft(2, selection=first.assignment.selection)
    shown = page(author_of(second), case_of(first))
    assert (f"/reviews/{second.ref}/" in shown, first.ref in shown) == (True, False)


def test_somebody_who_may_read_the_case_finds_no_review_of_others(first: Review) -> None:
    shown = page(make_officer(), case_of(first))
    assert (first.ref in shown, "Reviews" in shown) == (False, False)


@pytest.mark.parametrize(("who", "finds"), [("author", True), ("reader", False)])
def test_learning_is_shown_to_those_who_may_read_its_first_words(
    first: Review, who: str, finds: bool
) -> None:
    people = {"author": make_officer(), "reader": make_officer()}
    case = case_of(first)
    note_learning(by=people["author"], source=case.trail_reference, case=case, text="Ask sooner.")
    assert ("Ask sooner." in page(people[who], case)) is finds


def test_the_page_takes_few_queries_however_many_reviews(
    first: Review, lead: Officer, django_assert_max_num_queries: Any
) -> None:
    make_draft(2, selection=first.assignment.selection)
    client = Client()
    client.force_login(lead)
    address = reverse("case", kwargs={"ref": case_of(first).ref})
    with django_assert_max_num_queries(30):
        client.get(address)
