"""Reopen a submitted review. What was submitted stays as it was; a new revision is written."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.reviews import access_reviewing
from stillpoint.reviews.facts import FirstReviewReopened
from stillpoint.reviews.feeding_back import take_back_feedback
from stillpoint.reviews.models import (
    AreaComparison,
    AreaJudgement,
    Review,
    ReviewOfReview,
    ReviewState,
    Round,
)
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

COPIED = (
    "step",
    "template_version",
    "summary",
    "arrest_timing",
    "arrest_effects",
    "record_rating",
    "record_narrative",
    "reading_minutes",
    "writing_minutes",
    "measured_seconds",
    "rests_on",
    "locked_at",
    "revealed_at",
    "stale_since",
    "new_findings",
    "leader_takes",
    "section_versions",
)


@act
def reopen_first(*, by: ActsAs, review: Review, reason: str) -> Review:
    """Reopen a submitted first review; returns the new draft.

    A second review that has seen it goes stale, feedback prepared from it and not released is
    taken back, and both reviewers are told.
    """
    review = _for_reopening(by, review, 1, reason)
    draft = next_revision(review, reason=reason.strip())
    second = _second_that_rests_on(review)
    if second is not None:
        second.stale_since = timezone.now()
        second.save(update_fields=["stale_since"])
    taken = take_back_feedback(review.assignment.selection)
    trail.record(
        Operation.ALTERATION,
        "reopen a first review",
        by=by,
        about=[draft, review, *([second] if second else []), *taken],
        before={"state": ReviewState.SUBMITTED, "revision": review.revision},
        after={"state": draft.state, "revision": draft.revision, "reason": draft.reopened_reason},
    )
    announce(FirstReviewReopened(review=draft.ref, second=second.ref if second else ""))
    return draft


@act
def reopen_second(*, by: ActsAs, review: Review, reason: str) -> Review:
    """Reopen a submitted second review; its locked ratings stay locked. Returns the new draft."""
    review = _for_reopening(by, review, 2, reason)
    draft = next_revision(review, reason=reason.strip())
    taken = take_back_feedback(review.assignment.selection)
    trail.record(
        Operation.ALTERATION,
        "reopen a second review",
        by=by,
        about=[draft, review, *taken],
        before={"state": ReviewState.SUBMITTED, "revision": review.revision},
        after={"state": draft.state, "revision": draft.revision, "reason": draft.reopened_reason},
    )
    return draft


def next_revision(review: Review, *, reason: str) -> Review:
    """A draft copied from a submitted review, which becomes superseded."""
    if review.state != ReviewState.SUBMITTED:
        raise CannotDo("Only a submitted review can be reopened.")
    review.state = ReviewState.SUPERSEDED
    review.save(update_fields=["state"])
    draft = Review.objects.create(
        assignment=review.assignment,
        revision=review.revision + 1,
        reopened_reason=reason,
        **{field: getattr(review, field) for field in COPIED},
    )
    _copy(AreaJudgement, review, draft)
    _copy(AreaComparison, review, draft)
    _copy(ReviewOfReview, review, draft)
    return draft


def _copy(
    kind: type[AreaJudgement] | type[AreaComparison] | type[ReviewOfReview],
    review: Review,
    draft: Review,
) -> None:
    for record in kind._default_manager.filter(review=review):
        record.pk = None
        record._state.adding = True
        record.review = draft
        record.save()


def _for_reopening(by: ActsAs, review: Review, step: int, reason: str) -> Review:
    require(access_reviewing.can_reopen(by, review))
    if not reason.strip():
        raise CannotDo("Say why it is reopened: the reviewer reads it.", field="reason")
    Round.objects.select_for_update().get(pk=review.assignment.selection.round_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.step != step:
        raise CannotDo(f"This is not a {'first' if step == 1 else 'second'} review.")
    if review.state != ReviewState.SUBMITTED:
        raise CannotDo("Only a submitted review can be reopened. Open the latest revision.")
    if review.assignment.state not in STANDING:
        raise CannotDo(
            "The reviewer no longer has this case. Assign it again instead of reopening."
        )
    return review


def _second_that_rests_on(first: Review) -> Review | None:
    return (
        Review.objects.select_for_update()
        .filter(rests_on=first, state__in=(ReviewState.DRAFT, ReviewState.SUBMITTED))
        .first()
    )
