"""Builders for the parts of points after a decision: a debrief, a case not progressed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, OutcomeEvent
from stillpoint.people.models import Officer
from stillpoint.points import debrief, not_progressed
from stillpoint.points.models import Point, SectionRevision
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

NOT_FLAGGED = {"not_on_file": "no"}
CONTRIBUTION = {
    "went_well": "The first account was taken once.",
    "expected": "An early decision.",
    "happened": "It took a year.",
    "learned": "Ask for the phone in week one.",
}


def open_point(kind: str, milestone: str, case: Case | None = None) -> Point:
    """A point of this kind, opened by this milestone in a case with people in it."""
    case = case or make_manned_case()
    happen(case, milestone)
    open_points(by=CONSOLE, case=case)
    return Point.objects.get(case=case, kind=kind)


def open_debrief(case: Case | None = None) -> Point:
    """A debrief of a case with an outcome; its supervisor owns it."""
    point = open_point("rpp6", "outcome_recorded", case)
    OutcomeEvent.objects.create(
        case=point.case, code="18", group="charged", on=timezone.localdate()
    )
    return point


def write(by: Officer, point: Point, kind: SectionKind, answers: dict[str, Any]) -> SectionRevision:
    """Save a section's answers and share it."""
    own = section_of(point, kind, writer=by)
    save_section(by=by, point=point, kind=kind, version=own.version, answers=answers)
    return share_section(by=by, point=point, kind=kind)


def contribute(by: Officer, point: Point, **answers: str) -> SectionRevision:
    return write(by, point, debrief.CONTRIBUTION, {**CONTRIBUTION, **NOT_FLAGGED, **answers})


def record_of(point: Point, **answers: Any) -> dict[str, Any]:
    """A whole record: held together yesterday, everybody there, nobody a witness."""
    people = [part.officer.ref for part in debrief.people_of(point)]
    return {
        "how": "together",
        "on": (timezone.localdate() - dt.timedelta(days=1)).isoformat(),
        "at": "14:30",
        "place": "Room 4",
        "present": people,
        "witness_no": people,
        "witness_complete": [],
        "witness_not_complete": [],
        **answers,
    }


def record(point: Point, **answers: Any) -> SectionRevision:
    assert point.owner is not None
    return write(point.owner, point, debrief.RECORD, record_of(point, **answers))


def every_avenue(**answers: str) -> dict[str, Any]:
    """The page of a case that is not progressed, answered throughout."""
    model = practice.current().points
    found = {f"avenue_{one.key}": "done" for one in model.avenues}
    for one in model.disruption_options:
        found |= {f"option_{one.key}": "not_apt", f"option_{one.key}_why": "Its conditions fail."}
    found["why_not_progressed"] = "No suspect was found after every line was followed."
    return {**found, **NOT_FLAGGED, **answers}


def share_avenues(by: Officer, point: Point, **answers: str) -> SectionRevision:
    return write(by, point, not_progressed.SECTION, every_avenue(**answers))


def oic_of(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def converse(point: Point, *people: Officer) -> dict[str, Any]:
    """A conversation with nothing to raise between these people, as a draft's lenses."""
    return {
        "case": {"answer": "nothing"},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        "together": {"present": [one.ref for one in people], "not_on_file": "no"},
    }
