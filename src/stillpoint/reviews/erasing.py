"""Erase what this room holds about a case. That the case was drawn, and by which ticket, stays:
anyone can still replay the draw, and reports keep their figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from stillpoint.cases.models import Case
from stillpoint.disclosure.expiring import on_hold
from stillpoint.reviews.models import (
    Assignment,
    ConductReferral,
    Conflict,
    Feedback,
    Review,
    ReviewState,
    Round,
    RoundState,
    Selection,
)
from stillpoint.trust import erasing
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs

ENDED = (RoundState.CLOSED, RoundState.ABANDONED)
WORDS_ARE_ERASED = "Erased with what was held about the case."


def erase_feedback(case: Case, gone: Sequence[str]) -> list[str]:
    """Feedback to those involved, with what they replied."""
    return erasing.erase(Feedback.objects.filter(selection__case=case))


def erase_reviews(case: Case, gone: Sequence[str]) -> list[str]:
    """Reviews of both steps and every revision, referrals, and what was said of why a case or a
    reviewer was left out."""
    done = erasing.erase(Review.objects.filter(assignment__selection__case=case))
    done += erasing.erase(ConductReferral.objects.filter(selection__case=case))
    Selection.objects.filter(case=case).exclude(reason="").update(reason=WORDS_ARE_ERASED)
    Conflict.objects.filter(case=case).update(reason=WORDS_ARE_ERASED)
    given = Assignment.objects.filter(selection__case=case)
    given.update(reason="", knows_people="")
    given.exclude(upward_support="").update(upward_support=WORDS_ARE_ERASED)
    return done


@act
def expire_drafts(*, by: ActsAs, before: dt.datetime) -> int:
    """Erase some drafts of rounds that ended before the moment and that were never submitted: they
    were nobody's but their author's. One of a case on hold stays, and so does a draft that was
    begun by reopening a review: what was submitted stands before it."""
    ended = Q(closed_at__lt=before) | Q(abandoned_at__lt=before)
    rounds = Round.objects.filter(ended, state__in=ENDED)
    old = Review.objects.filter(
        assignment__selection__round__in=rounds, state=ReviewState.DRAFT, revision=1
    )
    some = old.exclude(on_hold("assignment__selection__case"))
    return erasing.erase_some(by, "erase drafts of reviews that have expired", some)


def drawn_in_open_rounds() -> QuerySet[Selection]:
    """Draws of cases in a round that has not ended: these cases are still worked on."""
    return Selection.objects.exclude(round__state__in=ENDED)
