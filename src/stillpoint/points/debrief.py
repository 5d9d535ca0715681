"""The debrief after an outcome (P53-P57): each contributes a section of their own; the supervisor
who owns it records time, place, those present and who may still be a witness (domain 3.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import before_trial
from stillpoint.people.models import Officer
from stillpoint.points import access, sections
from stillpoint.points.models import Participation, Point, PointState, SectionRevision
from stillpoint.points.sections import Answers, SectionKind
from stillpoint.points.standing import Attendance, Part, Standing
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, yes

KEY = "debrief"
TOGETHER, OWN_TIME = "together", "own_time"
# Whether somebody may still be a witness: not; yes, and their statement is complete; yes, and open.
NO_WITNESS, COMPLETE, NOT_COMPLETE = "witness_no", "witness_complete", "witness_not_complete"
WITNESS = (NO_WITNESS, COMPLETE, NOT_COMPLETE)
TIME = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d")
RECORD_FIELDS = ("how", "on", "at", "place", "present", "outcome_words", *WITNESS)


def has_debrief(point: Point) -> bool:
    return KEY in practice.current().points.kind(point.kind).parts


def can_record(by: ActsAs, point: Point) -> Answer:
    """The supervisor who owns the debrief, or the line manager of an officer who is invited."""
    if isinstance(by, Officer) and (by.pk == point.owner_id or access.supervises(by, point)):
        return yes()
    return no("The supervisor who owns the debrief records it.")


def can_hand_on(by: ActsAs, point: Point) -> Answer:
    """Whoever can record it; the owner's line manager too, without reading it."""
    if isinstance(by, Officer) and access.answers_for(by, point):
        return yes()
    return can_record(by, point)


def once_ended(point: Point) -> None:
    """Raise CannotDo while the case may still come to trial: who is invited may be a witness."""
    if before_trial.is_before_a_court(point.case):
        raise CannotDo(
            "The case is before a court, and somebody invited may be a witness. Hold the debrief "
            "once the court has decided and its result is on the page of the case."
        )


def anybody(by: ActsAs, point: Point) -> Answer:
    return yes()


def _questions() -> list[str]:
    return [one.key for one in practice.current().points.debrief_questions]


def _contribution_missing(point: Point, answers: Answers) -> Iterator[CannotDo]:
    if not any(answers.get(key) for key in _questions()):
        yield CannotDo(
            "Answer at least one of the questions. A few words are enough.", field=_questions()[0]
        )


def _record_missing(point: Point, answers: Answers) -> Iterator[CannotDo]:
    if answers.get("how") not in (TOGETHER, OWN_TIME):
        yield CannotDo("Say how the debrief was held.", field="how")
    day = day_of(answers)
    if day is None:
        yield CannotDo("Give the day on which it was held.", field="on")
    elif day > timezone.localdate():
        yield CannotDo("This day is still to come: record it once it was held.", field="on")
    at = str(answers.get("at", ""))
    if (at or answers.get("how") == TOGETHER) and not TIME.fullmatch(at):
        yield CannotDo("Give the time of day, such as 14:30.", field="at")
    elif day is not None and at and _is_to_come(day, at):
        yield CannotDo("This time is still to come: record it once it was held.", field="at")
    if not answers.get("place") and answers.get("how") == TOGETHER:
        yield CannotDo("Say where it was held.", field="place")
    if not answers.get("present"):
        yield CannotDo("Say who was there, or who took part in their own time.", field="present")
    for officer in unanswered(point, answers):
        yield CannotDo(
            f"Say whether {officer.titled_name} may still be a witness.",
            field=f"witness-{officer.ref}",
        )


def _said_contribution(answers: Answers) -> list[tuple[str, str]]:
    words = {one.key: one.text for one in practice.current().points.debrief_questions}
    known = [(text, answers[key]) for key, text in words.items() if answers.get(key)]
    return known + [(key, answers[key]) for key in answers if key not in words]


def _said_record(answers: Answers) -> list[tuple[str, str]]:
    day = day_of(answers)
    found = [("When", f"{day.day} {day:%B %Y}")] if day else []
    asked = (("place", "Where"), ("outcome_words", "The outcome, in the supervisor's words"))
    return found + [(words, answers[key]) for key, words in asked if answers.get(key)]


