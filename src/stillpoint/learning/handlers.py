"""Who is told of thanks and of actions. The words stay here: e-mail says only that something waits.
Each handler may run more than once."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.learning.facts import ActionGiven, ThanksSent, TrialDue
from stillpoint.learning.giving_actions import hand_on_leavers_actions
from stillpoint.learning.models import Recognition
from stillpoint.learning.trying import hand_on_leavers_trials
from stillpoint.people.facts import OfficerLeft
from stillpoint.people.models import Officer
from stillpoint.trust.actors import job


def tell_thanked(fact: ThanksSent) -> None:
    thanks = Recognition.objects.select_related("to").get(ref=fact.thanks)
    tell(
        thanks.to,
        subject="Somebody has thanked you",
        text="Sign in to read what they say you did well.",
        link=f"/thanks/{thanks.ref}/",
        key=f"thanks:{thanks.ref}",
    )


def tell_new_owner(fact: ActionGiven) -> None:
    tell(
        Officer.objects.get(ref=fact.to),
        subject="You have been given something to do",
        text="Sign in to read what, by when, and where it was agreed.",
        link=f"/actions/{fact.action}/",
        key=f"action:{fact.action}:{fact.step}",
    )


def ask_whether_it_worked(fact: TrialDue) -> None:
    tell(
        Officer.objects.get(ref=fact.of),
        subject="Did what you tried work?",
        text="You wrote down something to try. Sign in to say whether it worked.",
        link=f"/learning/{fact.point}/tried/",
        key=f"trial:{fact.point}:{fact.on}",
    )


def hand_on_after_leaving(fact: OfficerLeft) -> None:
    """What a leaver was to do, or would have been asked, passes to somebody who is told."""
    leaver = Officer.objects.get(ref=fact.officer)
    hand_on_leavers_actions(by=job("hand on actions"), officer=leaver, on=fact.on)
    hand_on_leavers_trials(by=job("hand on trials"), officer=leaver, on=fact.on)
