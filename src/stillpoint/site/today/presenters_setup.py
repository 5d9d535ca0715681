"""The first steps of a force that has just begun, so that nobody faces an empty service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.people.access import can_administer, has_role
from stillpoint.people.models import Accreditation, Officer, Posting, RoleGrant
from stillpoint.reviews.models import Round
from stillpoint.site.today.items import Item, Kind, Matters

LEAD = "rasso_lead"


@dataclass(frozen=True)
class Step:
    """``there``: the records of which there must be one; ``page``: where the first is made."""

    there: QuerySet[Any]
    sentence: str
    why: str
    page: str


FOR_ADMINISTRATORS = (
    Step(
        Posting.objects.all(),
        "Take in the force’s people",
        "Officers, teams, line management and training come from a file of the personnel system.",
        "intake:upload",
    ),
    Step(
        RoleGrant.objects.filter(role=LEAD),
        "Give somebody the role of RASSO lead",
        "Open their page and grant it. It holds once the second administrator has agreed.",
        "people:people",
    ),
)
FOR_LEADS = (
    Step(
        Case.objects.all(),
        "Take in the force’s cases",
        "Cases, milestones, outcomes and who took part come from a file of the crime system.",
        "intake:upload",
    ),
    Step(
        Accreditation.objects.all(),
        "Accredit first and second reviewers",
        "They rate the practice cases before they are given a case. The list shows who could be.",
        "people:reviewers",
    ),
    Step(
        Round.objects.all(),
        "Open the first round",
        "It starts with what you want to learn, in your own words.",
        "round-open",
    ),
)


def first_steps(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """What is still missing: people and a lead, for administrators; cases, reviewers and a round,
    for leads. One query, and none for everybody else."""
    steps: tuple[Step, ...] = FOR_ADMINISTRATORS if can_administer(officer) else ()
    if has_role(officer, LEAD):
        steps += FOR_LEADS
    if not steps:
        return Kind()
    asked = [Exists(step.there) for step in steps]
    found = Officer.objects.filter(pk=officer.pk).values_list(*asked)[0]
    return Kind(tuple(_item(step) for step, there in zip(steps, found, strict=True) if not there))


def _item(step: Step) -> Item:
    return Item(
        matters=Matters.FIRST_STEP,
        sentence=step.sentence,
        why=step.why,
        href=reverse(step.page),
        tag="First step",
        colour="blue",
    )