CONTRIBUTION = SectionKind(
    key="debrief_contribution",
    title="Your contribution to the debrief",
    fields=_questions,
    may_write=anybody,
    missing=_contribution_missing,
    ready=once_ended,
    own=True,
    asks_on_file=True,
    said=_said_contribution,
)
RECORD = SectionKind(
    key="debrief_record",
    title="Record of the debrief",
    fields=lambda: RECORD_FIELDS,
    may_write=can_record,
    missing=_record_missing,
    ready=once_ended,
    said=_said_record,
)


def day_of(answers: Answers) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(answers.get("on", "")))
    except ValueError:
        return None


def _is_to_come(day: dt.date, at: str) -> bool:
    """Whether the time, as it was typed, is still to come today."""
    now = timezone.localtime()
    hour, minute = at.replace(".", ":").split(":")
    return day == now.date() and dt.time(int(hour), int(minute)) > now.time()


def people_of(point: Point) -> list[Participation]:
    """Those invited who are still with the force, the owner among them where they were asked."""
    parts = point.participations.select_related("officer").filter(officer__is_active=True)
    return list(parts.order_by("officer__family_name", "officer__given_name", "id"))


def unanswered(point: Point, answers: Answers) -> list[Officer]:
    """Those invited of whom nobody has said yet whether they may still be a witness."""
    said = {ref for name in WITNESS for ref in answers.get(name, ())}
    return [part.officer for part in people_of(point) if part.officer.ref not in said]


def recorded(point: Point) -> dict[str, Any]:
    """The record as it was shared last; empty while it was not."""
    shared = sections.shared_answers(point, RECORD)
    return dict(shared.answers) if shared else {}


def attendance(point: Point) -> Attendance:
    """Who was there and where, by the record."""
    record = recorded(point)
    return Attendance(tuple(record.get("present", ())), record.get("place", ""))


def contributions(point: Point) -> list[SectionRevision]:
    """What each shared last, in the order in which they first shared."""
    found: dict[int, SectionRevision] = {}
    shared = SectionRevision.objects.filter(
        section__point=point, section__key=CONTRIBUTION.key
    ).select_related("section", "by")
    for one in shared.order_by("at", "id"):
        found[one.section_id] = one
    return list(found.values())


def witness_warning(point: Point) -> str:
    """Said while somebody invited may be a witness whose statement is not complete, or while
    nobody has answered that."""
    answers = {**sections.section_of(point, RECORD).answers, **recorded(point)}
    still = set(answers.get(NOT_COMPLETE, ())) & {one.officer.ref for one in people_of(point)}
    if point.state == PointState.OPEN and (still or unanswered(point, answers)):
        return practice.current().points.debrief_with_witnesses
    return ""


def missing_from(point: Point) -> Iterator[CannotDo]:
    """The record must be shared as it stands; a debrief in everybody's own time needs a
    contribution."""
    shared = recorded(point)
    if not shared or sections.section_of(point, RECORD).answers != shared:
        yield CannotDo("Record the debrief: when, where, who was there. Share the record first.")
    elif shared["how"] == OWN_TIME and not contributions(point):
        yield CannotDo(
            "The debrief is held in everybody's own time, and nobody has shared a contribution yet."
        )


def standing(point: Point, reader: Officer) -> Standing:
    if access.takes_part(reader, point) and point.state == PointState.OPEN:
        if sections.shared_answers(point, CONTRIBUTION, writer=reader) is None:
            return Standing("You can contribute", "blue")
        if can_record(reader, point) and not recorded(point):
            return Standing("To be recorded", "blue")
    return Standing("Recorded") if recorded(point) else Standing("Not recorded yet", "grey")


PART = Part(
    key=KEY,
    title="Debrief",
    hint="The outcome in plain words, who is invited, what each saw and learned.",
    address="point-debrief",
    standing=standing,
    missing=missing_from,
    sections=(CONTRIBUTION, RECORD),
    warning=witness_warning,
    attendance=attendance,
)
