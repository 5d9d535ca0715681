"""An invented force: areas, teams, about 250 people, their line managers, roles and training."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from stillpoint.people.models import (
    Accreditation,
    Area,
    Course,
    Duty,
    Equivalence,
    Force,
    Leave,
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
    Team,
    TrainingRecord,
)
from stillpoint.site.demo.names import Names

FORCE = "Wexmoor Constabulary"
AREAS = ("Harbour", "Moor", "Vale", "City")
START = dt.date(2022, 4, 1)
EVIDENCE = (
    "Eight years in rape investigation; completed the national investigators' programme.",
    "Led a specialist rape team for four years; regular work with the prosecution's rape unit.",
    "Force lead for the review of closed rape cases; trained in critical reflection.",
    "Senior investigating officer in serious sexual offence cases since 2017.",
)


@dataclass
class DemoForce:
    """The people by what they do; ``of_area`` lists hold one entry an area, in order."""

    areas: list[Area]
    frontline: list[list[Officer]] = field(default_factory=list)
    investigators: list[list[Officer]] = field(default_factory=list)
    sergeants: list[list[Officer]] = field(default_factory=list)
    inspectors: list[list[Officer]] = field(default_factory=list)
    first_reviewers: list[Officer] = field(default_factory=list)
    second_reviewers: list[Officer] = field(default_factory=list)
    named: dict[str, Officer] = field(default_factory=dict)


class Recruiter:
    """Makes officers with invented names, one after another; the same seed, the same people."""

    def __init__(self, seed: int) -> None:
        self._names = Names(seed)
        self._number = 2000
        self.officers: list[Officer] = []

    def recruit(self, *, rank: str = "", grade: str = "", detective: bool = False) -> Officer:
        given, family = self._names.next()
        self._number += 1
        officer = Officer(
            number=f"W{self._number}",
            given_name=given,
            family_name=family,
            email=self._email(given, family),
            rank=rank,
            grade=grade,
            detective=detective,
            joined_on=START - dt.timedelta(days=97 * (self._number % 40)),
        )
        officer.set_unusable_password()
        officer.save()
        self.officers.append(officer)
        return officer

    def _email(self, given: str, family: str) -> str:
        return f"{given}.{family}@wexmoor.example".lower().replace("'", "")


def make_force(seed: int, today: dt.date) -> DemoForce:
    """Create the force; returns who does what. About 250 people."""
    Force.objects.create(name=FORCE, emergency_contact="Force control room, extension 4000")
    recruiter = Recruiter(seed)
    areas = [Area.objects.create(name=name) for name in AREAS]
    made = DemoForce(areas)
    chiefs = _command(recruiter, made)
    for number, area in enumerate(areas):
        _area(recruiter, made, area, chiefs["dcis"][number % len(chiefs["dcis"])])
    _headquarters(recruiter, made)
    _train(made, today)
    _accredit(made, today)
    _roles(made)
    _away(made, today)
    return made


def _command(recruiter: Recruiter, made: DemoForce) -> dict[str, list[Officer]]:
    team = Team.objects.create(name="Crime command", kind="command")
    ranks = ("assistant_chief_constable", "chief_superintendent", "superintendent")
    line = [recruiter.recruit(rank=rank, detective=rank != ranks[0]) for rank in ranks]
    second = recruiter.recruit(rank="superintendent", detective=True)
    dcis = [recruiter.recruit(rank="chief_inspector", detective=True) for _ in range(6)]
    everyone = [*line, second, *dcis]
    for officer in everyone:
        Posting.objects.create(officer=officer, team=team, since=START)
    for below, above in zip(line[1:], line, strict=False):
        LineManagement.objects.create(officer=below, manager=above, since=START)
    LineManagement.objects.create(officer=second, manager=line[1], since=START)
    for number, dci in enumerate(dcis):
        LineManagement.objects.create(
            officer=dci, manager=(line[2], second)[number % 2], since=START
        )
    made.named |= {"chief": line[0], "lead": line[2], "second_lead": second, "dci": dcis[0]}
    # The lead stays out of it, and so sees a round as a lead does who is not blinded.
    made.second_reviewers = [line[1], second, *dcis]
    # Areas are led by four DCIs; the other two review without a stake in any area.
    return {"dcis": dcis[2:]}


def _area(recruiter: Recruiter, made: DemoForce, area: Area, dci: Officer) -> None:
    """One area: a response team of two shifts, a RASSO team, a CID office."""
    rasso = Team.objects.create(name=f"RASSO {area.name}", kind="rasso", area=area)
    cid = Team.objects.create(name=f"CID {area.name}", kind="cid", area=area)
    response = Team.objects.create(name=f"Response {area.name}", kind="response", area=area)
    inspectors = [recruiter.recruit(rank="inspector", detective=True) for _ in range(3)]
    uniform = recruiter.recruit(rank="inspector")
    for officer, team in zip([*inspectors, uniform], [rasso, rasso, cid, response], strict=True):
        _post(officer, team, dci)
    sergeants = [recruiter.recruit(rank="sergeant", detective=True) for _ in range(4)]
    for number, sergeant in enumerate(sergeants):
        _post(sergeant, (rasso, rasso, rasso, cid)[number], inspectors[(0, 1, 0, 2)[number]])
    investigators = [recruiter.recruit(rank="constable", detective=True) for _ in range(19)]
    investigators += [recruiter.recruit(grade="investigator") for _ in range(4)]
    for number, officer in enumerate(investigators):
        _post(officer, cid if number % 4 == 3 else rasso, sergeants[number % 4])
    shift_leads = [recruiter.recruit(rank="sergeant") for _ in range(2)]
    frontline = [recruiter.recruit(rank="constable") for _ in range(25)]
    for sergeant in shift_leads:
        _post(sergeant, response, uniform)
    for number, officer in enumerate(frontline):
        _post(officer, response, shift_leads[number % 2])
    made.frontline.append(frontline)
    made.investigators.append(investigators)
    made.sergeants.append(sergeants)
    made.inspectors.append(inspectors)


def _headquarters(recruiter: Recruiter, made: DemoForce) -> None:
    team = Team.objects.create(name="Headquarters", kind="support")
    posts = {
        "ld_lead": recruiter.recruit(grade="staff_manager"),
        "wellbeing_lead": recruiter.recruit(grade="staff_manager"),
        "disclosure_officer": recruiter.recruit(grade="senior_investigator"),
        "analyst": recruiter.recruit(grade="investigator"),
        "auditor": recruiter.recruit(grade="staff_manager"),
        "administrator": recruiter.recruit(grade="staff_supervisor"),
        "second_administrator": recruiter.recruit(grade="staff_supervisor"),
    }
    for officer in posts.values():
        _post(officer, team, made.named["chief"])
    made.named |= posts


def _post(officer: Officer, team: Team, manager: Officer) -> None:
    Posting.objects.create(officer=officer, team=team, since=START)
    LineManagement.objects.create(officer=officer, manager=manager, since=START)


def _train(made: DemoForce, today: dt.date) -> None:
    """Half of the investigators are fully qualified, and two in five of the front line."""
    risdp = Course.objects.create(
        key="risdp", name="RASSO investigators' skills programme", specialist=True
    )
    older = Course.objects.create(
        key="ssaidp", name="Specialist sexual assault course (older)", specialist=True
    )
    first = Course.objects.create(
        key="fro", name="First response to sexual offences", valid_months=36
    )
    Equivalence.objects.create(course=older, counts_as=risdp)
    records = []
    for number, officer in enumerate(person for area in made.investigators for person in area):
        if number % 2 == 0:
            course = older if number % 8 == 0 else risdp
            records.append(_record(officer, course, today, 200 + 7 * number))
    for number, officer in enumerate(person for area in made.frontline for person in area):
        if number % 5 < 2:
            records.append(_record(officer, first, today, 90 + 11 * number))
    TrainingRecord.objects.bulk_create(records)
    Duty.objects.bulk_create(
        Duty(officer=officer, on=today - dt.timedelta(days=back), shift=("early", "late")[back % 2])
        for area in made.frontline
        for number, officer in enumerate(area)
        for back in range(28)
        if (number + back) % 6 < 4
    )


def _record(officer: Officer, course: Course, today: dt.date, days_ago: int) -> TrainingRecord:
    done = today - dt.timedelta(days=days_ago % 1000)
    months = course.valid_months
    expires = done + dt.timedelta(days=30 * months) if months else None
    return TrainingRecord(officer=officer, course=course, completed_on=done, expires_on=expires)


def _accredit(made: DemoForce, today: dt.date) -> None:
    made.first_reviewers = [inspector for area in made.inspectors for inspector in area]
    lead = made.named["lead"]
    for step, people in ((1, made.first_reviewers), (2, made.second_reviewers)):
        for number, officer in enumerate(people):
            calibrated = today - dt.timedelta(days=260 - number)
            # One inspector has not done the practice cases: the demo shows how that looks.
            waiting = step == 1 and number == len(people) - 1
            Accreditation.objects.create(
                officer=officer,
                step=step,
                evidence=EVIDENCE[number % len(EVIDENCE)],
                granted_by=lead if officer != lead else made.named["second_lead"],
                since=today - dt.timedelta(days=300),
                calibrated_on=None if waiting else calibrated,
            )


def _roles(made: DemoForce) -> None:
    administrators = made.named["administrator"], made.named["second_administrator"]
    grants: Sequence[tuple[Officer, str]] = [
        (made.named["lead"], "rasso_lead"),
        (made.named["second_lead"], "rasso_lead"),
        *(
            (made.named[role], role)
            for role in ("ld_lead", "wellbeing_lead", "disclosure_officer", "analyst", "auditor")
        ),
    ]
    for officer, role in grants:
        RoleGrant.objects.create(
            officer=officer,
            role=role,
            since=START,
            granted_by=administrators[0],
            agreed_by=administrators[1],
            needs_agreement=True,
        )
    for officer in administrators:
        RoleGrant.objects.create(officer=officer, role="administrator", since=START)


def _away(made: DemoForce, today: dt.date) -> None:
    for number, officer in enumerate(person for area in made.investigators for person in area):
        if number % 9 == 0:
            start = today - dt.timedelta(days=number % 5)
            until = today + dt.timedelta(days=3 + number % 8)
            Leave.objects.create(officer=officer, since=start, until=until)
