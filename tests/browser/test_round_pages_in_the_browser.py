"""Every page of a round, of assignments and of feedback: wide and narrow, by the accessibility
check, and with the actions that need no script."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import assigning, drawing, feeding_back, handing_out, opening
from stillpoint.reviews.models import Assignment, Feedback, Round
from tests.browser.conftest import NARROW, WIDE
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    involve,
    make_case,
    make_cases,
    make_drawn_round,
    make_frozen_round,
    make_open_round,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Scene:
    lead: Officer
    pat: Officer
    reviewer: Officer
    addresses: list[tuple[Officer, str]]


PURPOSE = (
    "To learn how we speak with victims in the first week, and what we can do about the time "
    "that digital evidence takes."
)


@pytest.fixture
def scene() -> Iterator[Scene]:
    lead = make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))
    boss = make_officer("Mary Manager", rank="sergeant")
    pat = make_officer("Pat Person", rank="constable", manager=boss)
    make_cases(each=4)
    for _ in range(3):
        make_case(live=True)
    make_reviewers(first=5, second=4)
    make_officer("Nora Notyet", accredited=(1,), calibrated_on=None)
    opened = make_open_round("Winter 2026", lead=lead)
    opened.purpose = PURPOSE
    opened.hours_protected = 120
    opened.save()
    opening.abandon_round(
        by=lead, round=make_open_round("Summer 2026", lead=lead), reason="An area was missing."
    )
    frozen = make_frozen_round("Spring 2027", size=12, lead=lead)
    drawing.commit_part(by=pat_as_analyst(), round=frozen, part="eleven-quiet-orchard-gates")
    published = make_published_round("Autumn 2026", size=8, lead=lead)
    feedback = fed_back(published, pat)
    drawn = with_gaps(make_drawn_round("Spring 2026", size=6, lead=lead))
    one = Assignment.objects.filter(selection__round=published, state="published", step=1).last()
    assert one is not None
    yield Scene(
        lead,
        pat,
        one.reviewer,
        [
            (lead, reverse("rounds")),
            (lead, reverse("round-open")),
            *((lead, at(name, opened)) for name in ("round", "round-live", "round-abandon")),
            (lead, at("round-plan", opened)),
            (lead, at("round-plan", opened) + "?by=area&by=relationship&by=outcome&decide=size"
             "&amount=12&rule=equal&since-day=1&since-month=1&since-year=2026"),
            (lead, at("round-coordinate", opened)),
            *((lead, at(name, frozen)) for name in ("round", "round-plan", "round-seed")),
            *((lead, at(name, drawn)) for name in ("round", "round-draw", "round-assignments")),
            *((lead, at(name, published)) for name in
              ("round", "round-assignments", "round-progress", "round-feedback", "round-close")),
            (lead, at("round-move", published, selection=one.selection.ref, step="1")),
            (lead, at("round-set-aside", published, selection=one.selection.ref)),
            (lead, at("conduct-referral", published, selection=one.selection.ref)),
            (lead, at("round-feedback-lines", published, feedback=feedback.ref)),
            (lead, reverse("feedback", args=[feedback.ref])),
            (one.reviewer, reverse("assignment", args=[one.ref])),
            (pat, reverse("feedback-list")),
            (pat, reverse("feedback", args=[feedback.ref])),
        ],
    )  # fmt: skip


def at(name: str, round: Round, **more: str) -> str:
    return reverse(name, kwargs={"ref": round.ref, **more})


def pat_as_analyst() -> Officer:
    return make_officer("Ana Lyst", roles=("analyst",))


def with_gaps(round: Round) -> Round:
    """Assigned, but for one case in which every reviewer of the first step was involved."""
    case = round.selections.all()[0].case
    for reviewer in Officer.objects.filter(accreditations__step=1).exclude(given_name="Nora"):
        involve(reviewer, case)
    assigning.assign_round(by=CONSOLE, round=round)
    return round


def fed_back(round: Round, pat: Officer) -> Feedback:
    selection = round.selections.all()[0]
    involve(pat, selection.case)
    submit_both(
        selection,
        strengths=["The officer explained each step before it was taken, and kept to it."],
        improvements=["The download was asked for late; nobody told the victim why."],
    )
    lead = round.lead
    assert lead is not None
    feeding_back.prepare_feedback(by=lead, round=round)
    feeding_back.release_feedback(by=lead, round=round)
    feedback = Feedback.objects.get(officer=pat)
    feeding_back.reply_to_feedback(by=pat, feedback=feedback, text="The lab was closed that week.")
    one = Assignment.objects.filter(selection__round=round, state="published").last()
    assert one is not None
    handing_out.accept_assignment(by=one.reviewer, assignment=one)
    return feedback


def looked_at(page: Any, number: int) -> None:
    """Keep a picture where a person asked for one."""
    folder = os.environ.get("STILLPOINT_PICTURES")
    if folder:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"round-{number:02}-{width}.png", full_page=True)


def test_every_page_is_accessible_and_fits_a_narrow_and_a_wide_window(
    page: Any,
    sign_in: Callable[[Any], None],
    axe: Callable[[Any], None],
    no_sideways_scroll: Callable[[Any], None],
    scene: Scene,
) -> None:
    for number, (viewer, address) in enumerate(scene.addresses):
        sign_in(viewer)
        for window in (WIDE, NARROW):
            page.set_viewport_size(window)
            page.goto(address)
            looked_at(page, number)
            no_sideways_scroll(page)
        axe(page)
