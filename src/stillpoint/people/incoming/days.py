"""Apply rows about training, duties and days away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from stillpoint.people.incoming.rows import Became, Incoming, Row, without_doubles
from stillpoint.people.models import Course, Duty, Leave, Officer, TrainingRecord
from stillpoint.people.training import expiry

Found = dict[str, Officer]


def apply_training(incoming: Incoming, people: Found) -> None:
    courses = {course.key: course for course in Course.objects.all()}
    known = {
        (record.officer_id, record.course_id, record.completed_on): record
        for record in TrainingRecord.objects.all()
    }

    def build(row: Row, officer: Officer) -> tuple[Any, Any, dict[str, Any]] | str:
        course = courses.get(row.values["course"])
        if course is None:
            return (
                f"There is no course “{row.values['course']}”. Add it, or give a file of courses."
            )
        completed = row.needed_day("completed_on")
        expires = row.day("expires_on") or expiry(course, completed)
        if expires and expires < completed:
            return "It runs out before it was completed."
        fresh = TrainingRecord(officer=officer, course=course, completed_on=completed)
        return (officer.pk, course.pk, completed), fresh, {"expires_on": expires}

    _apply(incoming, "training", people, known, build, TrainingRecord)


def apply_duties(incoming: Incoming, people: Found) -> None:
    known = {(duty.officer_id, duty.on): duty for duty in Duty.objects.all()}

    def build(row: Row, officer: Officer) -> tuple[Any, Any, dict[str, Any]] | str:
        on = row.needed_day("on")
        if _after_leaving(officer, on):
            return "It is after they left."
        return (
            (officer.pk, on),
            Duty(officer=officer, on=on),
            {"shift": row.values.get("shift", "")},
        )

    _apply(incoming, "duties", people, known, build, Duty)


def apply_leave(incoming: Incoming, people: Found) -> None:
    known = {(leave.officer_id, leave.since): leave for leave in Leave.objects.all()}

    def build(row: Row, officer: Officer) -> tuple[Any, Any, dict[str, Any]] | str:
        since, until = row.needed_day("since"), row.day("until")
        if until is not None and until < since:
            return "The last day away is before the first."
        if _after_leaving(officer, since):
            return "It is after they left."
        if not officer.is_active and officer.left_on is not None:
            until = min(until or officer.left_on, officer.left_on)
        return (officer.pk, since), Leave(officer=officer, since=since), {"until": until}

    _apply(incoming, "leave", people, known, build, Leave)


def _apply(
    incoming: Incoming,
    kind: str,
    people: Found,
    known: dict[Any, Any],
    build: Callable[[Row, Officer], tuple[Any, Any, dict[str, Any]] | str],
    model: Any,
) -> None:
    """``build`` gives a row's key, the record if it is new, and the values that may change."""
    fresh, changed, names = [], [], set()
    for row in without_doubles(incoming, kind):
        officer = people.get(row.reference.casefold())
        if officer is None:
            incoming.hold(row, f"Nobody has the number {row.reference}.", field="officer")
            continue
        built = build(row, officer)
        if isinstance(built, str):
            incoming.hold(row, built)
            continue
        key, new, values = built
        names |= set(values)
        record = known.get(key)
        if record is None:
            known[key] = new
            fresh.append(_with(new, values))
            incoming.became(Became.CREATED)
        elif any(getattr(record, name) != value for name, value in values.items()):
            changed.append(_with(record, values))
            incoming.became(Became.UPDATED)
        else:
            incoming.became(Became.UNCHANGED)
    if changed:
        model.objects.bulk_update(changed, sorted(names), batch_size=500)
    model.objects.bulk_create(fresh, batch_size=500)
    incoming.touched += [record.officer for record in [*fresh, *changed]]


def _with(record: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(record, name, value)
    return record


def _after_leaving(officer: Officer, day: dt.date) -> bool:
    gone = not officer.is_active and officer.left_on is not None
    return gone and officer.left_on is not None and day > officer.left_on
