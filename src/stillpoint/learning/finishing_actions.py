"""Say that an action is done or dropped, hand it to somebody else, put it off, open it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from stillpoint.learning import access_actions
from stillpoint.learning.giving_actions import add_step, problem_with_day
from stillpoint.learning.models import Action, ActionState, StepKind
from stillpoint.people.access import as_officer
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

# State: which steps can be taken, and the state that each leads to.
STEPS: dict[str, dict[str, str]] = {
    ActionState.OPEN: {
        StepKind.DONE: ActionState.DONE,
        StepKind.PUT_OFF: ActionState.OPEN,
        StepKind.HANDED_ON: ActionState.OPEN,
        StepKind.DROPPED: ActionState.DROPPED,
    },
    ActionState.DONE: {StepKind.REOPENED: ActionState.OPEN},
    ActionState.DROPPED: {StepKind.REOPENED: ActionState.OPEN},
}
ASKED: dict[str, str] = {
    StepKind.DONE: "Say what was done.",
    StepKind.DROPPED: "Say why it is dropped: the reason stays with it.",
    StepKind.HANDED_ON: "Say why it goes to somebody else.",
    StepKind.PUT_OFF: "Say why it needs longer.",
    StepKind.REOPENED: "Say why it is opened again.",
}


@act
def take_step(
    *,
    by: ActsAs,
    action: Action,
    kind: str,
    text: str,
    to: Officer | None = None,
    due_on: dt.date | None = None,
    version: int | None = None,
) -> Action:
    """Take one step of the table ``STEPS``. ``text``: what was done, or why. ``to``: who does it
    now, where it is handed on; ``due_on``: the new day, where it is put off; ``version``: of what
    the page showed (``standing_of``). Raises Refused, StaleForm, CannotDo."""
    action = (
        Action.objects.select_for_update(of=("self",)).select_related("owner").get(pk=action.pk)
    )
    words = text.strip()
    if _stands_already(action, by, kind, words, due_on):
        trail.nothing_changed()
        return action
    # Before the rule: whoever has it no longer hears that it changed, and keeps their words.
    must_stand_as_seen(version, standing_of(action))
    require(access_actions.can_change_action(by, action))
    if kind not in STEPS[action.state]:
        raise CannotDo(f"This action is “{action.get_state_display()}” already.")
    if not words:
        raise CannotDo(ASKED[kind], field="text")
    before = _values(action)
    if kind == StepKind.HANDED_ON:
        action.owner = _other_owner(action, to)
    if kind == StepKind.PUT_OFF:
        action.due_on = _later_day(action, due_on)
    action.state = STEPS[action.state][kind]
    closed = action.state != ActionState.OPEN
    action.outcome, action.closed_at = (words, timezone.now()) if closed else ("", None)
    action.save(update_fields=["owner", "due_on", "state", "outcome", "closed_at"])
    add_step(action, StepKind(kind), by=by, text=words)
    trail.record(
        Operation.ALTERATION,
        "change an action",
        by=by,
        about=action,
        before=before,
        after=_values(action) | {"why": words},
    )
    return action


def _stands_already(
    action: Action, by: ActsAs, kind: str, words: str, due_on: dt.date | None
) -> bool:
    """Whether this is the same press again: the step was taken, and nothing came after it."""
    if kind != StepKind.PUT_OFF:
        return action.state == kind and action.outcome == words
    last = action.steps.last()
    if last is None or last.by != as_officer(by):
        return False
    return (last.kind, last.text, last.due_on) == (kind, words, due_on)


def standing_of(action: Action) -> Iterable[Any]:
    """How far the action is, value by value."""
    return (action.state, action.owner_id, action.due_on, action.outcome)


def _values(action: Action) -> dict[str, Any]:
    return {
        "state": action.state,
        "owner": action.owner.ref,
        "due_on": action.due_on,
        "outcome": action.outcome,
    }


def _other_owner(action: Action, to: Officer | None) -> Officer:
    if to is None or not to.is_active:
        raise CannotDo("Say who does it now, by their collar number.", field="to")
    if to.pk == action.owner_id:
        raise CannotDo(f"{to.titled_name} has it already. Choose somebody else.", field="to")
    return to


def _later_day(action: Action, due_on: dt.date | None) -> dt.date:
    if due_on is None:
        raise CannotDo("Give the day by which it is done now.", field="due_on")
    if problem := problem_with_day(due_on):
        raise CannotDo(problem, field="due_on")
    if due_on <= action.due_on:
        raise CannotDo(
            f"It is due on {action.due_on.day} {action.due_on:%B %Y}. Give a later day, or leave "
            "it as it is.",
            field="due_on",
        )
    return due_on
