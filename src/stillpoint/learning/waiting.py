"""What waits for one person in this room: what Today shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from stillpoint.learning import access
from stillpoint.learning.models import LearningPoint, NeedState, Recognition, TrainingNeed
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer


@dataclass(frozen=True)
class Waiting:
    """``thanks`` not read yet; how many learning points wait for the officer to agree them; how
    many training needs nobody has planned."""

    thanks: list[Recognition]
    to_agree: int = 0
    to_plan: int = 0


def waiting_for(officer: Officer, *, most: int) -> Waiting:
    """At most ``most`` thanks, and counts: three queries at most."""
    thanks = Recognition.objects.filter(to=officer, seen_at__isnull=True)
    to_agree = to_plan = 0
    if access.agrees_learning(officer):
        points = LearningPoint.objects.filter(agreed_at__isnull=True)
        to_agree = points.aggregate(number=Count("pk", filter=~Q(written_by=officer)))["number"]
    if has_role(officer, access.LD_LEAD):
        to_plan = TrainingNeed.objects.filter(state=NeedState.RAISED).count()
    return Waiting(list(thanks.select_related("sent_by")[:most]), to_agree, to_plan)
