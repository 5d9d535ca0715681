"""What the pages of actions show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from stillpoint.cases.access import can_see_case
from stillpoint.learning.models import Action, ActionState, StepKind
from stillpoint.people.models import Officer

# Where an action was agreed: the beginning of its source, what that is called, its page.
SOURCES = {
    "point": ("A reflective practice point", "point"),
    "review": ("A case review", "review"),
    "learningpoint": ("A learning point", "learning-point"),
}

SETS_OWNER = (StepKind.GIVEN, StepKind.HANDED_ON)
SETS_DAY = (StepKind.GIVEN, StepKind.PUT_OFF)


def state_tag(action: Action, today: dt.date) -> dict[str, str]:
    """The state in words, and a colour that says nothing by itself."""
    if action.state == ActionState.DONE:
        return {"words": "Done", "colour": "green"}
    if action.state == ActionState.DROPPED:
        return {"words": "Dropped", "colour": "grey"}
    if action.due_on < today:
        return {"words": "Overdue", "colour": "red"}
    if action.due_on == today:
        return {"words": "Due today", "colour": "yellow"}
    return {"words": "To do", "colour": "blue"}


def action_list(actions: Iterable[Action], today: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text,
            "href": reverse("action", kwargs={"ref": one.ref}),
            "owner": one.owner.titled_name,
            "due": one.due_on,
            "outcome": one.outcome,
            "closed": one.closed_at,
            "state": state_tag(one, today),
        }
        for one in actions
    ]


def action_rows(action: Action, viewer: Officer, *, reads_source: bool) -> list[dict[str, Any]]:
    """Who, by when, where from. The case by its reference only for those who may see it."""
    rows: list[dict[str, Any]] = [{"key": "Who does it", "value": action.owner.titled_name}]
    words, _ = SOURCES.get(action.source.partition(":")[0], ("Another record", ""))
    rows.append({"key": "Agreed in", "value": words, "actions": _to_source(action, reads_source)})
    if action.case is not None and can_see_case(viewer, action.case):
        rows.append({"key": "Case", "value": action.case.reference})
    rows.append({"key": "Agreed by", "value": action.given_by.titled_name})
    if action.outcome:
        done = action.state == ActionState.DONE
        words = "What was done" if done else "Why it was dropped"
        rows.append({"key": words, "value": action.outcome})
    return rows


def steps(action: Action) -> list[dict[str, Any]]:
    """What happened to it, the latest first. ``owner`` and ``due`` where the step set them."""
    found = action.steps.select_related("by", "owner").order_by("-id")
    return [
        {
            "title": step.get_kind_display(),
            "when": step.at,
            "by": step.by.titled_name if step.by else "",
            "words": step.text,
            "owner": step.owner.titled_name if step.kind in SETS_OWNER else "",
            "due": step.due_on if step.kind in SETS_DAY else None,
        }
        for step in found
    ]


def _to_source(action: Action, reads_source: bool) -> list[dict[str, str]]:
    kind, _, ref = action.source.partition(":")
    if not reads_source or kind not in SOURCES:
        return []
    return [{"text": "Open it", "href": reverse(SOURCES[kind][1], kwargs={"ref": ref})}]
