"""Builders of assignments and of reviews in each state."""

from __future__ import annotations

from typing import Any

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.practice import QUALITY_OF_RECORD
from stillpoint.reviews import reviewing, second_reviewing, submitting
from stillpoint.reviews.models import Assignment, Review, Round, RoundState, Selection
from stillpoint.reviews.second_reviewing import OwnRating
from tests.people.factories import make_officer
from tests.reviews.factories import make_cases, make_drawn_round

# Words that stand in the first review and nowhere else: they would show if anything leaked.
LEAK = "The plan was rewritten after the interview, which nobody else noticed"


def make_published_round(name: str = "Autumn 2026", *, size: int = 6, **kwargs: Any) -> Round:
    """A drawn and published round with cases of its own, without assignments."""
    make_cases(each=1)
    round = make_drawn_round(name, size=size)
    for field, value in kwargs.items():
        setattr(round, field, value)
    round.state = RoundState.PUBLISHED
    round.save()
    return round


def make_reviewer(step: int, name: str = "", **kwargs: Any) -> Officer:
    rank = "inspector" if step == 1 else "chief_inspector"
    return make_officer(name, rank=rank, accredited=[step], **kwargs)


def make_assignment(
    step: int = 1,
    reviewer: Officer | None = None,
    selection: Selection | None = None,
    *,
    state: str = "accepted",
) -> Assignment:
    if selection is None:
        selection = make_published_round().selections.order_by("id")[0]
    return Assignment.objects.create(
        selection=selection, step=step, reviewer=reviewer or make_reviewer(step), state=state
    )


def make_draft(
    step: int = 1, reviewer: Officer | None = None, selection: Selection | None = None
) -> Review:
    assignment = make_assignment(step, reviewer, selection)
    return reviewing.start_review(by=author_of(assignment), assignment=assignment)


def author_of(thing: Assignment | Review) -> Officer:
    assignment = thing.assignment if isinstance(thing, Review) else thing
    return Officer.objects.get(pk=assignment.reviewer_id)


def area_keys() -> list[str]:
    return [area.key for area in practice.current().review_template.areas]


def fill_first(review: Review, *, rating: int = 3, words: str = LEAK, without: str = "") -> Review:
    """Answer every page of a first review; ``without`` leaves one area out."""
    by = author_of(review)
    reviewing.save_summary(by=by, review=review, version=0, summary="Report, interview, outcome.")
    for area in area_keys():
        if area == without:
            continue
        reviewing.save_area(
            by=by,
            review=review,
            area=area,
            version=0,
            where="Day 3 entry by the supervisor.",
            narrative=words,
            strengths=[f"{words} (strength)"],
            improvements=[f"{words} (improvement)"],
            rating=rating,
        )
    reviewing.save_arrest(
        by=by,
        review=review,
        version=0,
        timing="late",
        effects={
            prompt.key: "It waited." for prompt in practice.current().review_template.arrest_effects
        },
    )
    reviewing.save_record_quality(by=by, review=review, version=0, rating=rating, narrative=words)
    reviewing.save_minutes(by=by, review=review, version=0, reading=60, writing=20)
    review.refresh_from_db()
    return review


def make_submitted_first_review(
    reviewer: Officer | None = None,
    selection: Selection | None = None,
    *,
    rating: int = 3,
    words: str = LEAK,
) -> Review:
    review = fill_first(make_draft(1, reviewer, selection), rating=rating, words=words)
    return submitting.submit(by=author_of(review), review=review, not_on_file="no")


def give_ratings(review: Review, *, rating: int = 4) -> Review:
    """A second reviewer's own ratings of everything."""
    return second_reviewing.save_ratings(
        by=author_of(review),
        review=review,
        version=reviewing.section_version(review, "ratings"),
        ratings={area: OwnRating(rating, why="Own view.") for area in area_keys()},
        record=OwnRating(rating),
    )


def make_locked_second_review(
    reviewer: Officer | None = None, selection: Selection | None = None, *, rating: int = 4
) -> Review:
    review = give_ratings(make_draft(2, reviewer, selection), rating=rating)
    return second_reviewing.lock_ratings(by=author_of(review), review=review)


def fill_second(review: Review) -> Review:
    """Everything after the reveal, on whatever versions stand."""
    by = author_of(review)
    compared = {one.area: one.version for one in review.comparisons.all()}
    for area in [*area_keys(), QUALITY_OF_RECORD]:
        second_reviewing.save_comparison(
            by=by, review=review, area=area, version=compared.get(area, 0), agrees=True
        )
    judged = getattr(review, "of_review", None)
    second_reviewing.save_review_of_review(
        by=by,
        review=review,
        version=judged.version if judged else 0,
        qualities={
            quality.key: 4 for quality in practice.current().review_template.review_of_review
        },
        why="Evidenced throughout.",
        missed="Nothing.",
    )
    second_reviewing.save_findings(
        by=by,
        review=review,
        version=reviewing.section_version(review, "findings"),
        new_findings="",
        leader_takes="More time for plans.",
    )
    reviewing.save_minutes(
        by=by,
        review=review,
        version=reviewing.section_version(review, "minutes"),
        reading=40,
        writing=10,
    )
    return Review.objects.get(pk=review.pk)


def make_submitted_second_review(
    first: Review, reviewer: Officer | None = None, *, rating: int = 4
) -> Review:
    review = make_locked_second_review(reviewer, first.assignment.selection, rating=rating)
    review = second_reviewing.reveal(by=author_of(review), review=review)
    review = fill_second(review)
    return submitting.submit(by=author_of(review), review=review, not_on_file="no")
