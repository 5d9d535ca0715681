"""Builders of cases with people and points for tests: real rows, no mocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from stillpoint.cases.models import Case, Involvement, Milestone
from stillpoint.people.models import Officer
from tests.people.factories import make_officer
from tests.reviews.factories import make_case

LONG_AGO = dt.date(2020, 1, 1)


def make_manned_case(reference: str = "", **people: Officer) -> Case:
    """A live case with a first responder, an investigator and their supervisors. ``people`` gives
    officers by involvement role instead of new ones."""
    case = make_case(reference, live=True)
    inspector = make_officer(rank="inspector")
    sergeant = people.pop("supervisor", None) or make_officer(rank="sergeant", manager=inspector)
    shift_lead = make_officer(rank="sergeant", detective=False, manager=inspector)
    roles: dict[str, Callable[[], Officer]] = {
        "fro": lambda: make_officer(rank="constable", detective=False, manager=shift_lead),
        "oic": lambda: make_officer(rank="constable", manager=sergeant),
    }
    for role, make in roles.items():
        involve(case, people.pop(role) if role in people else make(), role)
    involve(case, sergeant, "supervisor")
    for role, officer in people.items():
        involve(case, officer, role)
    return case


def involve(case: Case, officer: Officer, role: str) -> Involvement:
    return Involvement.objects.create(case=case, officer=officer, role=role, since=LONG_AGO)


def happen(case: Case, kind: str, *, days_ago: float = 0.5) -> Milestone:
    """A milestone of the case, so many days ago."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    return Milestone.objects.create(case=case, kind=kind, at=at)


def officer_of(case: Case, role: str) -> Officer:
    return Involvement.objects.get(case=case, role=role).officer


def above(officer: Officer) -> Officer:
    """Whoever manages the officer directly."""
    return officer.managed_by.get().manager
