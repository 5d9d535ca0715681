"""Builders of cases and rounds for tests: real rows, no mocks."""

from __future__ import annotations

import datetime as dt
from itertools import count

from stillpoint.cases.models import Case
from stillpoint.people.models import Area, Officer
from stillpoint.reviews import drawing, opening, planning
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Round
from stillpoint.trust.actors import Actor

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
