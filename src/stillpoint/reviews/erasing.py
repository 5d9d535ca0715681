"""Erase what this room holds about a case. That the case was drawn, and by which ticket, stays:
anyone can still replay the draw, and reports keep their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from stillpoint.cases.models import Case
from stillpoint.reviews.models import (
    Assignment,
    ConductReferral,
    Conflict,
    Feedback,
    Review,
    RoundState,
    Selection,
)
from stillpoint.trust import erasing

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


def cases_in_open_rounds() -> QuerySet[Selection, Any]:
    """Ids of cases that were drawn in a round that has not ended: they are still worked on."""
    return Selection.objects.exclude(round__state__in=ENDED).values("case")
