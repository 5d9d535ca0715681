"""Find reviews and assignments by their public references, with what their pages need."""

from __future__ import annotations

from stillpoint.reviews.models import Assignment, Review


def review_by_ref(ref: str) -> Review:
    return Review.objects.select_related(
        "assignment__selection__round",
        "assignment__selection__case__area",
        "assignment__reviewer",
        "rests_on__assignment__selection__round",
        "rests_on__assignment__reviewer",
    ).get(ref=ref)


def assignment_by_ref(ref: str) -> Assignment:
    return Assignment.objects.select_related("selection__round", "selection__case").get(ref=ref)
