"""Write the invented cases to the database, with the people who worked on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from stillpoint import practice
from stillpoint.cases.models import Case, CrimeNumber, Involvement, Milestone, OutcomeEvent
from stillpoint.people.models import Officer
from stillpoint.site.demo.caseload import CaseStory
from stillpoint.site.demo.force import DemoForce

SOURCE = "demo"


def file_cases(stories: Iterable[CaseStory], force: DemoForce, seed: int, today: dt.date) -> int:
    """Create cases, milestones, outcomes and involvement; returns how many cases."""
    known = list(stories)
    cases = Case.objects.bulk_create([_case(story, force) for story in known], batch_size=500)
    Milestone.objects.bulk_create(
        (
            Milestone(case=case, kind=kind, at=story.at(days), source=SOURCE)
            for case, story in zip(cases, known, strict=True)
            for kind, days in story.milestones
        ),
        batch_size=2000,
    )
    OutcomeEvent.objects.bulk_create(
        OutcomeEvent(
            case=case,
            code=case.outcome,
            group=case.outcome_group,
            decision_maker=case.decision_maker,
            on=case.outcome_on,
            source=SOURCE,
        )
        for case in cases
        if case.outcome
    )
    CrimeNumber.objects.bulk_create(
        CrimeNumber(case=case, number=f"{case.reference}/{number}")
        for place, case in enumerate(cases)
        for number in range(1, 3 if place % 23 == 0 else 2)
        if case.kind == "crime"
    )
    allocate = _Allocation(force, seed)
    parts = [
        part
        for case, story in zip(cases, known, strict=True)
        for part in allocate.parts(case, story, today)
    ]
    Involvement.objects.bulk_create(parts, batch_size=2000, ignore_conflicts=True)
    return len(cases)


def _case(story: CaseStory, force: DemoForce) -> Case:
    model = practice.current()
    case = Case(
        reference=story.reference,
        kind=story.kind,
        offence=story.offence,
        reported_on=story.reported_at.date(),
        area=force.areas[story.area],
        relationship=story.relationship,
        relationship_group=model.relationship_group(story.relationship),
        domestic_abuse=model.relationship_group(story.relationship) == "domestic",
        stage=story.milestones[-1][0],
        source=SOURCE,
    )
    reached = {kind for kind, _ in story.milestones}
    if story.outcome:
        code, maker, days = story.outcome
        case.outcome, case.decision_maker = code, maker
        case.outcome_on = story.at(days).date()
        case.outcome_group = model.outcome_group(code, maker or None, case.outcome_on)
        case.live = code == "1" and "court_result" not in reached
    elif story.kind == "incident":
        case.live = False
        case.outcome_group = "reported_incident"
    return case


class _Allocation:
    """Who attends, investigates, supervises and decides.

    Attendance is heavy-tailed: few first responders are trained, and the same ones are sent
    (P25). Investigators carry cases for months, so that each holds many at once.
    """

    def __init__(self, force: DemoForce, seed: int) -> None:
        self.force = force
        self.random = np.random.default_rng(seed + 1)
        self.pull = [self._heavy(len(area)) for area in force.frontline]

    def _heavy(self, number: int) -> np.ndarray:
        pull = self.random.pareto(1.2, number) + 0.1
        return np.asarray(pull / pull.sum())

    def parts(self, case: Case, story: CaseStory, today: dt.date) -> list[Involvement]:
        area = story.area
        attended = self.force.frontline[area][
            int(self.random.choice(len(self.pull[area]), p=self.pull[area]))
        ]
        day = story.reported_at.date()
        parts = [_part(case, attended, "fro", day, day)]
        if story.kind == "incident":
            return parts
        end = self._end(case, story, today)
        oic = self._one(self.force.investigators[area])
        sergeant = self._one(self.force.sergeants[area][:3])
        inspector = self._one(self.force.inspectors[area][:2])
        since = min(day + dt.timedelta(days=2), case.outcome_on or today)
        parts.append(_part(case, oic, "oic", since, end))
        parts.append(_part(case, sergeant, "supervisor", since, end))
        if self.random.random() < 0.3:
            helper = self._one(self.force.investigators[area])
            parts.append(_part(case, helper, "interviewer", since, end))
        if case.outcome:
            parts.append(_part(case, inspector, "decision_maker", case.outcome_on, case.outcome_on))
        if any(kind == "vrr_decided" for kind, _ in story.milestones):
            reviewer = self._one(self.force.inspectors[(area + 1) % 4])
            parts.append(_part(case, reviewer, "vrr_reviewer", case.outcome_on, None))
        return parts

    def _end(self, case: Case, story: CaseStory, today: dt.date) -> dt.date | None:
        return None if case.live else max(case.outcome_on or today, story.reported_at.date())

    def _one(self, people: list[Officer]) -> Officer:
        return people[int(self.random.integers(len(people)))]


def _part(
    case: Case, officer: Officer, role: str, since: dt.date | None, until: dt.date | None
) -> Involvement:
    if since and until and until < since:
        until = since
    return Involvement(case=case, officer=officer, role=role, since=since, until=until)
