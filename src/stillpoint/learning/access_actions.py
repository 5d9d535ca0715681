"""Who may read and change an action (design section 6). Default: no.

Read by whoever is to do it and their line manager, by whoever could read the point, the review or
the learning point in which it was agreed, and by RASSO leads. Changed by its owner and the leads.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from stillpoint.learning.access import LEAD
from stillpoint.learning.models import Action
from stillpoint.people.access import has_role, is_system, managed_directly, manages_directly
from stillpoint.people.models import Officer
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes

READERS = (
    "An action is read by whoever is to do it and their line manager, by those who could read "
    "where it was agreed, and by RASSO leads."
)


def can_list_actions(officer: Officer) -> Answer:
    return yes("You see the actions that are yours or your people's, or that you agreed.")


def can_see_action(officer: Officer, action: Action) -> Answer:
    if officer.pk in (action.owner_id, action.given_by_id) or has_role(officer, LEAD):
        return yes()
    if action.involved.filter(pk=officer.pk).exists():
        return yes("You could read where it was agreed.")
    if manages_directly(officer, action.owner):
        return yes("You are the line manager of whoever is to do it.")
    return no(READERS)


def can_change_action(by: ActsAs, action: Action) -> Answer:
    if is_system(by) or has_role(by, LEAD):
        return yes()
    if isinstance(by, Officer) and by.pk == action.owner_id:
        return yes()
    return no("Whoever is to do it and RASSO leads say how far an action is.")


def can_see_all_actions(officer: Officer) -> Answer:
    if has_role(officer, LEAD):
        return yes()
    return no("The list of all actions is the RASSO lead's.")


def actions_of_team(manager: Officer) -> QuerySet[Action]:
    """What those who report to the manager are to do."""
    return Action.objects.filter(owner__in=managed_directly(manager).values("pk"))


def actions_visible_to(officer: Officer) -> QuerySet[Action]:
    """Those whose page the officer may open."""
    if has_role(officer, LEAD):
        return Action.objects.all()
    shared = Action.involved.through.objects.filter(officer=officer).values("action")
    mine = managed_directly(officer).values("pk")
    return Action.objects.filter(
        Q(owner=officer) | Q(given_by=officer) | Q(pk__in=shared) | Q(owner__in=mine)
    )
