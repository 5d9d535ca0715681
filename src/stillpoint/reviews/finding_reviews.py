"""Find reviews and assignments by their public references, with what their pages need."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.reviews.models import AreaComparison, AreaJudgement, Assignment, Review
from stillpoint.trust.prepared import attach, prepared, the_one


def review_by_ref(ref: str) -> Review:
    return the_one(_by_ref(ref), Review)


@prepared
def _by_ref(ref: str) -> QuerySet[Review]:
    found = Review.objects.select_related(
        "assignment__selection__round",
        "assignment__selection__case__area",
        "assignment__reviewer",
        "rests_on__assignment__selection__round",
        "rests_on__assignment__reviewer",
    ).filter(ref=ref)
    # What no page of a review shows, and what is slow to read: each is a structure of its own.
    rounds = ("assignment__selection__round", "rests_on__assignment__selection__round")
    return found.defer(*(f"{round}__{one}" for round in rounds for one in ("plan", "population")))


def read_answers(review: Review) -> None:
    """Read what hangs on the review for a page that looks at it more than once: its judgements,
    and for a second review its comparisons. One or two queries; a second call asks nothing."""
    if "areas" in getattr(review, "_prefetched_objects_cache", {}):
        return
    attach(review, "areas", _areas(review.pk))
    attach(review, "comparisons", _comparisons(review.pk) if review.step == 2 else [])


@prepared
def _areas(review: int) -> QuerySet[AreaJudgement]:
    return AreaJudgement.objects.filter(review=review).order_by("pk")


@prepared
def _comparisons(review: int) -> QuerySet[AreaComparison]:
    return AreaComparison.objects.filter(review=review).order_by("pk")


def assignment_by_ref(ref: str) -> Assignment:
    return Assignment.objects.select_related("selection__round", "selection__case").get(ref=ref)
