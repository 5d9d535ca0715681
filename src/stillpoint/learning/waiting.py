"""What waits for one person in this room: what Today shows of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from stillpoint.learning import access
from stillpoint.learning.access_actions import actions_of_team
from stillpoint.learning.models import (
    Action,
    ActionState,
    LearningPoint,
    NeedState,
    Recognition,
    TrainingNeed,
)
from stillpoint.people.access import has_role, managed_directly
from stillpoint.people.models import Officer
from stillpoint.trust.prepared import how_many, prepared


@dataclass(frozen=True)
class Waiting:
    """``thanks`` not read yet; ``actions`` that are due soon or overdue, first due first;
    ``trials``: learning points of which the officer is asked whether they worked; how many learning
    points wait for the officer to agree them; how many training needs nobody has
    planned."""

    thanks: list[Recognition]
    actions: list[Action] = field(default_factory=list)
    trials: list[LearningPoint] = field(default_factory=list)
    to_agree: int = 0
    to_plan: int = 0


# An action stands on Today from so many days before its day.
SHOWN_BEFORE = dt.timedelta(days=7)


def waiting_for(officer: Officer, today: dt.date, *, most: int) -> Waiting:
    """At most ``most`` thanks and actions, and counts: five queries at most."""
    to_agree = to_plan = 0
    if access.agrees_learning(officer):
        to_agree = sum(_to_agree(officer.pk))
    if has_role(officer, access.LD_LEAD):
        to_plan = sum(_to_plan())
    return Waiting(
        thanks=_thanks(officer.pk, most=most),
        actions=_first_due(officer.pk, today + SHOWN_BEFORE, most=most),
        trials=_first_trials(officer.pk, today, most=most),
        to_agree=to_agree,
        to_plan=to_plan,
    )


def team_counts(manager: Officer, today: dt.date) -> dict[str, int]:
    """Of those who report to the manager: ``actions`` to do, how many of them are ``overdue``,
    and how many learning points they are ``asked`` about now."""
    actions = actions_of_team(manager).filter(state=ActionState.OPEN)
    late = Count("pk", filter=Q(due_on__lt=today))
    counted: dict[str, int] = actions.aggregate(actions=Count("pk"), overdue=late)
    team = managed_directly(manager).values("pk")
    asked = LearningPoint.objects.filter(asked_of__in=team, ask_on__lte=today)
    return counted | {"asked": asked.count()}


@prepared
def _first_trials(officer: int, today: dt.date, *, most: int) -> QuerySet[LearningPoint]:
    """What the officer is asked about now: whether it worked."""
    found = LearningPoint.objects.filter(asked_of=officer, ask_on__lte=today)
    return found.order_by("ask_on", "id")[:most]


@prepared
def _first_due(officer: int, soon: dt.date, *, most: int) -> QuerySet[Action]:
    """What the officer is to do within the week, or should have done, first due first."""
    found = Action.objects.filter(owner=officer, state=ActionState.OPEN, due_on__lte=soon)
    return found.order_by("due_on", "id")[:most]


@prepared
def _thanks(officer: int, *, most: int) -> QuerySet[Recognition]:
    unread = Recognition.objects.filter(to=officer, seen_at__isnull=True)
    return unread.select_related("sent_by")[:most]


@prepared
def _to_agree(officer: int) -> QuerySet[LearningPoint, int]:
    return how_many(LearningPoint.objects.filter(~Q(written_by=officer), agreed_at__isnull=True))


@prepared
def _to_plan() -> QuerySet[TrainingNeed, int]:
    return how_many(TrainingNeed.objects.filter(state=NeedState.RAISED))
