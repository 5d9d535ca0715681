"""The pages of the Full Code Test: where it stands, what was shared, what earlier ones said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points import access, presenters_point, second_person
from stillpoint.points.code_test import (
    ANSWER,
    CHALLENGE,
    KEYS,
    PART,
    SECTIONS,
    WRITTEN_FIRST,
    CodeTest,
    challenged_in,
    code_test_of,
    must_be_replaced,
)
from stillpoint.points.code_test_words import SaidWords, said_in
from stillpoint.points.models import Point, PointState, SecondPerson, SectionRevision
from stillpoint.points.sections import SectionKind, may_write_section
from stillpoint.trust.answers import CannotDo

MOST_EARLIER = 5


@dataclass(frozen=True)
class SharedSection:
    """A section as its readers see it. ``later``: it was shared again after the challenge."""

    title: str
    revision: SectionRevision
    said: list[SaidWords]
    later: bool = False


@dataclass(frozen=True)
class EarlierTest:
    """An earlier test of the same case that the viewer may read."""

    point: Point
    href: str
    said: list[SaidWords]


def slug_of(kind: SectionKind) -> str:
    """What stands in the address of a section's page."""
    return kind.key.removeprefix(KEYS)


def overview(point: Point, viewer: Officer) -> dict[str, Any]:
    """The page that every reader sees: what is to be done, and what was shared."""
    test = code_test_of(point)
    frame = presenters_point.frame(point, viewer)
    open_to_write = point.state == PointState.OPEN and bool(access.can_write_point(viewer, point))
    return {
        **frame,
        "home": frame["here"],
        "part": PART,
        "notice": practice.current().points.code_test_notice,
        "no_clearance": practice.current().points.no_card_is_no_clearance,
        "second": test.second.officer.titled_name if test.second else "",
        "is_second": test.second is not None and test.second.officer_id == viewer.pk,
        "must_choose": open_to_write and (test.second is None or must_be_replaced(test)),
        "can_choose": open_to_write and CHALLENGE.key not in test.shared,
        "steps": [_step(test, kind, viewer) for kind in SECTIONS] if open_to_write else [],
        "shared": shared_sections(test),
        "earlier": earlier_tests(point, viewer, KEYS + "stages"),
    }


def section_context(point: Point, viewer: Officer, kind: SectionKind) -> dict[str, Any]:
    """What stands around the form of a section."""
    model = practice.current().points
    test = code_test_of(point)
    overview_href = reverse(PART.address, kwargs={"ref": point.ref})
    return {
        "home": overview_href,
        "notice": model.code_test_notice,
        "misread": model.card_may_misread,
        "read_by": model.card_is_read_by,
        "no_clearance": model.no_card_is_no_clearance if challenged_in(kind) else "",
        "before_stages": [one for one in model.full_code_test if one.before],
        "shared": shared_sections(test) if kind in (CHALLENGE, ANSWER) else [],
        "earlier": earlier_tests(point, viewer, kind.key),
        "lines_href": reverse(
            "point-code-test-section", kwargs={"ref": point.ref, "section": "lines"}
        ),
        "share_words": _share_words(kind),
        "why_this_order": why_this_order(kind),
    }


def why_this_order(kind: SectionKind) -> str:
    """Why the section stands where it does, for its page."""
    words = {
        "lines": "First: what has been followed, towards and away from the suspect.",
        "strengths": "Second: what the case has, and what the suspect did. Weaknesses come after.",
        "weaknesses": "Third: weaknesses, weighed against the strengths that you have written.",
        "stages": "Fourth: both stages of the test, on strengths and weaknesses together. "
        "This is your assessment. The prosecutor decides.",
        "challenge": "Fifth: a second pair of eyes. Put it in terms of evidence and law.",
        "answer": "Last: what you make of the challenge.",
    }
    return words[slug_of(kind)]


def onward_from(point: Point, kind: SectionKind) -> str:
    """Where sharing leads: to the next section of the same writer, else to the overview."""
    place = WRITTEN_FIRST.index(kind) if kind in WRITTEN_FIRST else len(WRITTEN_FIRST)
    if place + 1 < len(WRITTEN_FIRST):
        onward = {"ref": point.ref, "section": slug_of(WRITTEN_FIRST[place + 1])}
        return reverse("point-code-test-section", kwargs=onward)
    return reverse(PART.address, kwargs={"ref": point.ref})


def shared_sections(test: CodeTest) -> list[SharedSection]:
    """What was shared, in the order of the test; challenges of earlier second persons with it."""
    found = []
    challenged_at = test.challenges[0].at if test.challenges else None
    for kind in SECTIONS:
        revisions = [test.shared[kind.key]] if kind.key in test.shared else []
        if kind == CHALLENGE:
            revisions = test.challenges
        for one in revisions:
            later = kind in WRITTEN_FIRST and challenged_at is not None and one.at > challenged_at
            said = said_in(slug_of(kind), one.answers)
            found.append(SharedSection(kind.title, one, said, later))
    return found


def earlier_tests(point: Point, viewer: Officer, key: str) -> list[EarlierTest]:
    """Earlier tests of the case that the viewer may read, the latest first, with what was shared of
    the section with this key."""
    revisions = SectionRevision.objects.filter(
        section__key=key,
        section__point__in=access.visible_to(viewer).filter(
            case_id=point.case_id, opened_at__lt=point.opened_at
        ),
    ).select_related("section__point")
    latest: dict[int, SectionRevision] = {}
    for one in revisions.order_by("-section__point__opened_at", "-number"):
        latest.setdefault(one.section.point_id, one)
    return [
        EarlierTest(
            one.section.point,
            reverse(PART.address, kwargs={"ref": one.section.point.ref}),
            said_in(key.removeprefix(KEYS), one.answers),
        )
        for one in list(latest.values())[:MOST_EARLIER]
    ]


def second_person_page(point: Point) -> dict[str, Any]:
    """What stands beside the form that names the second person."""
    people = second_person.eligible(point)
    now = SecondPerson.objects.filter(point=point).select_related("officer").first()
    return {
        "people": people,
        "nobody": "" if people else second_person.whom_to_ask(point),
        "now": now.officer.titled_name if now else "",
    }


def _step(test: CodeTest, kind: SectionKind, viewer: Officer) -> dict[str, str]:
    """One row of the list of sections: a link where the viewer can write it now, else why not."""
    status, colour = _state_of(test, kind)
    may = may_write_section(viewer, test.point, kind)
    hint = "" if may else may.reason
    href = ""
    if may:
        try:
            kind.ready(test.point)
        except CannotDo as not_yet:
            hint, status, colour = not_yet.message, "Cannot start yet", "grey"
        else:
            where = {"ref": test.point.ref, "section": slug_of(kind)}
            href = reverse("point-code-test-section", kwargs=where)
    return {"title": kind.title, "hint": hint, "href": href, "status": status, "colour": colour}


def _state_of(test: CodeTest, kind: SectionKind) -> tuple[str, str]:
    if kind.key in test.shared:
        return ("Shared", "") if test.is_settled(kind) else ("Changed since it was shared", "blue")
    return ("Draft", "blue") if kind.key in test.drafts else ("Not started", "grey")


def _share_words(kind: SectionKind) -> str:
    if kind == CHALLENGE:
        return "Share the challenge"
    if kind == ANSWER:
        return "Share the answer"
    return "Share and ask for the challenge" if kind == WRITTEN_FIRST[-1] else "Share and go on"
