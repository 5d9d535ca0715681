"""Make the whole demonstration, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Force
from stillpoint.reviews.models import Round
from stillpoint.site.demo import (
    caseload,
    chronology,
    filing,
    happenings,
    imports,
    learning,
    listed,
    old_cases,
    points,
    pulses,
    reviewing,
)
from stillpoint.site.demo.force import make_force
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

Say = Callable[[str], None]
FEWEST_CASES = 600
SPRING_OPENED_DAYS_AGO, AUTUMN_OPENED_DAYS_AGO = 170, 26


def is_made() -> bool:
    return Force.objects.exists()


@act
def make_demo(
    *, by: ActsAs, cases: int, seed: int, say: Say, today: dt.date | None = None
) -> list[dict[str, str]]:
    """Fill an empty database; returns who to sign in as. The same seed gives the same force."""
    if is_made():
        raise CannotDo("There is a force here already. The demonstration starts from nothing.")
    if cases < FEWEST_CASES:
        raise CannotDo(
            f"The demonstration needs at least {FEWEST_CASES} cases to draw its rounds from."
        )
    day = today or timezone.localdate()
    say("Recruiting the force …")
    force = make_force(seed, day)
    say(f"Filing {cases:,} cases …")
    filing.file_cases(caseload.stories(cases, seed, day), force, seed, day)
    trail.record(
        Operation.COLLECTION,
        "make the demonstration",
        by=by,
        about="demo",
        note=f"{cases} cases, seed {seed}",
    )
    writer = reviewing.Writer(seed)
    say("Reviewing 38 cases twice …")
    spring = reviewing.closed_round(force, writer, day)
    review = happenings.a_second_review(spring)
    risk = happenings.risk_managed_but_unrecorded(review)
    happenings.feedback_is_read(spring)
    happenings.feedback_with_a_reply(spring, force)
    reviewing.close(force, spring)
    spring.refresh_from_db()
    chronology.round_happened(spring, days_ago=SPRING_OPENED_DAYS_AGO)
    chronology.closed_risk_happened(risk, review)
    review.refresh_from_db()
    happenings.something_not_on_file_and_a_hold(force, risk, review)
    say("Beginning the autumn round …")
    autumn = reviewing.half_reviewed_round(force, writer, day)
    chronology.round_happened(autumn, days_ago=AUTUMN_OPENED_DAYS_AGO)
    waiting = happenings.risk_that_waits(autumn)
    if waiting is not None:
        chronology.open_risk_happened(waiting, hours_ago=1.5)
    happenings.thanks_and_a_role_to_agree(force)
    say("Holding reflective practice points …")
    points.hold_points(by=by, seed=seed)
    learning.follow_up(lead=force.named["lead"], seed=seed)
    learning.ask_leaders(force, risk)
    happenings.conversation_asked_for(spring)
    went_up = happenings.risk_that_went_up()
    if went_up is not None:
        chronology.risk_ran_out(went_up, times=2)
    say("Counting how safe conversations were, and looking at old cases …")
    pulses.answer_pulses(random.Random(seed))  # noqa: S311 - invented data, the same each time
    old_cases.old_cases(force, day)
    happenings.winter_round(force)
    imports.last_nights_file(by=by, today=day)
    return listed.demo_people(force, spring, autumn)


def make_and_settle(*, by: ActsAs, cases: int, seed: int, say: Say) -> list[dict[str, str]]:
    """Make the demonstration, let the worker do what it set off, and write down the people."""
    with transaction.atomic():
        people = make_demo(by=by, cases=cases, seed=seed, say=say)
    say("Making the report of the closed round …")
    settle()
    file = settings.VAR / "demo_people.json"
    file.write_text(json.dumps(people, indent=1), encoding="utf-8")
    return people


def settle(*, raising: bool = False) -> None:
    """Let the worker do what the making set off; the report takes the time of its round."""
    run_until_idle(raising=raising)
    for round in Round.objects.filter(state="closed"):
        chronology.report_made(round)
