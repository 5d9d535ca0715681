"""Find actions: by reference, of one person, of a team, of the force."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from stillpoint.learning import access_actions
from stillpoint.learning.models import Action, ActionState
from stillpoint.people.models import Officer


def action_by_ref(ref: str) -> Action:
    found = Action.objects.select_related("owner", "given_by", "case")
    return found.get(ref=ref)


def own(officer: Officer) -> QuerySet[Action]:
    return Action.objects.filter(owner=officer)


def given(officer: Officer) -> QuerySet[Action]:
    """What the officer gave to others, or agreed with them and could read then."""
    return (
        access_actions.actions_visible_to(officer).filter(given_by=officer).exclude(owner=officer)
    )


def everybodys(officer: Officer) -> QuerySet[Action]:
    return access_actions.actions_visible_to(officer)


LISTS: dict[str, Callable[[Officer], QuerySet[Action]]] = {
    "mine": own,
    "given": given,
    "team": access_actions.actions_of_team,
    "all": everybodys,
}


def listed(officer: Officer, *, show: str, closed: bool) -> QuerySet[Action]:
    """One list: what is still to do, first due first; or what is closed, the latest first."""
    found = LISTS[show](officer).select_related("owner", "case")
    if closed:
        return found.exclude(state=ActionState.OPEN).order_by("-closed_at", "-id")
    return found.filter(state=ActionState.OPEN).order_by("due_on", "id")


def of_source(officer: Officer, source: str) -> list[Action]:
    """The actions of one source whose pages the officer may open."""
    found = access_actions.actions_visible_to(officer).filter(source=source)
    return list(found.select_related("owner").order_by("due_on", "id"))


def texts_of_source(source: str) -> set[str]:
    """What was given to somebody from one source, whoever reads it: texts that its readers know."""
    return set(Action.objects.filter(source=source).values_list("text", flat=True))
