"""Courses, which count as which, and who completed them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from stillpoint.methods.calendar_shifts import months_after
from stillpoint.people import access
from stillpoint.people.models import Course, Equivalence, Officer, TrainingRecord
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def add_course(
    *,
    by: ActsAs,
    key: str,
    name: str,
    specialist: bool = False,
    valid_months: int | None = None,
) -> Course:
    require(access.can_keep_training(by))
    if Course.objects.filter(key=key).exists():
        raise CannotDo(f"There is already a course with the key {key}. Use another.", field="key")
    course = Course.objects.create(
        key=key, name=name.strip(), specialist=specialist, valid_months=valid_months
    )
    trail.record(
        Operation.COLLECTION, "add a course", by=by, about=course, after=_as_values(course)
    )
    return course


@act
def change_course(
    *, by: ActsAs, course: Course, name: str, specialist: bool, valid_months: int | None
) -> None:
    """Change a course. Records already made keep the day on which they run out."""
    require(access.can_keep_training(by))
    before = _as_values(course)
    course.name, course.specialist, course.valid_months = name.strip(), specialist, valid_months
    course.save()
    trail.record(
        Operation.ALTERATION,
        "change a course",
        by=by,
        about=course,
        before=before,
        after=_as_values(course),
    )


@act
def count_as(*, by: ActsAs, course: Course, counts_as: Course) -> None:
    """From now on who completed ``course`` counts as having completed ``counts_as``."""
    require(access.can_keep_training(by))
    if course.pk == counts_as.pk:
        raise CannotDo("A course cannot count as itself. Choose another.", field="counts_as")
    _, made = Equivalence.objects.get_or_create(course=course, counts_as=counts_as)
    if not made:
        raise CannotDo(f"{course} already counts as {counts_as}.", field="counts_as")
    trail.record(
        Operation.ALTERATION, "count a course as another", by=by, about=[course, counts_as]
    )


@act
def stop_counting_as(*, by: ActsAs, course: Course, counts_as: Course) -> None:
    require(access.can_keep_training(by))
    gone, _ = Equivalence.objects.filter(course=course, counts_as=counts_as).delete()
    if not gone:
        raise CannotDo(f"{course} does not count as {counts_as}.")
    trail.record(
        Operation.ALTERATION, "stop counting a course as another", by=by, about=[course, counts_as]
    )


@act
def record_training(
    *,
    by: ActsAs,
    officer: Officer,
    course: Course,
    completed_on: dt.date,
    expires_on: dt.date | None = None,
) -> TrainingRecord:
    """Record a course completed. Without a day of expiry, the course's own validity gives it."""
    require(access.can_keep_training(by))
    if completed_on > timezone.localdate():
        raise CannotDo("The day of completion cannot be in the future.", field="completed_on")
    expires_on = expires_on or expiry(course, completed_on)
    if expires_on and expires_on < completed_on:
        raise CannotDo(
            "Training cannot run out before it was completed. Check both days.", field="expires_on"
        )
    record, made = TrainingRecord.objects.get_or_create(
        officer=officer,
        course=course,
        completed_on=completed_on,
        defaults={"expires_on": expires_on},
    )
    if not made:
        raise CannotDo(
            "This training on this day is already recorded for this person.", field="completed_on"
        )
    trail.record(
        Operation.COLLECTION,
        "record training",
        by=by,
        about=[officer, course],
        after={"completed_on": completed_on, "expires_on": expires_on},
    )
    return record


def expiry(course: Course, completed_on: dt.date) -> dt.date | None:
    """The last day on which a completion counts; None when the course never runs out."""
    if course.valid_months is None:
        return None
    return months_after(completed_on, course.valid_months)


def standing_for() -> dict[int, set[int]]:
    """For each course that counts as others, the ids of all it counts as, through others too."""
    direct: dict[int, set[int]] = defaultdict(set)
    for course, other in Equivalence.objects.values_list("course_id", "counts_as_id"):
        direct[course].add(other)
    return {course: _reach(course, direct) for course in list(direct)}


def _reach(course: int, direct: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = [course]
    while waiting:
        fresh = direct.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached - {course}


def current_courses(officers: Iterable[int], on: dt.date) -> dict[int, set[int]]:
    """Ids of the courses each officer holds in date, with all that they count as."""
    others = standing_for()
    held: dict[int, set[int]] = defaultdict(set)
    records = TrainingRecord.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on),
        officer__in=set(officers),
        completed_on__lte=on,
    )
    for officer, course in records.values_list("officer_id", "course_id"):
        held[officer] |= {course} | others.get(course, set())
    return held


def specialist_training(officer: Officer, on: dt.date | None = None) -> list[Course]:
    """Specialist courses that the officer holds in date, by themselves or by an equivalent."""
    held = current_courses([officer.pk], on or timezone.localdate()).get(officer.pk, set())
    return list(Course.objects.filter(pk__in=held, specialist=True))


def _as_values(course: Course) -> dict[str, object]:
    return {
        "name": course.name,
        "specialist": course.specialist,
        "valid_months": course.valid_months,
    }
