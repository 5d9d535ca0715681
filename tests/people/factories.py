"""Small builders of real rows for the tests of this room and those above it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from stillpoint.people.models import (
    Accreditation,
    Area,
    Course,
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
    Team,
    TrainingRecord,
)

LONG_AGO = dt.date(2020, 1, 1)
_numbers = itertools.count(1000)


def make_area(name: str = "Northside", *, own: bool = True) -> Area:
    return Area.objects.get_or_create(name=name, defaults={"own": own})[0]


def make_team(name: str = "RASSO North", *, kind: str = "rasso", area: Area | None = None) -> Team:
    return Team.objects.get_or_create(name=name, defaults={"kind": kind, "area": area})[0]


def make_officer(
    name: str = "",
    *,
    rank: str = "inspector",
    grade: str = "",
    acting_rank: str = "",
    detective: bool = True,
    roles: Iterable[str] = (),
    manager: Officer | None = None,
    team: Team | str | None = None,
    accredited: Iterable[int] = (),
    calibrated_on: dt.date | None = LONG_AGO,
    since: dt.date = LONG_AGO,
    is_active: bool = True,
    password: str | None = None,
) -> Officer:
    """An officer with roles held, a line manager, a team and accreditation, all from ``since``.

    ``grade`` makes a member of staff and takes the place of ``rank``.
    """
    number = next(_numbers)
    given, _, family = (name or f"Robin Number{number}").partition(" ")
    officer = Officer(
        number=str(number),
        given_name=given,
        family_name=family or "Only",
        email=f"person{number}@force.example",
        rank="" if grade else rank,
        grade=grade,
        acting_rank=acting_rank,
        detective=detective and not grade,
        joined_on=since,
        is_active=is_active,
    )
    officer.set_password(password) if password else officer.set_unusable_password()
    officer.save()
    for role in roles:
        give_role(officer, role, since=since)
    if manager:
        LineManagement.objects.create(officer=officer, manager=manager, since=since)
    if team:
        team = make_team(team) if isinstance(team, str) else team
        Posting.objects.create(officer=officer, team=team, since=since)
    for step in accredited:
        accredit(officer, step, since=since, calibrated_on=calibrated_on)
    return officer


def give_role(officer: Officer, role: str, *, since: dt.date = LONG_AGO) -> RoleGrant:
    return RoleGrant.objects.create(officer=officer, role=role, since=since)


def accredit(
    officer: Officer,
    step: int = 1,
    *,
    since: dt.date = LONG_AGO,
    until: dt.date | None = None,
    calibrated_on: dt.date | None = LONG_AGO,
) -> Accreditation:
    return Accreditation.objects.create(
        officer=officer,
        step=step,
        evidence="Ten years in RASSO investigation.",
        since=since,
        until=until,
        calibrated_on=calibrated_on,
    )


def make_course(
    key: str = "risdp", *, specialist: bool = True, valid_months: int | None = None
) -> Course:
    return Course.objects.get_or_create(
        key=key,
        defaults={"name": key.upper(), "specialist": specialist, "valid_months": valid_months},
    )[0]


def train(
    officer: Officer,
    course: Course,
    *,
    on: dt.date = LONG_AGO,
    expires_on: dt.date | None = None,
) -> TrainingRecord:
    return TrainingRecord.objects.create(
        officer=officer, course=course, completed_on=on, expires_on=expires_on
    )
