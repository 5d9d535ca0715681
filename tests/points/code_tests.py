"""Builders of Full Code Test points as far as a test needs them: everything by the acts."""

from __future__ import annotations

from typing import Any

from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.points.code_test import (
    ANSWER,
    CHALLENGE,
    LINES,
    STAGES,
    STRENGTHS,
    WEAKNESSES,
)
from stillpoint.points.models import Point, SectionRevision
from stillpoint.points.opening_points import open_points
from stillpoint.points.second_person import choose_second_person
from stillpoint.points.sections import SectionKind, save_section, section_of, share_section
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

# Reasons from a myth (M05), and the same facts without.
FROM_A_MYTH = "She had been drinking heavily so her account cannot be relied on."
WITHOUT = "She had been drinking. The footage shows that she could not walk unaided."

WHOLE: dict[str, dict[str, Any]] = {
    LINES.key: {
        "line-01-text": "Footage from the taxi office.",
        "line-01-direction": "towards",
        "line-01-state": "done",
        "line-01-on_system": "yes",
    },
    STRENGTHS.key: {
        "case_strengths": "She told a friend within the hour, and the messages show it.",
        "suspect_did": "He moved the meeting to his flat and asked the others to leave.",
        "suspect_means": "He made sure that they were alone. His account was tested on that.",
        "not_on_file": "no",
    },
    WEAKNESSES.key: {"case_weaknesses": WITHOUT, "not_on_file": "no"},
    STAGES.key: {
        "stage-evidential-view": "met",
        "stage-evidential-why": "The messages and the footage support her account on consent.",
        "stage-public_interest-view": "met",
        "stage-public_interest-why": "The offence is grave and others are at risk.",
        "not_on_file": "no",
    },
    CHALLENGE.key: {
        "challenge": "What shows that he asked? Was his telephone looked at?",
        "not_on_file": "no",
    },
    ANSWER.key: {"answer": "It was not. We ask for it today.", "not_on_file": "no"},
}
ORDER = (LINES, STRENGTHS, WEAKNESSES, STAGES, CHALLENGE, ANSWER)


def make_code_test(**people: Any) -> Point:
    """An open Full Code Test point of an investigator and their sergeant."""
    case: Case = make_manned_case(**people)
    happen(case, "full_code_test_assessed")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def sergeant(point: Point) -> Officer:
    return officer_of(point.case, "supervisor")


def writer_of(point: Point, kind: SectionKind) -> Officer:
    return sergeant(point) if kind == CHALLENGE else oic(point)


def save(point: Point, kind: SectionKind, **answers: Any) -> None:
    by = writer_of(point, kind)
    version = section_of(point, kind, writer=by).version
    save_section(by=by, point=point, kind=kind, version=version, answers=answers)


def share(point: Point, kind: SectionKind, **answers: Any) -> SectionRevision:
    """Save it whole, with what is given instead, and share it."""
    save(point, kind, **{**WHOLE[kind.key], **answers})
    return share_section(by=writer_of(point, kind), point=point, kind=kind)


def share_until(point: Point, last: SectionKind) -> Point:
    """Share every section up to this one, with the sergeant as second person."""
    choose_second_person(by=oic(point), point=point, officer=sergeant(point))
    for kind in ORDER[: ORDER.index(last) + 1]:
        share(point, kind)
    return Point.objects.get(pk=point.pk)
