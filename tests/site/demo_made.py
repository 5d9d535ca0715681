"""What the demonstration of one seed came to, read once and then taken back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from stillpoint.cases.models import Case, Involvement
from stillpoint.disclosure.models import Erasure, Hold, Kept
from stillpoint.disclosure.retaining import due_cases
from stillpoint.evidence.models import Report
from stillpoint.evidence.pulse_figures import Row, pulse_rows
from stillpoint.intake.held_rows import open_by_kind
from stillpoint.learning.models import Action, LearningPoint, Recognition, TrialAnswer
from stillpoint.people.models import Officer
from stillpoint.points.code_test import standing_of_code_test
from stillpoint.points.debrief import contributions
from stillpoint.points.handover_turns import turns
from stillpoint.points.models import (
    ClosureNotice,
    ConversationRevision,
    Participation,
    Point,
    PointState,
    ProtectedTime,
    SectionRevision,
    SideExcused,
)
from stillpoint.points.preparing import is_late
from stillpoint.points.signing import signatures_of
from stillpoint.reviews.access import readable_feedback
from stillpoint.reviews.models import Assignment, Feedback, Review, Round, Selection
from stillpoint.risks.models import LiveRisk
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.actors import Actor

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.UTC)
CONSOLE = Actor("console", "tests")


class TakenBack(Exception):
    """Ends a transaction whose records no test needs any longer."""


@dataclass
class Made:
    """What the demonstration of one seed came to, read once."""

    people: list[dict[str, str]]
    officers: list[Officer]
    cases: list[Case]
    rounds: dict[str, Round]
    reviews: list[Review]
    risks: list[LiveRisk]
    feedback: list[Feedback]
    reports: list[Report]
    outcomes_reviewed: Counter[str]
    involved: int
    set_aside: Counter[str]
    answers: Counter[str]
    supervisor_reads: int
    thanked: list[Recognition]
    learned: list[LearningPoint]
    times: set[str]
    late_times: int
    debriefs: set[tuple[str, bool]]
    signatures: set[int]
    today: dict[str, list[str]]
    states: States


@dataclass
class States:
    """In which states points, their pages and what follows from them stand."""

    points: set[tuple[str, str]]
    held: Counter[str]
    code_tests: set[str]
    turns: set[str]
    notices: set[str]
    actions: set[str]
    trials: set[str]
    trials_due: int
    pulse: list[Row]
    retention: dict[str, int]
    held_rows: dict[str, int]


def read(people: list[dict[str, str]]) -> Made:
    reviews = Review.objects.select_related(
        "assignment__reviewer", "assignment__selection__round", "assignment__selection__case"
    )
    spring = Round.objects.get(name="Spring round")
    drawn = spring.selections.select_related("case")
    reviews = reviews.prefetch_related("areas")
    return Made(
        people=people,
        officers=list(Officer.objects.all()),
        cases=list(Case.objects.all()),
        rounds={round.name: round for round in Round.objects.all()},
        reviews=list(reviews),
        risks=list(LiveRisk.objects.prefetch_related("steps")),
        feedback=list(Feedback.objects.prefetch_related("replies")),
        reports=list(Report.objects.select_related("round")),
        outcomes_reviewed=Counter(one.case.outcome_group for one in drawn),
        involved=Involvement.objects.values("case").distinct().count(),
        set_aside=Counter(
            Selection.objects.filter(substitute_for__state="unavailable").values_list(
                "round__name", flat=True
            )
        ),
        answers=Counter(
            Assignment.objects.filter(selection__round__name="Autumn round").values_list(
                "state", flat=True
            )
        ),
        supervisor_reads=sum(
            readable_feedback(Officer.objects.get(email=person["email"]))
            .filter(seen_at__isnull=False)
            .count()
            for person in people
            if person["role"] == "Supervisor"
        ),
        thanked=list(Recognition.objects.exclude(source="")),
        learned=list(
            LearningPoint.objects.filter(
                source__in=[one.trail_reference for one in LiveRisk.objects.all()]
            )
        ),
        times=set(ProtectedTime.objects.values_list("state", flat=True)),
        late_times=sum(is_late(one, timezone.now()) for one in ProtectedTime.objects.all()),
        debriefs={
            (point.state, bool(contributions(point)))
            for point in Point.objects.filter(kind="rpp6").exclude(state=PointState.WAIVED)
        },
        signatures={
            len(signatures_of(one))
            for one in SectionRevision.objects.filter(section__key="not_progressed")
        },
        today={
            person["role"]: [
                item.sentence
                for item in in_order(
                    what_is_left(Officer.objects.get(email=person["email"]), timezone.now())
                )
            ]
            for person in people
        },
        states=read_states(),
    )


def read_states() -> States:
    now, today = timezone.now(), timezone.localdate()
    points = Point.objects.select_related("owner")
    talks = ConversationRevision.objects.select_related("point")
    asked = Participation.objects.filter(point__kind="rpp2", point__state=PointState.OPEN)
    actions = Action.objects.filter(state="open")
    return States(
        points=set(points.values_list("kind", "state")),
        held=Counter(
            early=points.filter(state="held", held_at__lt=F("due_at")).count(),
            together=points.filter(held_with__isnull=False).count(),
            reopened=talks.filter(point__state="open").count(),
            declined=sum(one.lenses["welfare"]["answer"] == "declined" for one in talks),
            excused=SideExcused.objects.count(),
        ),
        code_tests={
            standing_of_code_test(one, one.owner).words.partition(":")[0]
            for one in points.filter(kind="rpp4", owner__isnull=False)
            if one.owner
        },
        turns={
            turn
            for part in asked.select_related("officer", "point")
            for turn in turns([part.point], part.officer).values()
        },
        notices=set(ClosureNotice.objects.values_list("state", flat=True)),
        actions={
            *Action.objects.values_list("state", flat=True),
            *(["overdue"] if actions.filter(due_on__lt=today).exists() else []),
            *(["to come"] if actions.filter(due_on__gt=today).exists() else []),
            *(["put off"] if actions.filter(steps__kind="put_off").exists() else []),
        },
        trials=set(TrialAnswer.objects.values_list("answer", flat=True)),
        trials_due=LearningPoint.objects.filter(ask_on__lte=now.date()).count(),
        pulse=pulse_rows(today),
        retention={
            "due": due_cases(today).count(),
            "kept": Kept.objects.count(),
            "proposed": Erasure.objects.filter(state="proposed").count(),
            "holds": Hold.objects.filter(lifted_at=None).count(),
        },
        held_rows=dict(open_by_kind()),
    )
