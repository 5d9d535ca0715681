"""Reviews of the world: everything in them says whose they are by a marker of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.practice import QUALITY_OF_RECORD
from stillpoint.reviews import reviewing, second_reviewing, submitting
from stillpoint.reviews.models import Review
from stillpoint.reviews.second_reviewing import OwnRating
from tests.matrix.markers import marker
from tests.reviews.review_factories import area_keys

if TYPE_CHECKING:
    from tests.matrix.world import World


def author(review: Review) -> Officer:
    return Officer.objects.get(pk=review.assignment.reviewer_id)


def first_review(world: World, key: str, *, submitted: bool = True) -> None:
    """A first review with every page answered: ``first_KEY_words`` in its words, ``first_KEY_line``
    in the lists that become feedback, ``first_KEY_flag`` in what is not on the case file."""
    held = world.things[f"assignment_{key}_1"]
    held.refresh_from_db()
    by = Officer.objects.get(pk=held.reviewer_id)
    review = reviewing.start_review(by=by, assignment=held)
    words, line = marker(f"first {key} words"), marker(f"first {key} line")
    reviewing.save_summary(by=by, review=review, version=0, summary=words)
    for area in area_keys():
        reviewing.save_area(
            by=by,
            review=review,
            area=area,
            version=0,
            where=words,
            narrative=words,
            strengths=[line],
            improvements=[line],
            rating=3,
        )
    effects = {prompt.key: words for prompt in practice.current().review_template.arrest_effects}
    reviewing.save_arrest(by=by, review=review, version=0, timing="late", effects=effects)
    reviewing.save_record_quality(by=by, review=review, version=0, rating=3, narrative=words)
    reviewing.save_minutes(by=by, review=review, version=0, reading=60, writing=20)
    review.refresh_from_db()
    if submitted:
        flag = marker(f"first {key} flag")
        review = submitting.submit(by=by, review=review, not_on_file="yes", flag_words=flag)
    world.things[f"review_{key}_1"] = review


def second_review(world: World, key: str, *, until: str) -> None:
    """A second review that is ``rated`` (own ratings given, not locked), ``revealed`` (with the
    first areas compared) or ``submitted``: ``second_KEY_own`` in the words of its own ratings,
    ``second_KEY_words`` in what it says of the first."""
    held = world.things[f"assignment_{key}_2"]
    held.refresh_from_db()
    by = Officer.objects.get(pk=held.reviewer_id)
    review = reviewing.start_review(by=by, assignment=held)
    own = marker(f"second {key} own")
    review = second_reviewing.save_ratings(
        by=by,
        review=review,
        version=reviewing.section_version(review, "ratings"),
        ratings={area: OwnRating(4, why=own) for area in area_keys()},
        record=OwnRating(4),
    )
    if until != "rated":
        review = second_reviewing.lock_ratings(by=by, review=review)
        review = second_reviewing.reveal(by=by, review=review)
        _compare(by, review, marker(f"second {key} words"))
        review = Review.objects.get(pk=review.pk)
    if until == "submitted":
        review = submitting.submit(by=by, review=review, not_on_file="no")
    world.things[f"review_{key}_2"] = review


def _compare(by: Officer, review: Review, words: str) -> None:
    for area in [*area_keys(), QUALITY_OF_RECORD]:
        second_reviewing.save_comparison(
            by=by, review=review, area=area, version=0, agrees=False, why=words
        )
    qualities = practice.current().review_template.review_of_review
    second_reviewing.save_review_of_review(
        by=by,
        review=review,
        version=0,
        qualities={quality.key: 4 for quality in qualities},
        why=words,
        missed=words,
    )
    for save, values in (
        (second_reviewing.save_findings, {"new_findings": words, "leader_takes": words}),
        (reviewing.save_minutes, {"reading": 40, "writing": 10}),
    ):
        review = Review.objects.get(pk=review.pk)
        page = "findings" if save is second_reviewing.save_findings else "minutes"
        save(by=by, review=review, version=reviewing.section_version(review, page), **values)
