"""Reopening: what was submitted stays; what rests on it goes stale; both reviewers are told."""

from __future__ import annotations

import pytest

from stillpoint.events.models import Announcement, Message
from stillpoint.people.models import Officer
from stillpoint.reviews import blinding, reopening, reviewing, second_reviewing, submitting
from stillpoint.reviews.facts import FirstReviewReopened, ReviewSubmitted
from stillpoint.reviews.handlers_reviewing import tell_of_reopening, tell_of_submission
from stillpoint.reviews.models import Review, ReviewState, RoundState
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.reviews.review_factories import (
    author_of,
    fill_first,
    fill_second,
    give_ratings,
    make_draft,
    make_locked_second_review,
    make_submitted_first_review,
    make_submitted_second_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def lead() -> Officer:
    return make_officer(rank="superintendent", roles=["rasso_lead"])


def reopened(first: Review) -> Review:
    return reopening.reopen_first(by=lead(), review=first, reason="A date is wrong.")


def resubmitted(draft: Review, *, summary: str = "Corrected.") -> Review:
    by = author_of(draft)
    version = reviewing.section_version(draft, "summary")
    reviewing.save_summary(by=by, review=draft, version=version, summary=summary)
    return submitting.submit(by=by, review=draft, not_on_file="no")


def test_what_was_submitted_stays_as_it_was() -> None:
    first = make_submitted_first_review()
    draft = reopened(first)
    reviewing.save_area(
        by=author_of(draft), review=draft, area="risk", version=1, narrative="Another view"
    )
    first.refresh_from_db()
    assert first.state == ReviewState.SUPERSEDED
    assert first.submitted_at is not None
    assert first.areas.get(area="risk").narrative != "Another view"


def test_the_new_draft_holds_everything_and_says_why() -> None:
    first = make_submitted_first_review()
    draft = reopened(first)
    assert (draft.revision, draft.state) == (2, ReviewState.DRAFT)
    assert draft.reopened_reason == "A date is wrong."
    assert draft.summary == first.summary
    assert draft.areas.count() == first.areas.count()


def test_only_a_lead_reopens() -> None:
    first = make_submitted_first_review()
    with pytest.raises(Refused):
        reopening.reopen_first(by=author_of(first), review=first, reason="I thought again.")


def test_a_reason_is_needed() -> None:
    with pytest.raises(CannotDo, match="Say why"):
        reopening.reopen_first(by=lead(), review=make_submitted_first_review(), reason=" ")


def test_a_draft_is_not_reopened() -> None:
    with pytest.raises(CannotDo, match="Only a submitted review"):
        reopened(make_draft(1))


def test_nothing_is_reopened_after_the_round_is_closed() -> None:
    first = make_submitted_first_review()
    round = first.assignment.selection.round
    round.state = RoundState.CLOSED
    round.save()
    with pytest.raises(Refused, match="closed"):
        reopened(first)


def test_a_second_review_that_rests_on_it_goes_stale_and_cannot_be_submitted() -> None:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    second = fill_second(second_reviewing.reveal(by=author_of(second), review=second))
    reopened(first)
    second.refresh_from_db()
    assert second.stale_since is not None
    with pytest.raises(CannotDo, match="reopened"):
        submitting.submit(by=author_of(second), review=second, not_on_file="no")


def test_a_second_review_that_has_not_seen_it_is_not_stale() -> None:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    reopened(first)
    second.refresh_from_db()
    assert second.stale_since is None


def test_a_stale_draft_is_compared_again_with_what_was_submitted_again() -> None:
    first = make_submitted_first_review()
    second = make_locked_second_review(selection=first.assignment.selection)
    by = author_of(second)
    second = fill_second(second_reviewing.reveal(by=by, review=second))
    again = resubmitted(reopened(first))
    second = second_reviewing.reveal(by=by, review=second)
    assert (second.rests_on, second.stale_since) == (again, None)
    assert not second.comparisons.filter(agrees__isnull=False).exists()
    with pytest.raises(CannotDo, match="agree, or differ"):
        submitting.submit(by=by, review=second, not_on_file="no")


def test_a_submitted_second_review_becomes_a_draft_of_its_next_revision() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    by = author_of(second)
    again = resubmitted(reopened(first))
    draft = second_reviewing.reveal(by=by, review=second)
    second.refresh_from_db()
    assert second.state == ReviewState.SUPERSEDED
    assert (draft.revision, draft.state, draft.rests_on) == (2, ReviewState.DRAFT, again)
    done = submitting.submit(by=by, review=fill_second(draft), not_on_file="no")
    assert done.state == ReviewState.SUBMITTED


def test_ratings_locked_before_the_first_reveal_still_count_after_a_second() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    resubmitted(reopened(first))
    draft = second_reviewing.reveal(by=author_of(second), review=second)
    assert (draft.locked_at, draft.revealed_at) == (second.locked_at, second.revealed_at)
    assert blinding.counts_for_agreement(draft)


def test_ratings_given_after_a_look_never_come_to_count() -> None:
    first = make_submitted_first_review()
    round = first.assignment.selection.round
    round.blinded = False
    round.save()
    second = make_draft(2, selection=first.assignment.selection)
    by = author_of(second)
    second_reviewing.reveal(by=by, review=second)
    second.refresh_from_db()
    second = second_reviewing.lock_ratings(by=by, review=give_ratings(second))
    resubmitted(reopened(first))
    second = second_reviewing.reveal(by=by, review=second)
    assert not blinding.counts_for_agreement(second)


def test_a_reveal_while_the_first_is_being_rewritten_waits() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    reopened(first)
    with pytest.raises(CannotDo, match="not been submitted yet"):
        second_reviewing.reveal(by=author_of(second), review=second)


def test_a_reopened_second_review_keeps_its_locked_ratings() -> None:
    second = make_submitted_second_review(make_submitted_first_review())
    draft = reopening.reopen_second(by=lead(), review=second, reason="A finding is missing.")
    assert draft.locked_at == second.locked_at
    assert draft.comparisons.count() == second.comparisons.count()
    assert submitting.submit(by=author_of(draft), review=draft, not_on_file="no").revision == 2


def test_both_reviewers_are_told_once_and_without_case_content() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    reopened(first)
    values = Announcement.objects.get(name="reviews.FirstReviewReopened").values
    for _ in range(2):
        tell_of_reopening(FirstReviewReopened(**values))
    told = Message.objects.all()
    assert {one.to_id for one in told} == {author_of(first).pk, author_of(second).pk}
    assert len(told) == 2
    case = first.assignment.selection.case.reference
    assert not any(case in one.subject + one.text for one in told)


def test_a_second_reviewer_who_waits_is_told_when_the_first_review_is_in() -> None:
    first = make_draft(1)
    second = make_locked_second_review(selection=first.assignment.selection)
    done = submitting.submit(by=author_of(first), review=fill_first(first), not_on_file="no")
    tell_of_submission(ReviewSubmitted(review=done.ref))
    assert [one.to_id for one in Message.objects.all()] == [author_of(second).pk]


def test_a_second_reviewer_who_has_not_locked_is_told_nothing() -> None:
    first = make_submitted_first_review()
    make_draft(2, selection=first.assignment.selection)
    tell_of_submission(ReviewSubmitted(review=first.ref))
    assert not Message.objects.exists()
