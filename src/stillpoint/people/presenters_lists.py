"""The lists of this room as tables: reviewers, areas, teams, courses."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from stillpoint.people.models import Accreditation, Area, Course, Officer, Team
from stillpoint.people.models.force import TeamKind
from stillpoint.people.presenters import Cell, Table, day, officer_cell, period
from stillpoint.people.rank_rules import STEPS, ReviewStanding, review_standings

CANDIDATES_SHOWN = 50


def reviewers(found: Iterable[Accreditation]) -> list[Table]:
    """A table for each step, each reviewer with whether they may review today and why not."""
    held = list(found)
    return [_reviewers_of(step, [item for item in held if item.step == step]) for step in STEPS]


def _reviewers_of(step: int, held: list[Accreditation]) -> Table:
    standings = review_standings([item.officer for item in held], step)
    rows = []
    for item in held:
        standing = standings[item.officer_id]
        rows.append(
            (
                officer_cell(item.officer),
                Cell(item.evidence),
                *period(item),
                Cell(day(item.calibrated_on, "Not yet")),
                _state(standing),
                Cell(
                    "End",
                    reverse("people:end_accreditation", args=[item.ref]),
                    of=item.officer.titled_name,
                ),
            )
        )
    head = ("Person", "Specialist knowledge", "From", "Until", "Practice cases", "State", "Change")
    return Table(f"{STEPS[step].capitalize()}ers", head, rows, "Nobody is accredited yet.")


def _state(standing: ReviewStanding) -> Cell:
    if not standing.allowed:
        return Cell(standing.bar.capitalize(), tag="red")
    if standing.calibrated_on is None:
        return Cell("Practice cases first", tag="yellow")
    return Cell("May review", tag="green")


def candidates(found: dict[int, list[Officer]]) -> list[Table]:
    """A table for each step of those who could be accredited for it (``finding``)."""
    return [
        Table(
            f"Could be accredited for the {STEPS[step]}",
            ("Person", "Rank or grade", "What to do"),
            [
                (
                    officer_cell(one),
                    Cell(one.rank_label),
                    Cell(
                        "Accredit",
                        reverse("people:accredit", args=[one.ref]) + f"?step={step}",
                        of=one.titled_name,
                    ),
                )
                for one in people[:CANDIDATES_SHOWN]
            ],
            "Nobody else of the rank holds a specialist course in date.",
        )
        for step, people in found.items()
    ]


def areas(found: Iterable[Area]) -> Table:
    rows = [
        (
            Cell(area.name, reverse("people:area", args=[area.ref])),
            Cell("This force" if area.own else "Another force"),
            Cell(day(area.since)),
            Cell(day(area.until)),
        )
        for area in found
    ]
    return Table("Areas", ("Area", "Of", "From", "Until"), rows, "No areas yet.")


def teams(found: Iterable[Team]) -> Table:
    rows = [
        (
            Cell(team.name, reverse("people:team", args=[team.ref])),
            Cell(TeamKind(team.kind).label),
            Cell(team.area.name if team.area else "The whole force"),
            Cell(day(team.closed_on)),
        )
        for team in found
    ]
    return Table("Teams", ("Team", "Kind", "Area", "Closed"), rows, "No teams yet.")


def courses(found: Iterable[Course]) -> Table:
    rows = [
        (
            Cell(course.name, reverse("people:course", args=[course.ref])),
            Cell("Yes" if course.specialist else "No"),
            Cell(f"{course.valid_months} months" if course.valid_months else "Does not run out"),
            Cell(", ".join(link.counts_as.name for link in course.counts_as.all())),
        )
        for course in found
    ]
    head = ("Course", "Specialist", "Valid for", "Counts as")
    return Table("Courses", head, rows, "No courses yet.")
