"""What was learned and what follows from it, as items of Today."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from stillpoint.learning import waiting
from stillpoint.learning.models import Action, LearningPoint, Recognition
from stillpoint.people.models import Officer
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters, due_words, shown

WORDS_SHOWN = 90


def learning(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Actions, trials, thanks, learning points to agree, training needs to plan."""
    today = timezone.localdate(now)
    found = waiting.waiting_for(officer, today, most=most + 1)
    actions, more = shown(found.actions, most)
    items = [_action(one, today) for one in actions]
    items += [_trial(one) for one in found.trials[:most]]
    items += [_thanks(one) for one in found.thanks[:most]]
    if found.to_agree:
        items.append(
            Item(
                matters=Matters.LEARNING,
                sentence=f"Agree what was learned: {plural(found.to_agree, 'learning point')}",
                why="Others can read it only once a second person has agreed it.",
                href=reverse("learning"),
            )
        )
    if found.to_plan:
        items.append(
            Item(
                matters=Matters.LEARNING,
                sentence=f"Plan {plural(found.to_plan, 'training need')}",
                why="Nobody has said yet what is to be done about them.",
                href=reverse("training-needs"),
            )
        )
    return Kind(tuple(items), reverse("actions") if more else "", "All my actions")


def _action(action: Action, today: dt.date) -> Item:
    overdue = action.due_on < today
    return Item(
        matters=Matters.ACTION_OVERDUE if action.due_on <= today else Matters.ACTION_DUE,
        sentence=f"Do what was agreed: {Truncator(action.text).chars(WORDS_SHOWN)}",
        why="Others rely on it, or on hearing that it is not done.",
        href=reverse("action", kwargs={"ref": action.ref}),
        due=action.due_on,
        tag="Overdue" if overdue else due_words(action.due_on, today),
        colour="red" if overdue else "yellow" if action.due_on == today else "blue",
        about=(action.trail_reference,),
    )


def _trial(point: LearningPoint) -> Item:
    return Item(
        matters=Matters.LEARNING,
        sentence=f"Say whether it worked: {Truncator(point.what_we_will_try).chars(WORDS_SHOWN)}",
        why="You wrote that you would try it. What did not work is worth knowing, too.",
        href=reverse("learning-tried", kwargs={"ref": point.ref}),
        due=point.ask_on,
        about=(point.trail_reference,),
    )


def _thanks(thanks: Recognition) -> Item:
    return Item(
        matters=Matters.THANKS,
        sentence=f"Read what {thanks.sent_by.titled_name} thanks you for",
        why="Somebody saw what you did well.",
        href=reverse("thanks", kwargs={"ref": thanks.ref}),
        tag="Thanks",
        colour="green",
        about=(thanks.trail_reference,),
    )
