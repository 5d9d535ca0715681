"""Check-ins with a first response officer through the shift, and cover without training (P23-P29).

A check-in is two presses on a telephone: what was done about support, and that it happened. It
holds nothing of how somebody feels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Milestone
from stillpoint.people.access import managed_directly, manages_directly
from stillpoint.people.models import Course, Officer
from stillpoint.people.posting import teams_of
from stillpoint.people.training import current_courses
from stillpoint.points import access, readers
from stillpoint.points.handover_preparing import PREPARATION
from stillpoint.points.models import CheckedAs, CoverException, Point, PointState, ShiftCheck
from stillpoint.points.standing import Part, Standing
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import how_many, prepared
from stillpoint.trust.saving import must_stand_as_seen

# The same press again within this time is the same check-in.
SAME_PRESS = dt.timedelta(seconds=60)
NOT_BY_READERS = (
    "A check-in is recorded by a supervisor of the officer, by a colleague who was asked to take "
    "part, or by somebody of the officer's team."
)
NOT_WITH_ONESELF = (
    "A check-in is recorded by whoever checked in with you. Ask your supervisor, or ask a "
    "colleague to take part in this point."
)


@act
def check_in(
    *, by: Officer, point: Point, officer: Officer, support: str, at: dt.datetime | None = None
) -> ShiftCheck:
    """Record that ``by`` checked in with the officer, now or at ``at``. Pressing twice records it
    once. ``support``: key of what was done. Raises Refused, CannotDo."""
    require(can_check_in(by, point))
    point = _open(point)
    if officer not in responders(point):
        raise CannotDo("Choose an officer who answered the call.", field="officer")
    if officer.pk == by.pk:
        raise CannotDo(NOT_WITH_ONESELF, field="officer")
    if officer not in people_to_check_on(by, point):
        raise CannotDo(
            f"{officer.titled_name} is checked on by their supervisors, by colleagues who were "
            "asked to take part, and by their team.",
            field="officer",
        )
    if support not in {one.key for one in practice.current().handover.support}:
        raise CannotDo("Choose what was done about support.", field="support")
    now = timezone.now()
    when = at or now
    if when > now:
        raise CannotDo("That time has not come yet. Record what has happened.", field="earlier")
    again = ShiftCheck.objects.filter(point=point, officer=officer, by=by, support=support)
    same = again.filter(at=when) if at else again.filter(at__gt=now - SAME_PRESS)
    if found := same.first():
        trail.nothing_changed()
        return found
    check = ShiftCheck.objects.create(
        point=point,
        officer=officer,
        by=by,
        checked_as=CheckedAs.SUPERVISOR if manages_directly(by, officer) else CheckedAs.PEER,
        support=support,
        at=when,
    )
    trail.record(
        Operation.COLLECTION,
        "record a check-in during the shift",
        by=by,
        about=[point, officer],
        after={"support": support, "as": check.checked_as, "at": when},
    )
    return check


@act
def record_cover(
    *, by: Officer, point: Point, officer: Officer, reason: str, version: int | None = None
) -> CoverException:
    """A supervisor records why an officer without current training answered the call. It is a fact
    about cover on that shift. Recording it again changes the reason. ``version``: of the reason
    that the page showed. Raises Refused, StaleForm, CannotDo."""
    require(can_record_cover(by, point))
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state == PointState.WAIVED:
        raise CannotDo(
            "This point was waived. Reopen it first, if how the call was covered is to be recorded."
        )
    if not manages_directly(by, officer) or officer not in without_training(point):
        raise CannotDo("Choose an officer of yours without current training on record that day.")
    if reason not in {one.key for one in practice.current().handover.cover_reasons}:
        raise CannotDo("Choose what comes closest.", field="reason")
    before = CoverException.objects.filter(point=point, officer=officer).first()
    if before is not None and before.reason == reason:
        trail.nothing_changed()
        return before
    must_stand_as_seen(version, [before.reason] if before else [])
    kept, _ = CoverException.objects.update_or_create(
        point=point, officer=officer, defaults={"reason": reason, "by": by}
    )
    trail.record(
        Operation.ALTERATION if before else Operation.COLLECTION,
        "record cover without current training",
        by=by,
        about=[point, officer],
        before={"reason": before.reason} if before else None,
        after={"reason": reason},
    )
    return kept


def can_check_in(by: ActsAs, point: Point) -> Answer:
    """A reader of the point who may check in with one of those who answered the call."""
    if not isinstance(by, Officer) or not access.can_read_point(by, point):
        return no(readers.sentence("A point"))
    people = responders(point)
    if all(one.pk == by.pk for one in people):
        return no(NOT_WITH_ONESELF)
    return yes() if people_to_check_on(by, point) else no(NOT_BY_READERS)


def people_to_check_on(by: Officer, point: Point) -> list[Officer]:
    """Those who answered the call and with whom ``by`` may check in, never oneself: their line
    manager, or a peer, who was asked to take part or is in the officer's team today."""
    people = [one for one in responders(point) if one.pk != by.pk]
    if access.takes_part(by, point):
        return people
    today = timezone.localdate()
    teams = teams_of([by, *people], today)
    led = set(
        managed_directly(by).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True)
    )
    mates = {pk for pk, team in teams.items() if team == teams.get(by.pk)}
    return [one for one in people if one.pk in led | mates]


