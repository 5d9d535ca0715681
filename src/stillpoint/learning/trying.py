"""Ask, some time after something was to be tried, whether it worked; keep every answer."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.events.working import keep_lease
from stillpoint.learning import access
from stillpoint.learning.facts import TrialDue
from stillpoint.learning.giving_actions import problem_with_day
from stillpoint.learning.models import LearningPoint, TrialAnswer
from stillpoint.learning.taking_over import managers_still_here, who_takes_over
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def answer_trial(
    *,
    by: Officer,
    point: LearningPoint,
    answer: str,
    text: str = "",
    ask_again_on: dt.date | None = None,
) -> TrialAnswer:
    """Say whether it worked. ``answer``: a key of the practice model. Where the answer asks again,
    the question comes back on ``ask_again_on``, or after the usual time. A later answer stands
    beside the earlier ones."""
    point = LearningPoint.objects.select_for_update().get(pk=point.pk)
    require(access.can_answer_trial(by, point))
    chosen = practice.current().learning.trial_answer(answer)
    words = text.strip()
    if not words and not chosen.asks_again:
        raise CannotDo("Say in a sentence what shows it.", field="text")
    if chosen.asks_again and ask_again_on and (problem := problem_with_day(ask_again_on)):
        raise CannotDo(problem, field="ask_again_on")
    again = (ask_again_on or day_to_ask()) if chosen.asks_again else None
    last = point.trials.last()
    if last and (last.answer, last.text, last.ask_again_on) == (answer, words, again):
        trail.nothing_changed()
        return last
    given = TrialAnswer.objects.create(
        point=point,
        by=by,
        answer=answer,
        text=words,
        ask_again_on=again,
        practice_version=practice.current().version,
    )
    before = {"ask_on": point.ask_on}
    point.ask_on = again
    point.save(update_fields=["ask_on"])
    trail.record(
        Operation.COLLECTION,
        "say whether it worked",
        by=by,
        about=point,
        before=before,
        after={"answer": answer, "text": words, "ask_on": again},
    )
    return given


@act
def ask_about_trial(*, by: ActsAs, point: LearningPoint) -> None:
    """Tell whoever is asked that the time has come; once for each day on which it comes."""
    point = (
        LearningPoint.objects.select_for_update(of=("self",))
        .select_related("asked_of")
        .get(pk=point.pk)
    )
    if point.asked_of is None or point.ask_on is None or point.told_for == point.ask_on:
        trail.nothing_changed()
        return
    point.told_for = point.ask_on
    point.save(update_fields=["told_for"])
    trail.record(
        Operation.ALTERATION, "ask whether it worked", by=by, about=[point, point.asked_of]
    )
    announce(TrialDue(point=point.ref, of=point.asked_of.ref, on=point.ask_on.isoformat()))


def ask_about_trials_now() -> None:
    """The job of the schedule: each question in a transaction of its own."""
    for point in untold(timezone.localdate()):
        ask_about_trial(by=job("ask whether it worked"), point=point)
        keep_lease()


def untold(today: dt.date) -> list[LearningPoint]:
    """Those whose day has come and whose writer has not been told of it."""
    due = LearningPoint.objects.filter(ask_on__lte=today, asked_of__is_active=True)
    return list(due.filter(Q(told_for=None) | ~Q(told_for=F("ask_on"))).order_by("ask_on", "pk"))


@act
def hand_on_leavers_trials(*, by: ActsAs, officer: Officer, on: str) -> list[LearningPoint]:
    """What the leaver would be asked, somebody else who was there is asked; else their manager on
    the last day ``on`` (ISO), else a RASSO lead."""
    above = managers_still_here(officer, dt.date.fromisoformat(on))
    held = LearningPoint.objects.select_for_update().filter(asked_of=officer, ask_on__isnull=False)
    handed = []
    for point in held:
        there = list(point.involved.filter(is_active=True).order_by("pk"))
        to = who_takes_over(officer, [*there, *above])
        if to is None:
            continue
        point.asked_of, point.told_for = to, None
        point.save(update_fields=["asked_of", "told_for"])
        handed.append(point)
    if not handed:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "hand on a leaver’s trials",
        by=by,
        about=[officer, *handed],
        before={"asked_of": officer.ref},
        after={"asked_of": [(one.ref, one.asked_of.ref) for one in handed if one.asked_of]},
    )
    return handed


def day_to_ask(today: dt.date | None = None) -> dt.date:
    """The day on which something that is to be tried from now on is asked about."""
    after = practice.current().points.trial_after_days
    return (today or timezone.localdate()) + dt.timedelta(days=after)
