"""Erase what this room holds about a case. Learning in which nobody can be recognised is kept: it
loses its case and the words that it was first written in. Thanks name no case and stay."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q

from stillpoint.cases.models import Case
from stillpoint.learning.models import Action, LearningPoint, TrainingNeed, TrialAnswer
from stillpoint.trust import erasing, trail


def erase_actions(case: Case, gone: Sequence[str]) -> list[str]:
    """Actions of the case or of a record of it that is erased (``gone``), done or not."""
    return erasing.erase(Action.objects.filter(_of(case, gone)))


def erase_learning(case: Case, gone: Sequence[str]) -> list[str]:
    """Learning that was not agreed, and training needs that came of what is erased; of agreed
    learning, what leads to the case; that something was tried and whether it worked stays."""
    found = LearningPoint.objects.filter(_of(case, gone))
    agreed = found.exclude(agreed_at=None)
    done = [trail.reference(one) for one in agreed]
    TrialAnswer.objects.filter(point__in=agreed).update(text="")
    bare = {"source": "", "what_we_will_try": "", "ask_on": None}
    LearningPoint.objects.filter(pk__in=[one.pk for one in agreed]).update(
        case=None, text=F("agreed_text"), **bare
    )
    done += erasing.erase(found.filter(agreed_at=None))
    return done + erasing.erase(TrainingNeed.objects.filter(source__in=[*gone, *done]))


def _of(case: Case, gone: Sequence[str]) -> Q:
    return Q(case=case) | Q(source__in=gone)
