"""Give somebody something to do, by a day; hand it on when they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.announcing import announce
from stillpoint.learning.facts import ActionGiven
from stillpoint.learning.models import Action, ActionState, ActionStep, StepKind
from stillpoint.learning.taking_over import managers_still_here, who_takes_over
from stillpoint.people.access import as_officer
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

FURTHEST = dt.timedelta(days=2 * 366)


@act
def give_action(
    *,
    by: Officer,
    source: str,
    text: str,
    owner: Officer,
    due_on: dt.date,
    case: Case | None = None,
    involved: Iterable[Officer] = (),
) -> Action:
    """Note what ``owner`` is to do by ``due_on``. ``involved``: who can read the source now. The
    same again, while it is still to do, is the same press of the button."""
    if not text.strip():
        raise CannotDo("Say what is to be done.", field="text")
    if not owner.is_active:
        raise CannotDo(f"{owner} has left the force. Choose somebody else.", field="owner")
    if problem := problem_with_day(due_on):
        raise CannotDo(problem, field="due_on")
    # Two presses at the same moment wait for each other here.
    Officer.objects.select_for_update().get(pk=by.pk)
    said = {"source": source, "text": text.strip(), "owner": owner, "due_on": due_on}
    before = Action.objects.filter(**said, case=case, given_by=by, state=ActionState.OPEN)
    if (same := before.first()) is not None:
        trail.nothing_changed()
        return same
    action = Action.objects.create(**said, case=case, given_by=by)
    action.involved.set(involved)
    add_step(action, StepKind.GIVEN, by=by)
    trail.record(
        Operation.COLLECTION,
        "give an action",
        by=by,
        about=[action, owner],
        after={"text": action.text, "owner": owner.ref, "due_on": due_on},
    )
    return action


@act
def hand_on_leavers_actions(*, by: ActsAs, officer: Officer, on: str) -> list[Action]:
    """What the leaver was to do passes to their manager on the last day ``on`` (ISO), else to the
    one above, to whoever gave it, to a RASSO lead. With nobody at all it stays on record as it is,
    and the lead's list shows it. Done again, it finds nothing left to do."""
    waiting = Action.objects.select_for_update(of=("self",)).select_related("given_by")
    handed = []
    above = managers_still_here(officer, dt.date.fromisoformat(on))
    for action in waiting.filter(owner=officer, state=ActionState.OPEN):
        to = who_takes_over(officer, [*above, action.given_by])
        if to is None:
            continue
        action.owner = to
        action.save(update_fields=["owner"])
        add_step(action, StepKind.HANDED_ON, by=by, text=f"{officer.titled_name} has left.")
        handed.append(action)
    if not handed:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "hand on a leaver’s actions",
        by=by,
        about=[officer, *handed],
        before={"owner": officer.ref},
        after={"owners": [(one.ref, one.owner.ref) for one in handed]},
    )
    return handed


def problem_with_day(day: dt.date) -> str:
    """What is wrong with a day by which something is to be done; empty when nothing is."""
    today = timezone.localdate()
    if day < today:
        return "This day is over. Give today or a later day."
    if day > today + FURTHEST:
        return "This day is more than two years away. Check the year."
    return ""


def add_step(action: Action, kind: StepKind, *, by: ActsAs, text: str = "") -> ActionStep:
    """Write down one step, and tell the owner when somebody else has given it to them."""
    step = ActionStep.objects.create(
        action=action,
        kind=kind,
        by=as_officer(by),
        owner=action.owner,
        due_on=action.due_on,
        text=text,
    )
    given = kind in (StepKind.GIVEN, StepKind.HANDED_ON)
    if given and action.owner_id != getattr(step.by, "pk", None):
        announce(ActionGiven(action=action.ref, to=action.owner.ref, step=step.pk))
    return step
