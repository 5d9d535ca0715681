"""How many controls a person operates: the budgets of the design, counted at the keyboard.

One field filled, one choice made, one button or link pressed is one interaction. Keys are not
counted: how many it takes to reach a control is another question, and typing is the work itself.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stillpoint import practice
from stillpoint.reviews import handing_out, reviewing
from stillpoint.reviews.models import Review, ReviewState
from stillpoint.risks.models import LiveRisk
from tests.browser.keyboard import Keyboard
from tests.people.factories import make_officer
from tests.reviews.factories import make_cases, make_published_round, make_reviewers
from tests.reviews.review_factories import author_of, make_assignment

pytestmark = [pytest.mark.django_db(transaction=True)]
MOST_FOR_A_FIRST_REVIEW = 60
# Under a minute from the page where it was seen: the link, what, and the button.
MOST_FOR_A_LIVE_RISK = 4


def test_a_first_review_is_written_up_within_sixty_interactions(page: Any, sign_in: Any) -> None:
    """Every area with where, judgement, a strength, an improvement and a rating."""
    assignment = make_assignment(1)
    sign_in(author_of(assignment))
    page.goto(reverse("review-start", kwargs={"ref": assignment.ref}))
    at = Keyboard(page)
    at.follow("button", "Start the review")
    at.follow("link", "Summary of actions taken")
    at.write("summary", "Reported, handed over, interviewed, sent for a decision.")
    at.follow("button", "Save and continue")
    template = practice.current().review_template
    for _ in template.areas:
        at.write("where", "Entry of day 3 by the supervisor.")
        at.write("narrative", "Steady work with one long gap.")
        at.write("strengths-0", "A plan on day 3.")
        at.write("improvements-0", "It was not looked at after the interview.")
        at.choose("verdict", "3")
        at.follow("button", "Save and continue")
    at.choose("arrest_timing", "late")
    for prompt in template.arrest_effects:
        if prompt.kind == "assessment":
            at.write(f"effect-{prompt.key}", "It lasted longer.")
    at.follow("button", "Save and continue")
    at.choose("record_rating", "4")
    at.follow("button", "Save and continue")
    at.write("reading_minutes", "90")
    if not page.locator("[name=writing_minutes]").input_value():
        at.write("writing_minutes", "20")
    at.follow("button", "Save and continue")
    at.choose("not_on_file", "no")
    at.follow("button", "Submit this review")
    assert Review.objects.get(assignment=assignment).state == ReviewState.SUBMITTED
    assert at.done <= MOST_FOR_A_FIRST_REVIEW


def test_a_live_risk_is_raised_from_a_draft_within_four_interactions(
    page: Any, sign_in: Any
) -> None:
    make_cases(each=1)
    make_reviewers()
    make_officer(rank="superintendent", roles=["rasso_lead"])
    given = make_published_round().selections.first().assignments.get(step=1)  # type: ignore[union-attr]
    handing_out.accept_assignment(by=given.reviewer, assignment=given)
    review = reviewing.start_review(by=given.reviewer, assignment=given)
    sign_in(given.reviewer)
    page.goto(reverse("review-area", kwargs={"ref": review.ref, "area": "risk"}))
    at = Keyboard(page)
    at.follow("link", "Raise a live risk")
    at.write("what", "The suspect may have contact with children, and no plan is on the file.")
    at.follow("button", "Raise the live risk")
    assert LiveRisk.objects.get().raised_by == given.reviewer
    assert at.done <= MOST_FOR_A_LIVE_RISK
