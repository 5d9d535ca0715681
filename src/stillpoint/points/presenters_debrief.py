"""The debrief in words: the outcome, who is invited, what each contributed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import before_trial
from stillpoint.cases.presenters import Words
from stillpoint.people.models import Officer
from stillpoint.points import access, debrief, finding, inviting
from stillpoint.points.models import Point, PointState, SectionRevision
from stillpoint.points.opening_points import last_day
from stillpoint.points.presenters_before_court import outcome_rows
from stillpoint.points.presenters_point import frame, said_of_the_work

WITNESS_WORDS = {
    debrief.NO_WITNESS: "Not a witness",
    debrief.COMPLETE: "Witness, statement complete",
    debrief.NOT_COMPLETE: "Witness, statement not complete",
}
# Parts in a point that are no parts in a case.
OTHER_PARTS = {
    "peer": "Took part in a point of the case",
    "asked": "Asked for the debrief",
    "owner": "Owns the debrief",
}
HOW = {
    debrief.TOGETHER: "Together",
    debrief.OWN_TIME: "Each in their own time",
}


@dataclass(frozen=True)
class Answered:
    """What one person answered to a question; ``against``: their answer to the question that this
    one is shown beside."""

    by: str
    text: str
    against: str


@dataclass(frozen=True)
class Question:
    text: str
    against: str
    answers: list[Answered]


def page(point: Point, viewer: Officer) -> dict[str, Any]:
    """The debrief for somebody who may read the point."""
    record = debrief.recorded(point)
    withheld = before_trial.is_withheld(viewer, point.case)
    shared = debrief.contributions(point)
    writes = bool(access.can_write_point(viewer, point)) and point.state == PointState.OPEN
    records = bool(debrief.can_record(viewer, point))
    return {
        **frame(point, viewer),
        "warning": debrief.witness_warning(point),
        "late": late_words(point),
        "outcomes": outcome_rows(point.case, viewer),
        "invited": invited_rows(point, record, shared),
        "not_reachable": [one.titled_name for one in inviting.not_reachable(point)],
        "record": record_rows(record),
        "outcome_words": "" if withheld else record.get("outcome_words", ""),
        "withheld": practice.current().handover.closure.withheld if withheld else "",
        "questions": questions(shared),
        "contributed": [one.by.titled_name for one in shared],
        "contributes": any(one.section.writer_id == viewer.pk for one in shared),
        "owner": point.owner.titled_name if point.owner else "",
        "handed_on": [
            f"{one.given_by.titled_name} handed it on to {one.given_to.titled_name}: {one.reason}"
            for one in point.handed_on.select_related("given_by", "given_to")
        ],
        "writes": writes,
        "records": records and point.state == PointState.OPEN,
        "can_take_part": records and not writes and point.state == PointState.OPEN,
    }


def for_review(point: Point) -> dict[str, Any]:
    """What a reviewer reads of a debrief that was held: what was shared of the case and of
    learning. How people are is not for reviews."""
    record = debrief.recorded(point)
    revision = finding.latest_revision(point)
    return {
        "held_at": point.held_at,
        "record": record_rows(record),
        "outcome_words": record.get("outcome_words", ""),
        "questions": questions(debrief.contributions(point)),
        "said": said_of_the_work(revision) if revision else [],
    }


def late_words(point: Point) -> str:
    """Said once the last day has passed."""
    last = last_day(point)
    if point.state != PointState.OPEN or last is None or last > timezone.now():
        return ""
    day = timezone.localdate(last)
    return (
        f"The last day for this debrief was {day.day} {day:%B %Y}. Hold it now, or ask "
        "whoever supervises its owner to waive it, with a reason."
    )


def record_rows(record: dict[str, Any]) -> list[dict[str, str]]:
    """How, when, where, who was there."""
    if not record:
        return []
    names = {one.ref: one.titled_name for one in Officer.objects.filter(ref__in=record["present"])}
    day = debrief.day_of(record)
    when = f"{day.day} {day:%B %Y}" if day else "Not recorded"
    rows = [
        {"key": "How", "value": HOW.get(record["how"], record["how"])},
        {"key": "When", "value": f"{when}, {record['at']}" if record.get("at") else when},
        {"key": "Where", "value": record.get("place", "")},
        {"key": "Those present", "value": ", ".join(sorted(names.values()))},
    ]
    return [row for row in rows if row["value"]]


def invited_rows(
    point: Point, record: dict[str, Any], shared: Sequence[SectionRevision]
) -> list[list[str]]:
    """Who was asked, in which part, whether they contributed and were there."""
    words = Words(practice.current())
    contributed = {one.section.writer_id for one in shared}
    there = set(record.get("present", ()))
    witness = {ref: WITNESS_WORDS[name] for name in debrief.WITNESS for ref in record.get(name, ())}
    return [
        [
            part.officer.titled_name,
            OTHER_PARTS.get(part.role) or words.of("role", part.role),
            "Contributed" if part.officer_id in contributed else "Not yet",
            "Yes" if part.officer.ref in there else "No" if record else "Not recorded yet",
            witness.get(part.officer.ref, "Not said yet"),
        ]
        for part in debrief.people_of(point)
    ]


def questions(shared: Sequence[SectionRevision]) -> list[Question]:
    """Every question with what each said to it. A question that another is shown beside stands
    there, and by itself only for those who left the other empty."""
    asked = practice.current().points.debrief_questions
    titles = {one.key: one.text for one in asked}
    beside = {one.against: one.key for one in asked if one.against}
    found = []
    for one in asked:
        answers = []
        for each in shared:
            text = each.answers.get(one.key, "")
            against = each.answers.get(one.against, "") if one.against else ""
            shown_beside = one.key in beside and each.answers.get(beside[one.key])
            if text and not shown_beside:
                answers.append(Answered(each.by.titled_name, text, against))
        if answers:
            found.append(Question(one.text, titles.get(one.against or "", ""), answers))
    return found
