"""Every record that this room holds about a case, for whoever must say what exists. No content."""

from __future__ import annotations

from collections.abc import Iterator

from stillpoint.cases.models import Case
from stillpoint.disclosure.recording import Record
from stillpoint.reviews.flagging import KINDS
from stillpoint.reviews.models import Feedback, Review, ReviewState


def records_of(case: Case) -> Iterator[Record]:
    """Reviews, each revision of them, and feedback that was released."""
    reviews = Review.objects.filter(assignment__selection__case=case)
    for one in reviews.select_related("assignment__reviewer"):
        yield Record(
            kind=f"{KINDS[one.step]}, revision {one.revision}",
            at=one.submitted_at or one.started_at,
            people=(one.assignment.reviewer.titled_name,),
            source=one.trail_reference,
            draft=one.state == ReviewState.DRAFT,
        )
    told = Feedback.objects.filter(selection__case=case, released_at__isnull=False)
    for feedback in told.select_related("officer", "released_by"):
        assert feedback.released_at is not None
        released_by = (feedback.released_by.titled_name,) if feedback.released_by else ()
        yield Record(
            kind="Feedback after a case review",
            at=feedback.released_at,
            people=(feedback.officer.titled_name, *released_by),
            source=feedback.trail_reference,
        )
