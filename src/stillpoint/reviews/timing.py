"""Measure the time that a review takes (P93): active seconds, as the page posts them."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.reviews.models import Review
from stillpoint.reviews.reviewing import for_writing
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import counted_seconds


@act
def add_seconds(*, by: Officer, review: Review, seconds: int) -> Review:
    """Add active seconds: at most two minutes a post, and never more than has gone by since the
    last one. When the clock went back nothing is added."""
    review = for_writing(by, review)
    now = timezone.now()
    added = counted_seconds(seconds, since=review.timed_at or review.started_at, now=now)
    review.timed_at = now
    before = review.measured_seconds
    review.measured_seconds = before + added
    review.save(update_fields=["timed_at", "measured_seconds"])
    if not added:
        trail.nothing_changed()
        return review
    trail.record(
        Operation.ALTERATION,
        "measure the time of a review",
        by=by,
        about=review,
        before={"seconds": before},
        after={"seconds": review.measured_seconds},
    )
    return review


def measured_minutes(review: Review) -> int:
    """Measured time in whole minutes, rounded up, so that a short review is not no time at all."""
    return -(-review.measured_seconds // 60)
