"""Protected time to prepare for court (P50): the officer asks, a supervisor answers.

States and moves stand next to the model (``models/preparing.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.people.access import managed_directly, manages_directly
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.facts import TimeAnswered, TimeAskedFor, TimeMoved
from stillpoint.points.models import Point, PointState, ProtectedTime, TimeState
from stillpoint.points.models.preparing import MOVES, OFFICER, SUPERVISOR, Move
from stillpoint.points.opening_points import direct_supervisor, due_time
from stillpoint.points.reasons import of_substance
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared
from stillpoint.trust.saving import must_stand_as_seen, version_of

KEY = "before_court"
MOST_HOURS = 80


@act
def ask_for_time(
    *, by: Officer, point: Point, hours: int, wanted_by: dt.date, purpose: str
) -> ProtectedTime:
    """Ask one's supervisor for hours to prepare, by a day, for one of the practice model's
    purposes. Asking the same twice while it waits asks once."""
    require(can_ask_for_time(by, point))
    if not 1 <= hours <= MOST_HOURS:
        raise CannotDo(f"Ask for whole hours, from 1 to {MOST_HOURS}.", field="hours")
    if wanted_by < timezone.localdate():
        raise CannotDo("This day has passed. By which day do you need the time?", field="wanted_by")
    if purpose not in {one.key for one in practice.current().points.preparation_purposes}:
        raise CannotDo("Choose what the time is for.", field="purpose")
    answerer = direct_supervisor(by)
    if answerer is None:
        raise CannotDo(
            "Nobody is recorded as your line manager, so nobody could answer. Ask your "
            "administrator to record who it is."
        )
    Point.objects.select_for_update().get(pk=point.pk)
    asked = {"hours": hours, "wanted_by": wanted_by, "purpose": purpose}
    waiting = ProtectedTime.objects.filter(
        point=point, asked_by=by, state=TimeState.ASKED, **asked
    ).first()
    if waiting is not None:
        trail.nothing_changed()
        return waiting
    now = timezone.now()
    days = practice.current().points.protected_time_answer_working_days
    time = ProtectedTime.objects.create(
        point=point,
        asked_by=by,
        asked_at=now,
        answerer=answerer,
        answer_due_at=due_time(now, days),
        **asked,
    )
    trail.record(
        Operation.COLLECTION,
        "ask for protected time",
        by=by,
        about=[time, point, point.case],
        after={**asked, "wanted_by": wanted_by.isoformat()},
    )
    announce(TimeAskedFor(time=time.ref))
    return time


@act
def answer_time(
    *,
    by: Officer,
    time: ProtectedTime,
    move: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    reason: str = "",
    version: int | None = None,
) -> ProtectedTime:
    """A supervisor agrees with days, offers others, or says that it is not possible and why. An
    answer can be changed: the officer is told again. ``version``: of what the page showed
    (``standing_of``). Raises StaleForm, CannotDo, Refused."""
    require(can_answer(by, time))
    chosen = MOVES.get(move)
    if chosen is None or chosen.who != SUPERVISOR:
        raise CannotDo("Choose an answer.", field="move")
    time = _in_time_to(time, chosen)
    if chosen.needs_days:
        since, until = _days(time, since, until)
    else:
        since = until = None
    if chosen.needs_reason:
        reason = of_substance(
            reason, asked="Say why it is not possible.", reader="The officer who asked"
        )
    before = _held(time)
    time.since, time.until, time.reason = since, until, reason.strip()
    time.state, time.answered_by, time.answered_at = chosen.to, by, timezone.now()
    if _held(time) == before:
        trail.nothing_changed()
        return time
    must_stand_as_seen(version, before.values())
    time.save()
    _record(by, time, "answer a request for protected time", before)
    announce(TimeAnswered(time=time.ref, at=time.answered_at.isoformat()))
    return time


@act
def accept_time(*, by: Officer, time: ProtectedTime, version: int | None = None) -> ProtectedTime:
    """The officer takes the time that was offered, as the page of this ``version`` showed it."""
    return _by_the_officer(by, time, "accept", "accept protected time", version)


@act
def withdraw_time(*, by: Officer, time: ProtectedTime) -> ProtectedTime:
    """The officer does not need the time any more, or asks for another instead."""
    return _by_the_officer(by, time, "withdraw", "withdraw a request for protected time")


def can_ask_for_time(by: ActsAs, point: Point) -> Answer:
    """Those who take part, also once the point is held: the court day is still to come."""
    kind = practice.current().points.kind(point.kind)
    if not isinstance(by, Officer) or not access.takes_part(by, point):
        return no("Those who take part in the point ask for time to prepare.")
    if KEY not in kind.parts or point.state in (PointState.WAIVED, PointState.OVERTAKEN):
        return no(
            "Time to prepare is asked for at a point before court that was not waived or overtaken."
        )
    return yes()


def can_read_time(officer: Officer, time: ProtectedTime) -> Answer:
    """Whoever asked, their line manager, whoever answers, and those who read the point."""
    if officer.pk in (time.asked_by_id, time.answerer_id, time.answered_by_id):
        return yes()
    if manages_directly(officer, time.asked_by):
        return yes()
    return access.can_read_point(officer, time.point)


def can_answer(by: ActsAs, time: ProtectedTime) -> Answer:
    """The line manager of the one who asked, and whoever it waits for: nobody answers their own
    request."""
    if isinstance(by, Officer) and by.pk != time.asked_by_id:
        asked = time.state == TimeState.ASKED and by.pk == time.answerer_id
        if asked or manages_directly(by, time.asked_by):
            return yes()
    return no(f"The line manager of {time.asked_by.titled_name} answers this.")


def can_list_times(officer: Officer) -> Answer:
    return yes("The list holds what you asked for, and what your people did.")


def asked_by_me(officer: Officer) -> QuerySet[ProtectedTime]:
    """What the officer asked for, the latest first."""
    return _listed(ProtectedTime.objects.filter(asked_by=officer))


def asked_in_team(manager: Officer) -> QuerySet[ProtectedTime]:
    """What those who report to the manager asked for, the latest first."""
    mine = managed_directly(manager).values("pk")
    return _listed(ProtectedTime.objects.filter(Q(asked_by__in=mine) | Q(answerer=manager)))


def _listed(times: QuerySet[ProtectedTime]) -> QuerySet[ProtectedTime]:
    return times.select_related("point__case", "asked_by").order_by("-asked_at", "-id")


def moves_for(officer: Officer, time: ProtectedTime) -> list[Move]:
    """What the officer can do with the request now."""
    who = set()
    if officer.pk == time.asked_by_id:
        who.add(OFFICER)
    if can_answer(officer, time):
        who.add(SUPERVISOR)
    return [one for one in MOVES.values() if one.who in who and time.state in one.since]


def is_late(time: ProtectedTime, now: dt.datetime) -> bool:
    """Whether it waits for its answer beyond the time for that."""
    asked = time.state == TimeState.ASKED and time.point.state != PointState.OVERTAKEN
    return asked and time.answer_due_at < now


def waits_for(officer: Officer, *, most: int) -> list[ProtectedTime]:
    """Requests that wait for this officer's answer, and offers to them of another time, the longest
    due first; at most so many."""
    return _waits_for(officer.pk, most=most)


@prepared
def _waits_for(officer: int, *, most: int) -> QuerySet[ProtectedTime]:
    to_answer = Q(answerer=officer, state=TimeState.ASKED)
    offered = Q(asked_by=officer, state=TimeState.OFFERED)
    waiting = ProtectedTime.objects.filter(to_answer | offered, asked_by__is_active=True)
    waiting = waiting.exclude(point__state=PointState.OVERTAKEN)
    found = waiting.select_related("point__case", "asked_by")
    return found.order_by("answer_due_at", "id")[:most]


@act
def hand_on_answering(*, by: ActsAs, officer: Officer) -> list[ProtectedTime]:
    """Requests of this officer, and those that waited for their answer, go to whoever supervises
    the one who asked now. Where nobody does, they stay with whom they were."""
    theirs = Q(answerer=officer) | Q(asked_by=officer)
    waiting = ProtectedTime.objects.select_for_update(of=("self",)).select_related("asked_by")
    changed, before = [], []
    for time in waiting.filter(theirs, state=TimeState.ASKED):
        answerer = direct_supervisor(time.asked_by)
        if answerer is not None and answerer.pk != time.answerer_id:
            before.append((time.ref, time.answerer_id))
            time.answerer = answerer
            time.save(update_fields=["answerer"])
            changed.append(time)
    if not changed:
        trail.nothing_changed()
        return []
    trail.record(
        Operation.ALTERATION,
        "hand on requests for protected time",
        by=by,
        about=[officer, *changed],
        before={"answerers": before},
        after={"answerers": [(one.ref, one.answerer.ref) for one in changed]},
    )
    for time in changed:
        announce(TimeAskedFor(time=time.ref))
    return changed


def _by_the_officer(
    by: Officer, time: ProtectedTime, move: str, act: str, version: int | None = None
) -> ProtectedTime:
    if by.pk != time.asked_by_id:
        require(no("Whoever asked for the time says this."))
    time = _in_time_to(time, MOVES[move])
    before = _held(time)
    if version is not None and version != version_of(before.values()):
        raise CannotDo(
            "Your supervisor has changed the offer since you opened it. Open it again and look at "
            "the days before you take them."
        )
    time.state = MOVES[move].to
    time.save(update_fields=["state"])
    _record(by, time, act, before)
    announce(TimeMoved(time=time.ref, state=time.state, at=timezone.now().isoformat()))
    return time


def _in_time_to(time: ProtectedTime, move: Move) -> ProtectedTime:
    """The request, locked; refuses a move that its state does not have."""
    fresh = ProtectedTime.objects.select_for_update().get(pk=time.pk)
    if fresh.state not in move.since:
        now = fresh.get_state_display().lower()
        raise CannotDo(f"This request is at “{now}” by now. Open it again to see what is left.")
    return fresh


def _days(
    time: ProtectedTime, since: dt.date | None, until: dt.date | None
) -> tuple[dt.date, dt.date]:
    if since is None:
        raise CannotDo("Give the day on which the time begins.", field="since")
    until = until or since
    if until < since:
        raise CannotDo("It ends before it begins.", field="until")
    if since < timezone.localdate():
        raise CannotDo("This day has passed.", field="since")
    return since, until


def standing_of(time: ProtectedTime) -> Iterable[str]:
    """What was answered so far, value by value."""
    return _held(time).values()


def _held(time: ProtectedTime) -> dict[str, str]:
    return {
        "state": time.state,
        "since": time.since.isoformat() if time.since else "",
        "until": time.until.isoformat() if time.until else "",
        "reason": time.reason,
    }


def _record(by: Officer, time: ProtectedTime, act: str, before: dict[str, str]) -> None:
    trail.record(
        Operation.ALTERATION,
        act,
        by=by,
        about=[time, time.point, time.point.case],
        before=before,
        after=_held(time),
    )
