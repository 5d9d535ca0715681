"""What must be there before a review is submitted, and that it is submitted once."""

from __future__ import annotations

import pytest

from stillpoint.events.models import Announcement
from stillpoint.reviews import reviewing, submitting
from stillpoint.reviews.completeness import missing_from
from stillpoint.reviews.models import Review, ReviewState, RoundState
from stillpoint.reviews.submitting import NotComplete
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.reviews.review_factories import author_of, fill_first, make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def submitted(name: str = "reviews.ReviewSubmitted") -> int:
    return Announcement.objects.filter(name=name).count()


def test_a_complete_review_is_submitted_and_announced() -> None:
    review = fill_first(make_draft(1))
    done = submitting.submit(by=author_of(review), review=review)
    assert done.state == ReviewState.SUBMITTED
    assert done.submitted_at is not None
    assert submitted() == 1


def test_pressing_twice_submits_once() -> None:
    review = fill_first(make_draft(1))
    by = author_of(review)
    first = submitting.submit(by=by, review=review)
    second = submitting.submit(by=by, review=review)
    assert second.submitted_at == first.submitted_at
    assert submitted() == 1


def test_an_empty_draft_names_every_page_that_lacks_something() -> None:
    review = make_draft(1)
    with pytest.raises(NotComplete) as refused:
        submitting.submit(by=author_of(review), review=review)
    tasks = {one.task for one in refused.value.missing}
    assert {"summary", "area:risk", "area:timeliness", "arrest", "record", "time"} <= tasks
    review.refresh_from_db()
    assert review.state == ReviewState.DRAFT


def test_one_area_without_words_holds_the_review_back() -> None:
    review = fill_first(make_draft(1), without="suspect")
    reviewing.save_area(by=author_of(review), review=review, area="suspect", version=0, rating=3)
    assert [one.task for one in missing_from(review)] == ["area:suspect"]


def test_a_silent_file_needs_neither_words_nor_rating() -> None:
    review = fill_first(make_draft(1), without="suspect")
    by = author_of(review)
    reviewing.save_area(by=by, review=review, area="suspect", version=0, silent=True)
    assert missing_from(review) == []


def test_strengths_and_improvements_may_be_empty() -> None:
    review = fill_first(make_draft(1), without="suspect")
    reviewing.save_area(
        by=author_of(review), review=review, area="suspect", version=0, rating=3, narrative="Fair"
    )
    assert missing_from(review) == []


@pytest.mark.parametrize("timing", ["neither", "none", "silent"])
def test_effects_are_asked_of_an_early_or_late_arrest_only(timing: str) -> None:
    review = fill_first(make_draft(1))
    saved = reviewing.save_arrest(
        by=author_of(review), review=review, version=1, timing=timing, effects={}
    )
    assert missing_from(saved) == []


def test_the_effects_of_a_late_arrest_are_needed() -> None:
    review = fill_first(make_draft(1))
    saved = reviewing.save_arrest(
        by=author_of(review), review=review, version=1, timing="late", effects={}
    )
    assert {one.task for one in missing_from(saved)} == {"arrest"}


def test_no_minutes_at_all_is_an_answer_and_none_given_is_not() -> None:
    review = fill_first(make_draft(1))
    by = author_of(review)
    saved = reviewing.save_minutes(by=by, review=review, version=1, reading=0, writing=0)
    assert missing_from(saved) == []
    saved = reviewing.save_minutes(by=by, review=saved, version=2, reading=30, writing=None)
    assert [one.task for one in missing_from(saved)] == ["time"]


def test_words_that_look_like_identifiers_must_be_replaced_or_confirmed() -> None:
    review = fill_first(make_draft(1), words="Mrs Example was seen.")
    with pytest.raises(CannotDo, match="confirm") as refused:
        submitting.submit(by=author_of(review), review=review)
    assert refused.value.field == "not_identifiers"


def test_that_words_are_no_identifiers_is_confirmed_in_the_trail() -> None:
    review = fill_first(make_draft(1), words="Mrs Example was seen.")
    submitting.submit(by=author_of(review), review=review, not_identifiers=True)
    entry = TrailEntry.objects.filter(act="submit a review").get()
    assert "confirmed as not identifiers" in entry.note
    assert "Example" not in str(vars(entry))


def test_a_submitted_review_cannot_be_changed() -> None:
    review = fill_first(make_draft(1))
    by = author_of(review)
    done = submitting.submit(by=by, review=review)
    with pytest.raises(Refused, match="submitted"):
        reviewing.save_summary(by=by, review=done, version=1, summary="Later thoughts")


def test_a_withdrawn_reviewer_cannot_submit_and_keeps_what_they_wrote() -> None:
    review = fill_first(make_draft(1))
    review.assignment.state = "withdrawn"
    review.assignment.reason = "Left the force."
    review.assignment.save()
    with pytest.raises(Refused, match="no longer assigned"):
        submitting.submit(by=author_of(review), review=review)
    assert Review.objects.get(pk=review.pk).summary


def test_nothing_is_submitted_after_the_round_is_closed() -> None:
    review = fill_first(make_draft(1))
    round = review.assignment.selection.round
    round.state = RoundState.CLOSED
    round.save()
    with pytest.raises(Refused, match="closed"):
        submitting.submit(by=author_of(review), review=Review.objects.get(pk=review.pk))