def can_record_cover(by: ActsAs, point: Point) -> Answer:
    """The supervisor of somebody who answered the call."""
    people = [one.pk for one in responders(point)]
    if isinstance(by, Officer) and managed_directly(by).filter(pk__in=people).exists():
        return yes()
    return no("Cover is recorded by the line manager of the officer who answered the call.")


def responders(point: Point) -> list[Officer]:
    """Those who answered the call; where no involvement says who, all who take part but the
    owner."""
    roles = practice.current().handover.passes_on
    parts = list(point.participations.select_related("officer").order_by("officer__family_name"))
    named = [part.officer for part in parts if part.role in roles]
    return named or [part.officer for part in parts if part.officer_id != point.owner_id]


def without_training(point: Point) -> list[Officer]:
    """Those who answered the call with no mandatory training current on the day. Empty where the
    practice model asks for none, or names courses that the force does not have."""
    keys = practice.current().handover.cover.courses
    asked = set(Course.objects.filter(key__in=keys).values_list("pk", flat=True))
    if not asked:
        return []
    people = responders(point)
    held = current_courses([one.pk for one in people], _attended_on(point))
    return [one for one in people if not asked & held.get(one.pk, set())]


def checks_of(point: Point) -> list[ShiftCheck]:
    """The check-ins in the order in which they happened."""
    return list(point.shift_checks.select_related("officer", "by"))


def standing(point: Point, viewer: Officer) -> Standing:
    number = sum(_number(point.pk))
    if not number:
        return Standing("None yet", "blue" if point.state == PointState.OPEN else "grey")
    return Standing(f"{number} check-in{'s' if number > 1 else ''}")


@prepared
def _number(point: int) -> QuerySet[ShiftCheck, int]:
    return how_many(ShiftCheck.objects.filter(point=point))


def missing(point: Point) -> Iterator[CannotDo]:
    """Nothing: the conversation is a check-in by itself, and it has to stay quick."""
    yield from ()


def _attended_on(point: Point) -> dt.date:
    """The day of the call: of the milestone that opened the point, or when it was asked for."""
    kind, _, key = point.trigger.partition(":")
    if kind == "milestone" and key.isdigit():
        milestone = Milestone.objects.filter(pk=int(key)).first()
        if milestone is not None:
            return timezone.localdate(milestone.at)
    return timezone.localdate(point.opened_at)


def _open(point: Point) -> Point:
    fresh = Point.objects.select_for_update().get(pk=point.pk)
    if fresh.state != PointState.OPEN:
        stands = fresh.get_state_display().lower()
        raise CannotDo(f"This point is {stands} already. Open it again to add to it.")
    return fresh


PART = Part(
    key="shift",
    title="Check-ins through the shift",
    hint="Who checked in with the officer, and what support there was.",
    address="point-shift",
    standing=standing,
    missing=missing,
    sections=(PREPARATION,),
)
