"""Builders of cases and rounds for tests: real rows, no mocks."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.people.models import Area, Officer
from stillpoint.reviews import assigning, drawing, handing_out, opening, planning
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import AreaJudgement, Assignment, Review, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.actors import Actor
from tests.people.factories import make_officer

CONSOLE = Actor("console", "tests")
_numbers = count(1)
AREAS = ("North", "South")
RELATIONSHIPS = ("stranger", "acquaintance", "domestic")
OUTCOMES = ("victim_declines_named", "nfa_police")


def make_case(
    reference: str = "",
    *,
    area: str | None = "North",
    relationship_group: str = "acquaintance",
    outcome_group: str = "nfa_police",
    reported_on: dt.date = dt.date(2026, 1, 15),
    live: bool = False,
) -> Case:
    where = Area.objects.get_or_create(name=area)[0] if area else None
    return Case.objects.create(
        reference=reference or f"ST-26-{next(_numbers):05d}",
        offence="19C",
        area=where,
        relationship_group=relationship_group,
        outcome_group=outcome_group,
        reported_on=reported_on,
        live=live,
    )


def make_cases(each: int = 6) -> list[Case]:
    """``each`` cases in every area × relationship × outcome group of this file: 12 strata."""
    return [
        make_case(area=area, relationship_group=relationship, outcome_group=outcome)
        for area in AREAS
        for relationship in RELATIONSHIPS
        for outcome in OUTCOMES
        for _ in range(each)
    ]


def make_open_round(name: str = "Autumn 2026", *, lead: Officer | None = None) -> Round:
    round = opening.open_round(by=lead or CONSOLE, name=name, purpose="To learn how we work.")
    return opening.set_population(by=lead or CONSOLE, round=round, population=Population())


def make_frozen_round(
    name: str = "Autumn 2026",
    *,
    size: int = 6,
    by: tuple[str, ...] = ("area",),
    lead: Officer | None = None,
) -> Round:
    round = make_open_round(name, lead=lead)
    design = planning.Design(by=by, size=size)
    planning.freeze_frame(by=lead or CONSOLE, round=round, design=design)
    round.refresh_from_db()
    return round


def make_drawn_round(
    name: str = "Autumn 2026",
    *,
    size: int = 6,
    by: tuple[str, ...] = ("area",),
    seed: str = "seed",
    lead: Officer | None = None,
) -> Round:
    round = make_frozen_round(name, size=size, by=by, lead=lead)
    drawing.draw_round(by=lead or CONSOLE, round=round, seed=seed)
    round.refresh_from_db()
    return round


def involve(officer: Officer, case: Case, role: str = "oic") -> Involvement:
    return Involvement.objects.create(case=case, officer=officer, role=role)


def make_reviewers(first: int = 4, second: int = 3) -> list[Officer]:
    """Accredited and calibrated: inspectors for the first step, chief inspectors for the second."""
    return [
        *(make_officer(accredited=(1,)) for _ in range(first)),
        *(make_officer(rank="chief_inspector", accredited=(2,)) for _ in range(second)),
    ]


def make_published_round(
    name: str = "Autumn 2026", *, size: int = 6, lead: Officer | None = None
) -> Round:
    """Needs cases and reviewers to be there."""
    round = make_drawn_round(name, size=size, lead=lead)
    assigning.assign_round(by=lead or CONSOLE, round=round)
    handing_out.publish_round(by=lead or CONSOLE, round=round)
    round.refresh_from_db()
    return round


def submit(assignment: Assignment, *, strengths: list[str], improvements: list[str]) -> Review:
    """A submitted review with one area judged, as reviewing leaves it."""
    first = Review.objects.filter(
        assignment__selection=assignment.selection, step=1, state="submitted"
    ).first()
    now = timezone.now()
    review = Review.objects.create(
        assignment=assignment,
        step=assignment.step,
        template_version="1",
        state="submitted",
        submitted_at=now,
        locked_at=now if assignment.step == 2 else None,
        rests_on=first if assignment.step == 2 else None,
    )
    AreaJudgement.objects.create(
        review=review,
        area=practice.current().review_template.areas[0].key,
        narrative="In words.",
        strengths=strengths,
        improvements=improvements,
        rating=4,
    )
    return review


def submit_both(
    selection: Selection,
    *,
    strengths: list[str] | None = None,
    improvements: list[str] | None = None,
) -> None:
    """Both reviews of a published case, submitted."""
    for assignment in selection.assignments.filter(state__in=STANDING).order_by("step"):
        submit(
            assignment,
            strengths=strengths or ["Kept the victim informed."],
            improvements=improvements or ["Asked for the records late."],
        )
