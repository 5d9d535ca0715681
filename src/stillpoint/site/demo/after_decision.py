"""Before court, not progressed and debrief in the invented force: some done, some half done, some
waiting, so that every state can be seen."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.people.working_days import add_working_days
from stillpoint.points import debrief, not_progressed, preparing, signing
from stillpoint.points.inviting import invite_everybody
from stillpoint.points.models import (
    Point,
    PointState,
    ProtectedTime,
    SectionRevision,
    Signature,
)
from stillpoint.points.opening_points import ask_for_point, direct_supervisor, holder_of
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section

COURT, NOT_PROGRESSED, DEBRIEF = "rpp5_court", "rpp5_not_progressed", "rpp6"
CONTRIBUTIONS = (
    {
        "went_well": "The first account was taken once, with the adviser there.",
        "expected": "A decision within three months.",
        "happened": "It took seven, five of them waiting for the devices.",
        "why_different": "One unit examines for the whole force, and nobody told us the queue.",
        "learned": "For the unit: ask for the queue before promising a date.",
    },
    {
        "went_well": "The same officer kept contact throughout, and kept the agreed evenings.",
        "learned": "For us: agree at the start how often, and write when there is nothing new.",
    },
    {
        "went_well": "The plan was looked at again within a week of the interview.",
        "expected": "That early advice would take a fortnight.",
        "happened": "It came in four days, and changed what we asked for.",
        "why_different": "The request named three questions and no more.",
        "learned": "Short requests come back sooner.",
    },
    {
        "expected": "To hear what became of it.",
        "happened": "I heard today, ten months on, and am glad that I was asked.",
        "learned": "For the force: tell those who were first at the door.",
    },
)
OUTCOME_WORDS = (
    "The outcome was told to the victim in person before it was recorded.",
    "",
    "The decision letter was gone through together; a review was explained and is not asked for.",
)
AVENUES = {
    "forensic": ("not_possible", "The items had been washed before the report was made."),
    "earlier_reports": ("to_do", "Ask the neighbouring force once more; the sergeant, by Friday."),
    "digital": ("done", ""),
}
OPTIONS = {
    "intelligence": ("done", ""),
    "disclosure_schemes": ("to_do", "The officer in the case asks the scheme's team this week."),
}
DOES_NOT_FIT = (
    "Its conditions are not met on what is known; legal services agree.",
    "There is no licence, employment or sentence to which it could attach.",
    "Not proportionate on what is known now; looked at again if there is another report.",
)
REASONS = (
    "The victim does not support a prosecution now and was told how to come back to us. No other "
    "evidence would carry a charge without an account.",
    "The account stands alone after every line was followed, and no suspect could be named.",
)
# What comes of requests that stand at open points; nothing yet where it is empty.
MOVES = ("", "offer", "withdraw", "refuse", "agree", "accept")
TIME_REASONS = ("Nobody can cover the late turn that week.", "Court cover takes the whole team.")


def made_ready(point: Point, chance: random.Random) -> bool:
    """Do at the point's own pages what must be done before it can be held; False where nobody is
    there who could."""
    if point.kind == DEBRIEF:
        return _debriefed(point, chance)
    if point.kind == NOT_PROGRESSED:
        return _signed(point, chance)
    if point.kind == COURT:
        _ask(point, chance, ("agree", "offer", "accept", "refuse"))
    return True


def after_decision(chance: random.Random, hold: Callable[[Point], None]) -> None:
    """Some of the points that are not due yet are held early; at others stands a contribution, one
    signature, a question that waits. ``hold``: holds a point as the others are held."""
    for kind in (DEBRIEF, NOT_PROGRESSED):
        for point in list(_still_open(kind))[::4]:
            hold(point)
    for number, point in enumerate(_still_open(DEBRIEF)):
        if number % 3:
            _contributed(point, chance, most=number % 3)
    for number, point in enumerate(_still_open(NOT_PROGRESSED)):
        officers = signing.officers_of(point)
        if not officers or number % 4 == 3:
            continue
        revision = _avenues(point, officers[0], chance)
        if number % 4:
            signing.sign(by=officers[0], point=point, revision=revision)
        if number % 4 == 2:
            _avenues(point, officers[0], chance, changed=True)
    _trials_to_come()
    for number, point in enumerate(_still_open(COURT)):
        time = _ask(point, chance, (MOVES[number % len(MOVES)],))
        if time is not None and number % len(MOVES) == 0:
            late = timezone.now() - dt.timedelta(days=6)
            due = late + dt.timedelta(days=2)
            ProtectedTime.objects.filter(pk=time.pk).update(asked_at=late, answer_due_at=due)


def _trials_to_come() -> None:
    """Officers whose cases wait for trial ask for the point themselves."""
    waiting = Case.objects.filter(live=True, outcome_group="charged").exclude(points__kind=COURT)
    for case in waiting.order_by("-outcome_on", "pk")[: 2 * len(MOVES)]:
        oic = holder_of(case, "oic")
        if oic is not None:
            ask_for_point(by=oic, case=case, kind=COURT, why="A trial is being prepared.")


def _still_open(kind: str) -> QuerySet[Point]:
    found = Point.objects.filter(kind=kind, state=PointState.OPEN, owner__isnull=False)
    return found.select_related("case", "owner").order_by("due_at", "id")[:12]


def _debriefed(point: Point, chance: random.Random) -> bool:
    assert point.owner is not None
    people = _contributed(point, chance, most=3)
    day = min(timezone.localdate(point.due_at), timezone.localdate() - dt.timedelta(days=1))
    together = chance.random() < 0.7 or not people
    refs = [part.officer.ref for part in debrief.people_of(point)]
    record = {
        "how": debrief.TOGETHER if together else debrief.OWN_TIME,
        "on": day.isoformat(),
        "at": "14:00" if together else "",
        "place": chance.choice(("Meeting room 2", "By video")) if together else "",
        "present": [point.owner.ref, *refs[:3]],
        "outcome_words": chance.choice(OUTCOME_WORDS),
        debrief.NO_WITNESS: refs[1:],
        debrief.COMPLETE: refs[:1],
    }
    _write(point.owner, point, debrief.RECORD, record)
    _date_back(point, day)
    return True


def _contributed(point: Point, chance: random.Random, *, most: int) -> list[Officer]:
    assert point.owner is not None
    invite_everybody(by=point.owner, point=point)
    # Read again: who takes part was read before they were invited.
    point = Point.objects.select_related("case", "owner").get(pk=point.pk)
    people = [part.officer for part in debrief.people_of(point)][:most]
    for officer in people:
        said = {**chance.choice(CONTRIBUTIONS), "not_on_file": "no"}
        _write(officer, point, debrief.CONTRIBUTION, said)
    return people


def _signed(point: Point, chance: random.Random) -> bool:
    officers = signing.officers_of(point)
    supervisor = direct_supervisor(officers[0]) if officers else None
    if supervisor is None:
        return False
    revision = _avenues(point, officers[0], chance)
    for officer in (officers[0], supervisor):
        signing.sign(by=officer, point=point, revision=revision)
    _date_back(point, min(timezone.localdate(point.due_at), timezone.localdate()))
    return True


def _avenues(
    point: Point, by: Officer, chance: random.Random, *, changed: bool = False
) -> SectionRevision:
    model = practice.current().points
    said: dict[str, Any] = {"not_on_file": "no", not_progressed.REASON: chance.choice(REASONS)}
    if changed:
        said[not_progressed.REASON] += " An earlier report was looked at once more."
    for avenue in model.avenues:
        answer, words = AVENUES.get(avenue.key, ("done", ""))
        said |= _answer(f"avenue_{avenue.key}", answer, words)
    for option in model.disruption_options:
        answer, words = OPTIONS.get(option.key, ("not_apt", chance.choice(DOES_NOT_FIT)))
        said |= _answer(f"option_{option.key}", answer, words)
    return _write(by, point, not_progressed.SECTION, said)


def _answer(name: str, answer: str, words: str) -> dict[str, str]:
    end = not_progressed.WORDS[answer][0] if answer in not_progressed.WORDS else ""
    return {name: answer} | ({f"{name}_{end}": words} if end else {})


def _ask(point: Point, chance: random.Random, moves: tuple[str, ...]) -> ProtectedTime | None:
    """Somebody asks for time; one of ``moves`` is what comes of it, none for an empty one."""
    asker = point.owner
    if asker is None or direct_supervisor(asker) is None:
        return None
    today = timezone.localdate()
    time = preparing.ask_for_time(
        by=asker,
        point=point,
        hours=chance.choice((3, 4, 6, 8, 12)),
        wanted_by=add_working_days(today, chance.randint(6, 15)),
        purpose=chance.choice(practice.current().points.preparation_purposes).key,
    )
    move = chance.choice(moves)
    if move == "withdraw":
        preparing.withdraw_time(by=asker, time=time)
    elif move:
        first = add_working_days(today, chance.randint(2, 5))
        preparing.answer_time(
            by=time.answerer,
            time=time,
            move="offer" if move == "accept" else move,
            since=first,
            until=add_working_days(first, 1),
            reason=chance.choice(TIME_REASONS) if move == "refuse" else "",
        )
        if move == "accept":
            preparing.accept_time(by=asker, time=time)
    return time


def _write(by: Officer, point: Point, kind: SectionKind, said: dict[str, Any]) -> SectionRevision:
    version = section_of(point, kind, writer=by).version
    save_section(by=by, point=point, kind=kind, version=version, answers=said)
    return share_section(by=by, point=point, kind=kind, not_identifiers=True)


def _date_back(point: Point, day: dt.date) -> None:
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(11)))
    SectionRevision.objects.filter(section__point=point).update(at=at)
    Signature.objects.filter(revision__section__point=point).update(at=at)
