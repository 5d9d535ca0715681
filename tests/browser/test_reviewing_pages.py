"""Reviews in a real browser: accessible at both widths, saved while typing, few interactions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from stillpoint import practice
from stillpoint.reviews import second_reviewing
from stillpoint.reviews.models import AreaJudgement, Review, ReviewState
from tests.browser.conftest import NARROW, WIDE
from tests.reviews.review_factories import (
    area_keys,
    author_of,
    fill_first,
    make_assignment,
    make_draft,
    make_locked_second_review,
    make_reviewer,
    make_submitted_first_review,
)

pytestmark = [pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
MOST_INTERACTIONS = 60


def address(review: Review, name: str = "review", **kwargs: str) -> str:
    return reverse(name, kwargs={"ref": review.ref, **kwargs})


def open_to_write(tab: Any, where: str) -> None:
    """Open a page and wait until it saves by itself."""
    tab.goto(where)
    tab.locator(".sp-saved").wait_for(state="attached")


def looked_at(page: Any, name: str) -> None:
    """Keep a picture where a person asked for one."""
    folder = os.environ.get("STILLPOINT_PICTURES")
    if folder:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@SIZES
def test_pages_of_a_first_review_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    review = fill_first(make_draft(1), words="Well planned. Mrs Example was seen.")
    sign_in(author_of(review))
    pages = {
        "list": reverse("reviews"),
        "start": reverse("review-start", kwargs={"ref": review.assignment.ref}),
        "tasks": address(review),
        "summary": address(review, "review-summary"),
        "area": address(review, "review-area", area="investigation"),
        "arrest": address(review, "review-arrest"),
        "record": address(review, "review-record"),
        "time": address(review, "review-time"),
        "check": address(review, "review-check"),
    }
    for name, where in pages.items():
        page.goto(where)
        looked_at(page, f"first-{name}")
        axe(page)
        no_sideways_scroll(page)


@SIZES
def test_pages_of_a_second_review_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    first = make_submitted_first_review()
    draft = make_draft(2, selection=first.assignment.selection)
    sign_in(author_of(draft))
    for name, where in {"tasks": address(draft), "own": address(draft, "review-ratings")}.items():
        page.goto(where)
        looked_at(page, f"second-{name}")
        axe(page)
        no_sideways_scroll(page)


@SIZES
def test_pages_after_the_reveal_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    second_reviewing.reveal(by=author_of(second), review=second)
    sign_in(author_of(second))
    pages = {
        "revealed": address(second),
        "locked": address(second, "review-ratings"),
        "compare": address(second, "review-compare", area="investigation"),
        "of-review": address(second, "review-of-review"),
        "findings": address(second, "review-findings"),
        "check": address(second, "review-check"),
        "first": address(first),
    }
    for name, where in pages.items():
        page.goto(where)
        looked_at(page, f"second-{name}")
        axe(page)
        no_sideways_scroll(page)


@SIZES
def test_practice_cases_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    officer = make_reviewer(1, calibrated_on=None)
    sign_in(officer)
    case = practice.current().calibration[0]
    where = reverse("calibration-case", kwargs={"case": case.key})
    for name, one in {"calibration": reverse("calibration"), "practice-case": where}.items():
        page.goto(one)
        looked_at(page, name)
        axe(page)
        no_sideways_scroll(page)
    for judged in case.areas:
        page.locator(f"[name='rating-{judged.area}'][value='3']").check()
    page.get_by_role("button", name="Show me how the panel judged it").click()
    page.get_by_role("heading", name="The panel").first.wait_for()
    looked_at(page, "panel")
    axe(page)
    no_sideways_scroll(page)


def test_what_is_typed_is_saved_without_pressing_anything(page: Any, sign_in: Any) -> None:
    review = make_draft(1)
    sign_in(author_of(review))
    open_to_write(page, address(review, "review-area", area="risk"))
    page.locator("[name=narrative]").fill("Risk was looked at again on day 30.")
    page.locator("[name=strengths-0]").fill("A safety plan on day 1.")
    page.get_by_text("Saved at").wait_for()
    kept = AreaJudgement.objects.get(review=review, area="risk")
    assert kept.narrative == "Risk was looked at again on day 30."
    assert kept.strengths == ["A safety plan on day 1."]


def test_somebody_elses_words_are_shown_beside_ones_own(page: Any, sign_in: Any) -> None:
    review = make_draft(1)
    sign_in(author_of(review))
    open_to_write(page, address(review, "review-area", area="risk"))
    other = page.context.new_page()
    open_to_write(other, address(review, "review-area", area="risk"))
    other.locator("[name=narrative]").fill("Written in the other window.")
    other.get_by_text("Saved at").wait_for()
    page.locator("[name=narrative]").fill("Written here.")
    page.get_by_text("Saved by somebody else while you were writing").first.wait_for()
    assert page.get_by_text("Written in the other window.").is_visible()
    assert page.locator("[name=narrative]").input_value() == "Written here."
    page.get_by_role("button", name="Save what is on this page now").click()
    page.get_by_text("Saved at").wait_for()
    assert AreaJudgement.objects.get(review=review).narrative == "Written here."


def test_writing_up_a_first_review_takes_at_most_sixty_interactions(
    page: Any, sign_in: Any
) -> None:
    """From the task list to submitted, every area with a judgement, facts, one strength, one
    improvement and a rating. One field filled, one choice or one button is one interaction."""
    assignment = make_assignment(1)
    sign_in(author_of(assignment))
    page.goto(reverse("review-start", kwargs={"ref": assignment.ref}))
    made = 0

    def did(action: Callable[[], Any]) -> None:
        nonlocal made
        action()
        made += 1

    def go_on() -> None:
        with page.expect_navigation():
            page.get_by_role("button", name="Save and continue").click()

    def fill(name: str, words: str) -> None:
        did(lambda: page.locator(f"[name='{name}']").fill(words))

    did(lambda: page.get_by_role("button", name="Start the review").click())
    did(lambda: page.get_by_role("link", name="Summary of actions taken").click())
    fill("summary", "Reported, handed over, interviewed, sent for a decision.")
    did(go_on)
    for _ in area_keys():
        fill("where", "Entry of day 3 by the supervisor.")
        fill("narrative", "Steady work with one long gap.")
        fill("strengths-0", "A plan on day 3.")
        fill("improvements-0", "It was not looked at after the interview.")
        did(lambda: page.locator("[name=verdict][value='3']").check())
        did(go_on)
    did(lambda: page.locator("[name=arrest_timing][value=late]").check())
    for prompt in practice.current().review_template.arrest_effects:
        if prompt.kind == "assessment":
            fill(f"effect-{prompt.key}", "It lasted longer.")
    did(go_on)
    did(lambda: page.locator("[name=record_rating][value='4']").check())
    did(go_on)
    fill("reading_minutes", "90")
    if not page.locator("[name=writing_minutes]").input_value():
        fill("writing_minutes", "20")
    did(go_on)
    did(lambda: page.locator("[name=not_on_file][value=no]").check())
    did(lambda: page.get_by_role("button", name="Submit this review").click())
    page.get_by_text("Your review is submitted").wait_for()
    assert Review.objects.get(assignment=assignment).state == ReviewState.SUBMITTED
    print(f"interactions: {made}")
    assert made <= MOST_INTERACTIONS
