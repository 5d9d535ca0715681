"""Reflective practice points of the invented force: opened by what happened lately; many held, in
plain and varied words, a few waived, some still to do, so that Today is worth opening."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db.models import Q
from django.utils import timezone

from stillpoint.cases.models import Case, Milestone
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.learning.models import LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import conversing, noting, parts
from stillpoint.points.models import ConversationRevision, Point, PointState
from stillpoint.points.opening_points import OPENED_FOR_DAYS, direct_supervisor, open_points
from stillpoint.points.sharing import can_be_held_with, share
from stillpoint.points.waiving import reopen, waive
from stillpoint.site.demo import (
    after_decision,
    closures,
    code_tests,
    first_response,
    handovers,
)
from stillpoint.trust.actors import ActsAs

CASES = 90
HELD_SHARE, WAIVED_SHARE = 0.75, 0.06
CASE_WORDS = (
    (
        "The plan from the first week still stands, though the interview changed it.",
        "We may be chasing what no longer matters.",
        "We go through it line by line on Thursday, sergeant and investigator.",
    ),
    (
        "The victim prefers messages in the evening; two calls went out at nine in the morning.",
        "Each call at a bad time makes the next one harder.",
        "Her wish is on the first page of the log from today.",
    ),
    (
        "The phone has been waiting for four weeks without anyone asking.",
        "It may hold what shows where he was.",
        "Ask the unit today, and note the answer.",
    ),
    (
        "Good work on the first account: taken once, in her words, with her adviser there.",
        "Nobody had to ask her again.",
        "Say so to the officer who took it.",
    ),
    (
        "We asked for counselling notes early and without saying what for.",
        "It felt to her as if she was the one looked into.",
        "No request leaves without its reason in writing.",
    ),
)
LEARNING_WORDS = (
    (
        "Book the second look at the plan when the interview is booked.",
        "improvement",
        "unit",
        "Both go into the diary in one step for the next two months.",
    ),
    (
        "A message at the agreed time, even with nothing new, keeps people with us.",
        "strength",
        "unit",
        "Show it to the new starters.",
    ),
    (
        "Nobody in the team knew whom to ask about digital material.",
        "improvement",
        "organisational",
        "A named person for questions, one afternoon a week.",
    ),
    (
        "Ask for the material of third parties with the reason in the first line.",
        "improvement",
        "unit",
        "The team's pattern for requests begins with it.",
    ),
    (
        "The adviser was in the room from the first account on, and questions were asked once.",
        "strength",
        "unit",
        "The control room rings the adviser when the call is taken.",
    ),
    (
        "I wrote down what the suspect did before I wrote about the victim. It changed the plan.",
        "strength",
        "individual",
        "Begin the next three plans with it.",
    ),
    (
        "Handovers at the end of a night turn lose what is known of the victim's wishes.",
        "improvement",
        "organisational",
        "Ten minutes of overlap on two response teams, for one month.",
    ),
    (
        "Bail conditions ran out while the file waited, and nobody noticed for two days.",
        "improvement",
        "unit",
        "The date stands on the board by the door.",
    ),
    (
        "Saying on the first day how long each step takes saved many calls.",
        "strength",
        "individual",
        "Use the same three sentences with the next victims.",
    ),
)
RECOGNISED = (
    "The contact with the victim was kept every week, as agreed.",
    "The first account was taken once, and well.",
    "The late calls to her, every evening.",
)
FLAGS = (
    "In conversation it was said that a neighbour heard voices that night. It was not in the log.",
    "The officer recalled a second bag at the address that is in no exhibit list.",
)
WAIVED = (
    "The case went to another force two days later, and the conversation was held there.",
    "Everybody concerned is away; it is held together with the next check-in.",
)
REOPENED = {
    PointState.WAIVED: "It was waived for want of people. Everybody is back on Monday.",
    PointState.HELD: "The unit answered the same afternoon: it belongs to what was said.",
}
# Shares of those held: together with another of the case, and with support declined for now.
TOGETHER_SHARE, DECLINED_SHARE = 0.3, 0.12


def hold_points(*, by: ActsAs, seed: int) -> None:
    """Open what the last weeks call for in at most ``CASES`` cases, and hold most of what is past
    its time."""
    chance = random.Random(seed)  # noqa: S311 - invented data, the same each time
    now = timezone.now()
    for case in _recent_cases(now):
        for point in open_points(by=by, case=case, now=now):
            _opened_when_it_happened(point)
    first_response.check_ins(chance)
    handovers.begin_some(chance)
    handovers.hand_over(chance)
    code_tests.write_tests(chance)
    closures.hear_of_cases(chance)
    past = Point.objects.filter(due_at__lt=now, owner__isnull=False).select_related("case", "owner")
    flags = list(FLAGS)
    for point in past.prefetch_related("participations__officer").order_by("due_at", "id"):
        drawn = chance.random()
        # Held already, together with another.
        if Point.objects.filter(pk=point.pk).exclude(state=PointState.OPEN).exists():
            continue
        if drawn < WAIVED_SHARE:
            _waive(point, chance)
        elif drawn < WAIVED_SHARE + HELD_SHARE:
            _hold(point, chance, flags.pop() if flags and drawn < 0.12 else "")
    after_decision.after_decision(chance, lambda point: _hold(point, chance, ""))
    _reopen_some()
    _one_private_note()


def _recent_cases(now: dt.datetime) -> list[Case]:
    since = now - dt.timedelta(days=OPENED_FOR_DAYS)
    recent = Milestone.objects.filter(at__gte=since, at__lte=now).order_by("-at", "-id")
    ids = list(dict.fromkeys(recent.values_list("case", flat=True)))[:CASES]
    return list(Case.objects.filter(pk__in=ids).order_by("pk"))


def _opened_when_it_happened(point: Point) -> None:
    milestone = Milestone.objects.get(pk=point.trigger.removeprefix("milestone:"))
    Point.objects.filter(pk=point.pk).update(opened_at=milestone.at)


def _waive(point: Point, chance: random.Random) -> None:
    above = direct_supervisor(point.owner) if point.owner else None
    if above is not None:
        waive(by=above, point=point, reason=chance.choice(WAIVED))
        Point.objects.filter(pk=point.pk).update(waived_at=point.due_at)


def _hold(point: Point, chance: random.Random, flag: str) -> None:
    assert point.owner is not None
    people = [point.owner, *(part.officer for part in point.participations.all())]
    present = list({one.ref: one for one in people}.values())[:3]
    if not after_decision.made_ready(point, chance) or any(parts.missing_from(point)):
        return
    said = _said(chance)
    said[conversing.TOGETHER] = {
        "present": [one.ref for one in present],
        "place": chance.choice(("", "At the station", "By telephone")),
        "minutes": str(chance.randint(3, 25)),
        "not_on_file": "yes" if flag else "no",
        "flag_words": flag,
        "now_on_file": "yes" if flag else "",
    }
    by = present[-1]
    if chance.random() < TOGETHER_SHARE:
        others = can_be_held_with(by, point)
        said[conversing.TOGETHER]["hold_with"] = [one.ref for one in others]
    conversing.save_conversation(by=by, point=point, version=0, lenses=said)
    share(by=by, point=point, not_identifiers=True)
    early = min(point.due_at, timezone.now()) - dt.timedelta(hours=chance.randint(1, 40))
    held_at = max(early, point.opened_at + dt.timedelta(hours=1))
    Point.objects.filter(Q(pk=point.pk) | Q(held_with=point)).update(held_at=held_at)
    ConversationRevision.objects.filter(point=point).update(at=held_at)
    flagged = RelevanceFlag.objects.filter(source=point.trail_reference, flagged_at__gt=held_at)
    flagged.update(flagged_at=held_at)
    LearningPoint.objects.filter(source=point.trail_reference).update(written_at=held_at)


def _said(chance: random.Random) -> dict[str, dict[str, Any]]:
    said: dict[str, dict[str, Any]] = {
        key: {"answer": "nothing"} for key in ("case", "learning", "welfare")
    }
    if chance.random() < 0.5:
        what, so_what, now_what = chance.choice(CASE_WORDS)
        said["case"] = {
            "answer": "something",
            "what": what,
            "so_what": so_what,
            "now_what": now_what,
        }
    if chance.random() < 0.35:
        text, kind, level, trying = chance.choice(LEARNING_WORDS)
        said["learning"] = {"answer": "something", "what": text}
        if chance.random() < 0.4:
            said["learning"] |= {
                "point_text": text,
                "point_kind": kind,
                "point_level": level,
                "point_try": trying,
            }
    if chance.random() < DECLINED_SHARE:
        said["welfare"] = {"answer": conversing.DECLINED}
    elif chance.random() < 0.3:
        said["welfare"]["answers"] = {"recognised": chance.choice(RECOGNISED)}
    return said


def _reopen_some() -> None:
    """One of those that were waived, and two that were held, are open again."""
    found = Point.objects.filter(kind="rpp3", held_with=None, owner__isnull=False)
    for state, number in ((PointState.WAIVED, 1), (PointState.HELD, 2)):
        for point in found.filter(state=state).order_by("-due_at", "pk")[:number]:
            owner = point.owner
            by = direct_supervisor(owner) if owner and state == PointState.WAIVED else owner
            if by is not None:
                reopen(by=by, point=point, reason=REOPENED[state])


def _one_private_note() -> None:
    point = Point.objects.filter(state=PointState.OPEN, participations__isnull=False).first()
    part = point.participations.select_related("officer").first() if point else None
    if point is not None and part is not None:
        author: Officer = part.officer
        noting.write_note(by=author, text="Ask how the court day went for her.", point=point)
