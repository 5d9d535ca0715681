"""What is done when a review is submitted or reopened: people are told, without case content."""

from __future__ import annotations

from django.urls import reverse

from stillpoint.events.telling import tell
from stillpoint.reviews.facts import FirstReviewReopened, ReviewSubmitted
from stillpoint.reviews.models import Review, ReviewState


def tell_of_reopening(fact: FirstReviewReopened) -> None:
    """Both reviewers hear that a first review was reopened; told once however often it runs."""
    draft = _review(fact.review)
    tell(
        draft.assignment.reviewer,
        subject="A review of yours has been reopened",
        text="The RASSO lead has reopened a review that you submitted. Open it to read why. What "
        "you wrote is in it.",
        link=_page(draft),
        key=f"reopened:{draft.ref}",
    )
    if fact.second:
        second = _review(fact.second)
        tell(
            second.assignment.reviewer,
            subject="The first review that yours rests on has been reopened",
            text="Your second review waits until the first is submitted again. You will then be "
            "asked to compare once more. The ratings that you locked stand.",
            link=_page(second),
            key=f"stale:{second.ref}:{draft.ref}",
        )


def tell_of_submission(fact: ReviewSubmitted) -> None:
    """The second reviewer who has locked ratings of their own hears that the first is in."""
    first = _review(fact.review)
    if first.step != 1:
        return
    waiting = Review.objects.filter(
        assignment__selection_id=first.assignment.selection_id,
        step=2,
        state__in=(ReviewState.DRAFT, ReviewState.SUBMITTED),
        locked_at__isnull=False,
    ).exclude(rests_on=first)
    for second in waiting:
        tell(
            second.assignment.reviewer,
            subject="A first review waits for you",
            text="The first review of a case that you review has been submitted. Open your second "
            "review to compare.",
            link=_page(second),
            key=f"first-in:{second.ref}:{first.ref}",
        )


def _review(ref: str) -> Review:
    return Review.objects.select_related("assignment__reviewer").get(ref=ref)


def _page(review: Review) -> str:
    return reverse("review", kwargs={"ref": review.ref})
