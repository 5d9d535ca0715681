"""What followed from the invented conversations: things to do, and whether what was tried
worked."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.finishing_actions import take_step
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import Action, LearningPoint, TrialAnswer
from stillpoint.learning.trying import answer_trial
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.risks.models import LiveRisk
from stillpoint.site.demo.force import DemoForce

CONVERSATIONS, TRIALS = 40, 8
# The latest of what was learned, which nobody has agreed yet.
STILL_WAIT = 4
# What is to be done, and what was done.
TO_DO = (
    ("Ask the digital unit for a date, and note the answer.", "They said the ninth; it is noted."),
    ("Put her wish for evening messages on the first page of the log.", "It stands there."),
    ("Say to the officer who took the first account that it was well done.", "Said in person."),
    ("Book the second look at the plan with the inspector.", "Thursday at two, both diaries."),
    ("Write the reason into each open request for third-party material.", "All four have one now."),
)
DROPPED = "The case went to another force, and they do it."
# Role to what the lead asks of whoever holds it, and in how many days.
FOR_LEADERS = {
    "chief": ("Ask at the partners’ board that each plan reaches our own record on its day.", 5),
    "analyst": ("Count how many risks of the autumn round were managed and not recorded.", 3),
    "auditor": ("Say from the trail who had opened the case before the risk was raised.", 6),
}
LATER = "The unit has no date yet; it asked for a week."
TRIED = (
    ("worked", "Both went into the diary for each of the four interviews since."),
    ("partly", "It held while the week was quiet; two of five were late."),
    ("did_not", "Nobody had the afternoon free. We ask for the time first."),
    ("not_yet", "No interview has been held since."),
)


def follow_up(*, lead: Officer, seed: int) -> None:
    """Actions from the latest conversations: some late, some to come, most done; answers to whether
    earlier learning worked; and what the lead has agreed for everybody to read."""
    chance = random.Random(seed)  # noqa: S311 - invented data, the same each time
    held = Point.objects.filter(state=PointState.HELD, held_with=None, owner__isnull=False)
    for point in held.select_related("case", "owner").order_by("-held_at", "-pk")[:CONVERSATIONS]:
        if chance.random() < 0.6:
            _something_to_do(point, chance)
    tried = LearningPoint.objects.exclude(what_we_will_try="").order_by("written_at", "pk")
    for number, learning in enumerate(tried.select_related("written_by")[:TRIALS]):
        _tried(learning, number, chance)
    _agree_most(lead)


def ask_leaders(force: DemoForce, risk: LiveRisk) -> None:
    """What follows from the risk that was managed and never recorded, for those whose work is not
    a case: each asked by the lead for one thing."""
    lead, today = force.named["lead"], timezone.localdate()
    learned = LearningPoint.objects.filter(source=risk.trail_reference).order_by("pk")[0]
    for role, (words, days) in FOR_LEADERS.items():
        give_action(
            by=lead,
            source=learned.trail_reference,
            text=words,
            owner=force.named[role],
            due_on=today + dt.timedelta(days=days),
            involved=[lead, force.named[role]],
        )


def _agree_most(lead: Officer) -> None:
    """Each thing that was learned once, in the words of those who learned it; the latest wait."""
    waiting = LearningPoint.objects.filter(agreed_at=None, source__startswith="point:")
    agreed: set[str] = set()
    for learning in list(waiting.order_by("written_at", "pk"))[:-STILL_WAIT]:
        if learning.text in agreed or learning.written_by_id == lead.pk:
            continue
        agree_learning(by=lead, point=learning, text=learning.text)
        agreed.add(learning.text)
        later = learning.written_at + dt.timedelta(days=5)
        LearningPoint.objects.filter(pk=learning.pk).update(agreed_at=min(later, timezone.now()))


def _something_to_do(point: Point, chance: random.Random) -> None:
    assert point.owner is not None and point.held_at is not None
    took_part = [part.officer for part in point.participations.select_related("officer")]
    by, owner = point.owner, chance.choice(took_part or [point.owner])
    words, done = chance.choice(TO_DO)
    today = timezone.localdate()
    action = give_action(
        by=by,
        source=point.trail_reference,
        case=point.case,
        text=words,
        owner=owner,
        due_on=today,
        involved=[*took_part, by],
    )
    happened = timezone.localdate(point.held_at)
    first = due_on = happened + dt.timedelta(days=chance.choice((3, 7, 10, 14)))
    drawn = chance.random()
    if drawn < 0.45:
        take_step(by=owner, action=action, kind="done", text=done)
    elif drawn < 0.52:
        take_step(by=owner, action=action, kind="dropped", text=DROPPED)
    elif drawn < 0.58:
        due_on = today + dt.timedelta(days=7)
        take_step(by=owner, action=action, kind="put_off", text=LATER, due_on=due_on)
    elif drawn < 0.8:
        first = due_on = today + dt.timedelta(days=chance.randint(1, 9))
    # Otherwise it is late where its day is over: that happens, and the lists should show it.
    Action.objects.filter(pk=action.pk).update(due_on=due_on, given_at=point.held_at)
    action.steps.filter(kind="given").update(at=point.held_at)
    action.steps.exclude(kind="put_off").update(due_on=first)


def _tried(learning: LearningPoint, number: int, chance: random.Random) -> None:
    """The first waits on its writer's Today; the others are answered."""
    if number == 0:
        LearningPoint.objects.filter(pk=learning.pk).update(ask_on=timezone.localdate())
        return
    answer, words = TRIED[number % len(TRIED)]
    answer_trial(by=learning.written_by, point=learning, answer=answer, text=words)
    at = timezone.now() - dt.timedelta(days=chance.randint(1, 9))
    TrialAnswer.objects.filter(point=learning).update(at=at)
