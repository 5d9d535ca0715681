"""Rounds of reviews, of the same size in every force: one reviewed twice throughout and fed back,
one half reviewed with drafts of both steps, one still to be planned."""

from __future__ import annotations

import datetime as dt

from stillpoint.reviews import second_reviewing
from stillpoint.reviews.models import Review, ReviewState
from stillpoint.site.demo import happenings, reviewing
from stillpoint.site.demo.force import DemoForce


def fill_rounds(force: DemoForce, today: dt.date, seed: int = 7) -> None:
    """By the acts that people use; of the second reviews begun one is compared with the first."""
    writer = reviewing.Writer(seed)
    reviewing.closed_round(force, writer, today)
    reviewing.half_reviewed_round(force, writer, today)
    happenings.winter_round(force)
    for begun in Review.objects.filter(step=2, state=ReviewState.DRAFT).order_by("pk"):
        if second_reviewing.submitted_first(begun) is not None:
            by = begun.assignment.reviewer
            locked = second_reviewing.lock_ratings(by=by, review=begun)
            second_reviewing.reveal(by=by, review=locked)
            return
    raise SystemExit("No second review can be compared with its first: nothing to measure.")
