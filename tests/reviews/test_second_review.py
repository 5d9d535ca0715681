"""The second review: lock, reveal, compare, judge the first, submit."""

from __future__ import annotations

import pytest

from stillpoint import practice
from stillpoint.reviews import blinding, reviewing, second_reviewing, submitting
from stillpoint.reviews.completeness import missing_from
from stillpoint.reviews.models import Review, ReviewState
from stillpoint.reviews.second_reviewing import OwnRating
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.saving import StaleForm
from tests.reviews.review_factories import (
    area_keys,
    author_of,
    fill_second,
    give_ratings,
    make_draft,
    make_locked_second_review,
    make_reviewer,
    make_submitted_first_review,
    make_submitted_second_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def revealed_second() -> Review:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    return second_reviewing.reveal(by=author_of(second), review=second)


def test_ratings_lock_only_when_every_area_is_rated_or_silent() -> None:
    review = make_draft(2)
    by = author_of(review)
    some = {area: OwnRating(3) for area in area_keys()[:-1]}
    review = second_reviewing.save_ratings(by=by, review=review, version=0, ratings=some)
    with pytest.raises(CannotDo, match="Time management"):
        second_reviewing.lock_ratings(by=by, review=review)


def test_a_silent_file_counts_as_rated() -> None:
    review = give_ratings(make_draft(2))
    by = author_of(review)
    review = second_reviewing.save_ratings(
        by=by, review=review, version=1, ratings={"risk": OwnRating(silent=True)}
    )
    assert second_reviewing.lock_ratings(by=by, review=review).locked_at


def test_the_quality_of_the_record_is_rated_as_well() -> None:
    review = give_ratings(make_draft(2))
    by = author_of(review)
    review = second_reviewing.save_ratings(
        by=by, review=review, version=1, ratings={}, record=OwnRating()
    )
    with pytest.raises(CannotDo, match="Quality of the record"):
        second_reviewing.lock_ratings(by=by, review=review)


def test_locked_ratings_stand() -> None:
    review = make_locked_second_review()
    by = author_of(review)
    with pytest.raises(CannotDo, match="locked"):
        second_reviewing.save_ratings(
            by=by, review=review, version=1, ratings={"risk": OwnRating(1)}
        )
    with pytest.raises(CannotDo, match="locked"):
        reviewing.save_area(by=by, review=review, area="risk", version=1, rating=1)
    with pytest.raises(CannotDo, match="locked"):
        reviewing.save_record_quality(by=by, review=review, version=0, rating=1)


def test_locking_twice_keeps_the_first_moment() -> None:
    review = make_locked_second_review()
    again = second_reviewing.lock_ratings(by=author_of(review), review=review)
    assert again.locked_at == review.locked_at


def test_stale_ratings_are_refused_with_what_stands_there() -> None:
    review = give_ratings(make_draft(2), rating=4)
    with pytest.raises(StaleForm) as stale:
        second_reviewing.save_ratings(
            by=author_of(review), review=review, version=0, ratings={"risk": OwnRating(1)}
        )
    assert stale.value.theirs["risk"].rating == 4


def test_the_first_review_is_not_shown_before_the_lock() -> None:
    first = make_submitted_first_review()
    second = give_ratings(make_draft(2, selection=first.assignment.selection))
    with pytest.raises(CannotDo, match="Lock your own ratings first"):
        second_reviewing.reveal(by=author_of(second), review=second)


def test_the_first_review_is_not_shown_before_it_is_submitted() -> None:
    first = make_draft(1)
    second = make_locked_second_review(selection=first.assignment.selection)
    with pytest.raises(CannotDo, match="not been submitted yet"):
        second_reviewing.reveal(by=author_of(second), review=second)


def test_the_reveal_is_a_consultation_that_names_both_reviews() -> None:
    second = revealed_second()
    entry = TrailEntry.objects.get(act="reveal the first review to its second reviewer")
    assert entry.operation == Operation.CONSULTATION
    assert second.rests_on is not None
    assert entry.about == [second.trail_reference, second.rests_on.trail_reference]


def test_ratings_locked_before_the_reveal_count_for_agreement() -> None:
    assert blinding.counts_for_agreement(revealed_second())


def test_where_the_round_is_not_blinded_a_look_before_the_lock_stops_ratings_counting() -> None:
    first = make_submitted_first_review()
    round = first.assignment.selection.round
    round.blinded = False
    round.save()
    second = make_draft(2, selection=first.assignment.selection)
    by = author_of(second)
    second = second_reviewing.reveal(by=by, review=second)
    second = second_reviewing.lock_ratings(by=by, review=give_ratings(second))
    assert not blinding.counts_for_agreement(second)


def test_where_the_round_is_not_blinded_ratings_locked_unseen_still_count() -> None:
    first = make_submitted_first_review()
    round = first.assignment.selection.round
    round.blinded = False
    round.save()
    second = make_locked_second_review(selection=first.assignment.selection)
    second = second_reviewing.reveal(by=author_of(second), review=second)
    assert blinding.counts_for_agreement(second)


def test_nothing_is_compared_before_the_reveal() -> None:
    second = make_locked_second_review()
    with pytest.raises(CannotDo, match="open the first review"):
        second_reviewing.save_comparison(
            by=author_of(second), review=second, area="risk", version=0, agrees=True
        )


def test_a_difference_needs_its_reason() -> None:
    second = fill_second(revealed_second())
    by = author_of(second)
    second_reviewing.save_comparison(
        by=by, review=second, area="risk", version=1, agrees=False, why=""
    )
    assert [one.task for one in missing_from(second)] == ["compare:risk"]
    second_reviewing.save_comparison(
        by=by, review=second, area="risk", version=2, agrees=False, why="A warning had no answer."
    )
    assert missing_from(Review.objects.get(pk=second.pk)) == []


def test_the_review_of_the_review_is_needed() -> None:
    second = fill_second(revealed_second())
    key = practice.current().review_template.review_of_review[0].key
    second_reviewing.save_review_of_review(
        by=author_of(second), review=second, version=1, qualities={key: 4}, why="", missed=""
    )
    lacking = missing_from(Review.objects.get(pk=second.pk))
    assert {one.task for one in lacking} == {"of-review"}
    assert len(lacking) == 5


def test_a_stale_comparison_is_refused() -> None:
    second = revealed_second()
    by = author_of(second)
    second_reviewing.save_comparison(by=by, review=second, area="risk", version=0, agrees=True)
    with pytest.raises(StaleForm) as stale:
        second_reviewing.save_comparison(
            by=by, review=second, area="risk", version=0, agrees=False, why="No."
        )
    assert stale.value.theirs == {"agrees": True, "why": ""}


def test_a_complete_second_review_is_submitted() -> None:
    done = make_submitted_second_review(make_submitted_first_review())
    assert done.state == ReviewState.SUBMITTED


def test_an_unlocked_second_review_cannot_be_submitted() -> None:
    review = give_ratings(make_draft(2))
    with pytest.raises(CannotDo, match="Lock ratings of your own"):
        submitting.submit(by=author_of(review), review=review, not_on_file="no")


def test_nobody_else_locks_or_reveals() -> None:
    first = make_submitted_first_review()
    second = give_ratings(make_draft(2, selection=first.assignment.selection))
    somebody = make_reviewer(2)
    with pytest.raises(Refused):
        second_reviewing.lock_ratings(by=somebody, review=second)
    with pytest.raises(Refused):
        second_reviewing.reveal(by=somebody, review=second)


def test_a_first_review_that_was_given_to_somebody_else_no_longer_stands() -> None:
    second = fill_second(revealed_second())
    assert second.rests_on is not None
    taken = second.rests_on.assignment
    taken.state, taken.reason = "withdrawn", "Given to somebody else."
    taken.save()
    with pytest.raises(CannotDo, match="compare once more"):
        submitting.submit(
            by=author_of(second), review=Review.objects.get(pk=second.pk), not_on_file="no"
        )
    again = make_submitted_first_review(selection=taken.selection)
    second = second_reviewing.reveal(by=author_of(second), review=second)
    assert second.rests_on == again
