"""Nothing shows on any page to somebody who may not read it: above all, while they are blinded."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from stillpoint.cases.models import Case
from stillpoint.reviews import blinding
from stillpoint.reviews.models import AreaJudgement, Review
from tests.matrix.crawling import Page, readers
from tests.matrix.markers import marker, markers_in
from tests.matrix.readers import readers_of
from tests.matrix.rows import every_row
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# What differs from one rendering of the same page to the next.
CHANGES = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|content)="[^"]*"|"form_token"[^>]*')

# A part of a seed is suggested at random; a calendar says when it was made.
DIFFERS_EACH_TIME = {"round-seed", "calendar-feed"}
# Also asked for by somebody who is to be refused: a refusal must not tell the two apart either.
ABOUT_REVIEWS = {"review", "round-feedback", "round-feedback-lines", "feedback", "case"}


def test_no_page_shows_words_to_somebody_who_may_not_read_them(opened: list[Page]) -> None:
    allowed = readers_of()
    leaks = {
        f"{page.person} meets {found} at {page.row}"
        for page in opened
        for found in markers_in(page.text)
        if page.person not in allowed.get(found, frozenset())
    }
    assert sorted(leaks) == []


def test_every_kind_of_content_is_shown_to_somebody(opened: list[Page]) -> None:
    """Without this the others could pass because the world is empty."""
    shown = {found for page in opened for found in markers_in(page.text)}
    meant = {kind for kind, people in readers_of().items() if people}
    assert meant - shown - NOT_SHOWN == set()


def test_the_analyst_and_the_administrator_of_accounts_see_no_case_by_its_reference(
    world: World, opened: list[Page]
) -> None:
    """Designs and figures without references; held rows of an import are another matter."""
    references = {one.reference for one in Case.objects.all()}
    shown = {
        f"{page.person} at {page.row}"
        for page in opened
        if page.person in {"analyst", "auditor", "administrator"} and page.row.name not in HELD
        if any(reference in page.text for reference in references)
    }
    assert sorted(shown) == []


HELD = {"intake:held", "intake:held_row", "intake:held_by_run"}


# Written where no page shows it yet, or shown only in a form that these requests do not open.
NOT_SHOWN = {marker("declined"), *(marker(f"knows {key}") for key in "abcdef")}


@pytest.mark.parametrize(("person", "key"), [("blinded", "a"), ("lead_blinded", "b")])
def test_a_blinded_reviewer_sees_the_same_pages_whatever_the_first_review_says(
    world: World, person: str, key: str
) -> None:
    rows = [
        replace(row, readers=row.readers | {person})
        for row in every_row()
        if row.name not in DIFFERS_EACH_TIME
        if person in row.readers or row.name in ABOUT_REVIEWS
    ]
    before = _as_seen(readers(world, rows, [person]))
    _turn_round(Review.objects.get(pk=world.things[f"review_{key}_1"].pk))
    assert _differing(before, _as_seen(readers(world, rows, [person]))) == []


def test_flags_are_withheld_of_just_the_reviews_that_are_hidden(world: World) -> None:
    """One rule in two forms: review by review for pages, all at once for the disclosure queue."""
    submitted = list(Review.objects.filter(state="submitted"))
    differing, hidden = [], 0
    for name, officer in world.people.items():
        withheld = set(blinding.sources_hidden_from(officer))
        for review in submitted:
            is_hidden = blinding.is_hidden_from(officer, review)
            hidden += is_hidden
            if is_hidden != (review.trail_reference in withheld):
                differing.append((name, review.assignment.selection.case.reference, review.step))
    assert (differing, hidden > 0) == ([], True)


def test_the_lead_who_is_not_blinded_sees_what_the_first_review_says(world: World) -> None:
    """The comparison above can tell two first reviews apart."""
    rows = [row for row in every_row() if str(row) == "review(review_a_1)"]
    before = _as_seen(readers(world, rows, ["lead"]))
    _turn_round(Review.objects.get(pk=world.things["review_a_1"].pk))
    assert _differing(before, _as_seen(readers(world, rows, ["lead"]))) == ["review(review_a_1)"]


def _turn_round(first: Review) -> None:
    """Make the first review say something else in every respect: ratings, words, how many."""
    AreaJudgement.objects.filter(review=first).update(
        rating=1, narrative="Other words.", strengths=[], improvements=["One.", "Two.", "Three."]
    )
    Review.objects.filter(pk=first.pk).update(
        summary="Other.",
        record_rating=5,
        record_narrative="Other.",
        arrest_timing="early",
        arrest_effects={},
        reading_minutes=5,
        writing_minutes=5,
    )


def _as_seen(pages: list[Page]) -> dict[str, str]:
    return {str(page.row): CHANGES.sub("", page.text) for page in pages}


def _differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(row for row in before if before[row] != after[row])
