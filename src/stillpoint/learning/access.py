"""Who may read and change what was learned (design section 6). Default: no.

The words of a learning point as they were written: its author, those involved, RASSO leads and
learning and development leads. The words that were agreed: everyone.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from stillpoint.learning.models import LearningPoint, Recognition, TrainingNeed
from stillpoint.people.access import has_role, managed_directly, manages_directly
from stillpoint.people.models import Officer
from stillpoint.trust.answers import Answer, no, yes

LEAD, LD_LEAD = "rasso_lead", "ld_lead"


def agrees_learning(officer: Officer) -> bool:
    """Whether agreeing learning points is the officer's work."""
    return has_role(officer, LEAD) or has_role(officer, LD_LEAD)


def can_list_learning(officer: Officer) -> Answer:
    return yes("Learning that was agreed is for everyone.")


def can_see_learning(officer: Officer, point: LearningPoint) -> Answer:
    """The page of a learning point: agreed words for everyone, the author's for a few."""
    return yes() if point.agreed_at else can_see_raw_words(officer, point)


def can_see_raw_words(officer: Officer, point: LearningPoint) -> Answer:
    if officer.pk in (point.written_by_id, point.asked_of_id) or agrees_learning(officer):
        return yes()
    if point.involved.filter(pk=officer.pk).exists():
        return yes("You were involved.")
    return no(
        "Until it is agreed, a learning point is read by its author, those involved, RASSO leads "
        "and learning and development leads."
    )


def can_answer_trial(officer: Officer, point: LearningPoint) -> Answer:
    """Whoever is asked whether it worked: the writer, or who took it over when they left."""
    if officer.pk == point.asked_of_id:
        return yes()
    return no("Whoever wrote what is to be tried says whether it worked.")


def can_agree(officer: Officer, point: LearningPoint) -> Answer:
    """A lead or learning and development lead: a second person, never the author."""
    if not agrees_learning(officer):
        return no("Learning is agreed by a RASSO lead or a learning and development lead.")
    if point.written_by_id == officer.pk:
        return no("You wrote this. A second person agrees it.")
    return yes()


def unagreed_for(officer: Officer) -> QuerySet[LearningPoint]:
    """Learning points not agreed yet whose words the officer may read."""
    points = LearningPoint.objects.filter(agreed_at__isnull=True)
    if agrees_learning(officer):
        return points
    shared = LearningPoint.involved.through.objects.filter(officer=officer)
    return points.filter(
        Q(written_by=officer) | Q(asked_of=officer) | Q(pk__in=shared.values("learningpoint"))
    )


def can_list_needs(officer: Officer) -> Answer:
    return yes("You see the training needs that name you or your people, or that you raised.")


def can_see_need(officer: Officer, need: TrainingNeed) -> Answer:
    """The person named, their line manager, whoever raised it, learning and development leads."""
    if officer.pk in (need.for_whom_id, need.raised_by_id) or has_role(officer, LD_LEAD):
        return yes()
    if need.for_whom and manages_directly(officer, need.for_whom):
        return yes("You are this person’s line manager.")
    return no(
        "A training need is read by the person it names, their line manager, whoever raised it and "
        "learning and development leads."
    )


def can_change_need(officer: Officer, need: TrainingNeed) -> Answer:
    if officer.pk == need.raised_by_id or has_role(officer, LD_LEAD):
        return yes()
    return no(
        "Whoever raised a training need and learning and development leads say how far it is."
    )


def needs_visible_to(officer: Officer) -> QuerySet[TrainingNeed]:
    needs = TrainingNeed.objects.select_related("for_whom", "raised_by")
    if has_role(officer, LD_LEAD):
        return needs
    mine = managed_directly(officer).values("pk")
    return needs.filter(Q(for_whom=officer) | Q(raised_by=officer) | Q(for_whom__in=mine))


def can_see_thanks(officer: Officer, thanks: Recognition) -> Answer:
    if officer.pk in (thanks.to_id, thanks.sent_by_id):
        return yes()
    return no("Thanks are read by the person thanked and by whoever sent them.")
