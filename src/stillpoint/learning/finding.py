"""Find what was learned by its public reference, and list it."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.learning import access
from stillpoint.learning.models import LearningPoint, NeedState, Recognition, TrainingNeed
from stillpoint.people.models import Officer


def learning_by_ref(ref: str) -> LearningPoint:
    return LearningPoint.objects.select_related("written_by", "agreed_by", "asked_of", "case").get(
        ref=ref
    )


def need_by_ref(ref: str) -> TrainingNeed:
    return TrainingNeed.objects.select_related("for_whom", "raised_by").get(ref=ref)


def thanks_by_ref(ref: str) -> Recognition:
    return Recognition.objects.select_related("to", "sent_by").get(ref=ref)


def agreed_learning(*, kind: str = "", level: str = "", words: str = "") -> QuerySet[LearningPoint]:
    """What was agreed, newest first; each of ``words`` must stand in it."""
    found = LearningPoint.objects.filter(agreed_at__isnull=False)
    if kind:
        found = found.filter(kind=kind)
    if level:
        found = found.filter(level=level)
    for word in words.split()[:8]:
        found = found.filter(agreed_text__icontains=word)
    return found.order_by("-agreed_at", "-id")


def needs_for(officer: Officer, *, show: str = "") -> QuerySet[TrainingNeed]:
    """Training needs that the officer may read: open ones, or those in the state ``show``."""
    found = access.needs_visible_to(officer)
    if show in NeedState.values:
        return found.filter(state=show)
    return found.exclude(state=NeedState.MET)
