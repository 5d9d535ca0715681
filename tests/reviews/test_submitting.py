"""What must be there before a review is submitted, and that it is submitted once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.models import Announcement
from stillpoint.reviews import reviewing, second_reviewing, submitting
from stillpoint.reviews.completeness import missing_from
from stillpoint.reviews.models import Review, ReviewState, RoundState
from stillpoint.reviews.submitting import NotComplete
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.reviews.review_factories import (
    author_of,
    fill_first,
    fill_second,
    make_draft,
    make_locked_second_review,
    make_submitted_first_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def submitted(name: str = "reviews.ReviewSubmitted") -> int:
    return Announcement.objects.filter(name=name).count()


def test_a_complete_review_is_submitted_and_announced() -> None:
    review = fill_first(make_draft(1))
    done = submitting.submit(by=author_of(review), review=review, not_on_file="no")
    assert done.state == ReviewState.SUBMITTED
    assert done.submitted_at is not None
    assert submitted() == 1


def test_pressing_twice_submits_once() -> None:
    review = fill_first(make_draft(1))
    by = author_of(review)
    first = submitting.submit(by=by, review=review, not_on_file="no")
    second = submitting.submit(by=by, review=review, not_on_file="no")
    assert second.submitted_at == first.submitted_at
    assert submitted() == 1


def test_an_empty_draft_names_every_page_that_lacks_something() -> None:
    review = make_draft(1)
    with pytest.raises(NotComplete) as refused:
        submitting.submit(by=author_of(review), review=review, not_on_file="no")
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
        submitting.submit(by=author_of(review), review=review, not_on_file="no")
    assert refused.value.field == "not_identifiers"


def test_that_words_are_no_identifiers_is_confirmed_in_the_trail() -> None:
    review = fill_first(make_draft(1), words="Mrs Example was seen.")
    submitting.submit(by=author_of(review), review=review, not_identifiers=True, not_on_file="no")
    entry = TrailEntry.objects.filter(act="submit a review").get()
    assert "confirmed as not identifiers" in entry.note
    assert "Example" not in str(vars(entry))


def test_a_submitted_review_cannot_be_changed() -> None:
    review = fill_first(make_draft(1))
    by = author_of(review)
    done = submitting.submit(by=by, review=review, not_on_file="no")
    with pytest.raises(Refused, match="submitted"):
        reviewing.save_summary(by=by, review=done, version=1, summary="Later thoughts")


def test_a_withdrawn_reviewer_cannot_submit_and_keeps_what_they_wrote() -> None:
    review = fill_first(make_draft(1))
    review.assignment.state = "withdrawn"
    review.assignment.reason = "Left the force."
    review.assignment.save()
    with pytest.raises(Refused, match="no longer assigned"):
        submitting.submit(by=author_of(review), review=review, not_on_file="no")
    assert Review.objects.get(pk=review.pk).summary


def test_nothing_is_submitted_after_the_round_is_closed() -> None:
    review = fill_first(make_draft(1))
    round = review.assignment.selection.round
    round.state = RoundState.CLOSED
    round.save()
    with pytest.raises(Refused, match="closed"):
        submitting.submit(
            by=author_of(review), review=Review.objects.get(pk=review.pk), not_on_file="no"
        )


def test_submitting_asks_whether_something_is_not_on_the_case_file() -> None:
    review = fill_first(make_draft(1))
    with pytest.raises(CannotDo, match="not on the case file") as refused:
        submitting.submit(by=author_of(review), review=review)
    assert refused.value.field == "not_on_file"


def test_a_yes_needs_the_words() -> None:
    review = fill_first(make_draft(1))
    with pytest.raises(CannotDo) as refused:
        submitting.submit(by=author_of(review), review=review, not_on_file="yes", flag_words=" ")
    assert refused.value.field == "flag_words"


def make_complete_second() -> Review:
    second = make_locked_second_review(selection=make_submitted_first_review().assignment.selection)
    return fill_second(second_reviewing.reveal(by=author_of(second), review=second))


MADE: dict[str, Callable[[], Review]] = {
    "Case review: first review": lambda: fill_first(make_draft(1)),
    "Case review: second review": make_complete_second,
}


@pytest.mark.parametrize("kind", list(MADE))
def test_what_is_not_on_the_file_goes_to_the_disclosure_officer_once(kind: str) -> None:
    review = MADE[kind]()
    submit_twice(review, not_on_file="yes", flag_words="A second witness.")
    (flag,) = RelevanceFlag.objects.all()
    assert (flag.words, flag.kind) == ("A second witness.", kind)
    assert flag.source == review.trail_reference
    assert flag.case == review.assignment.selection.case


def test_words_under_a_no_are_flagged_nowhere() -> None:
    submit_twice(fill_first(make_draft(1)), not_on_file="no", flag_words="A second witness.")
    assert RelevanceFlag.objects.count() == 0


def test_a_name_in_the_flagged_words_is_asked_about() -> None:
    review = fill_first(make_draft(1))
    said: dict[str, Any] = {"not_on_file": "yes", "flag_words": "Mrs Example heard voices."}
    with pytest.raises(CannotDo) as refused:
        submitting.submit(by=author_of(review), review=review, **said)
    assert (refused.value.field, RelevanceFlag.objects.count()) == ("not_identifiers", 0)


def submit_twice(review: Review, **said: Any) -> None:
    for _ in range(2):
        submitting.submit(by=author_of(review), review=review, **said)
