"""A list takes as many queries for many things as for few, and no more than its ceiling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.disclosure.flagging import flag_words
from stillpoint.disclosure.holding import place_hold
from stillpoint.disclosure.models import Erasure
from stillpoint.intake.models import IntakeRun, QuarantinedRow, RunState
from stillpoint.learning.models import LearningPoint, TrainingNeed
from stillpoint.people.models import Course, Equivalence, Officer, TrainingRecord
from stillpoint.points.noting import write_note
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FEW, MANY = 3, 60
# What one page may weigh, in bytes of HTML.
WEIGHT = 60 * 1024


def make_run(number: int) -> IntakeRun:
    return IntakeRun.objects.create(
        what=("cases", "people")[number % 2],
        mapping="own",
        files=[f"file-{number}.csv"],
        state=RunState.DONE,
        by="console:ops",
        started_at=timezone.now(),
        finished_at=timezone.now(),
        read=10,
        created=10,
    )


def hold_row(number: int) -> None:
    QuarantinedRow.objects.create(
        run=make_run(number),
        file="cases.csv",
        file_kind="cases",
        line=number + 2,
        reference=f"R-{number}",
        field="outcome",
        kind=("bad", "contradiction")[number % 2],
        identity=f"R-{number}",
        reason="The day cannot be read.",
        row={"reference": f"R-{number}"},
    )


def wonder(number: int) -> None:
    QuarantinedRow.objects.create(
        run=make_run(number),
        file="cases.csv",
        file_kind="cases",
        line=number + 2,
        field="outcome",
        kind="unknown",
        wording=f"Wording {number}",
        reason="Nobody has said what it means.",
        row={"outcome": f"Wording {number}"},
    )


def learn(number: int) -> None:
    case = Case.objects.create(
        reference=f"L-{number}", offence="19C", reported_on=dt.date(2026, 1, 2)
    )
    agreed = number % 2 == 0
    point = LearningPoint.objects.create(
        case=case,
        source=f"point:{number}",
        kind="strength",
        level="unit",
        text="A message at the agreed time keeps people with us.",
        agreed_text="A message at the agreed time." if agreed else "",
        written_by=make_officer(),
        agreed_by=make_officer() if agreed else None,
        agreed_at=timezone.now() if agreed else None,
    )
    point.involved.add(make_officer())


def need(number: int) -> None:
    TrainingNeed.objects.create(
        source=f"point:{number}",
        for_whom=make_officer() if number % 2 else None,
        for_group="" if number % 2 else "New starters",
        aim="Digital material",
        capability="Can ask for it",
        how_we_shall_know="Fewer phones wait",
        raised_by=make_officer(),
    )


def train(number: int) -> None:
    course = Course.objects.create(key=f"course-{number}", name=f"Course {number}")
    newer = Course.objects.create(key=f"newer-{number}", name=f"Course {number}, newer")
    Equivalence.objects.create(course=course, counts_as=newer)
    TrainingRecord.objects.create(
        officer=make_officer(), course=course, completed_on=dt.date(2026, 1, 2)
    )


def make_case(number: int) -> Case:
    return Case.objects.create(reference=f"C-{number}", offence="19C")


def note(number: int) -> None:
    """One of the keeper's own, who was there first."""
    write_note(by=Officer.objects.order_by("pk")[0], text=f"Ask for the plan, {number}.")


def flag(number: int) -> None:
    flag_words(
        by=make_officer(),
        case=make_case(number),
        source=f"point:{number}",
        kind="A point",
        words="The plan was not looked at.",
    )


def hold(number: int) -> None:
    by = Officer.objects.order_by("pk")[0]
    kind = practice.current().retention.holds[0].key
    place_hold(by=by, case=make_case(number), kind=kind, reason="An appeal.")


def erase(number: int) -> None:
    Erasure.objects.create(
        case=make_case(number),
        reason="No longer needed.",
        proposed_by=make_officer(),
        proposed_at=timezone.now(),
    )


LISTS: dict[str, tuple[str, Callable[[int], object], int]] = {
    "imports": ("intake:intake", make_run, 12),
    "held rows": ("intake:held", hold_row, 14),
    "unknown wordings": ("intake:wordings", wonder, 12),
    "learning points": ("learning", learn, 12),
    "training needs": ("training-needs", need, 11),
    "trainings": ("people:courses", train, 12),
    "private notes": ("notes", note, 13),
    "flags of relevance": ("disclosure", flag, 13),
    "holds": ("holds", hold, 13),
    "erasures": ("erasures", erase, 13),
}


@pytest.fixture
def keeper() -> Officer:
    """Somebody whom every list shows everything."""
    return make_officer(roles=("rasso_lead", "ld_lead", "administrator", "disclosure_officer"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_queries_at_any_length(name: str, keeper: Officer) -> None:
    url_name, make, ceiling = LISTS[name]
    client = Client()
    client.force_login(keeper)
    numbers = iter(range(MANY))
    for number in (next(numbers) for _ in range(FEW)):
        make(number)
    few, _ = visit(client, url_name)
    for number in numbers:
        make(number)
    many, page = visit(client, url_name)
    assert many == few <= ceiling
    assert len(page) <= WEIGHT


def visit(client: Client, url_name: str) -> tuple[int, bytes]:
    """How many queries the page takes, once what is asked once for a process is known."""
    client.get(reverse(url_name))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse(url_name))
    assert answer.status_code == 200
    return len(captured), answer.content


def test_a_long_list_of_wordings_has_pages(keeper: Officer) -> None:
    for number in range(MANY):
        wonder(number)
    client = Client()
    client.force_login(keeper)
    first, last = (
        client.get(f"{reverse('intake:wordings')}?page={page}").content.decode() for page in (1, 3)
    )
    assert "Showing 1 to 25 of 60 wordings" in first
    assert first.count("Say what it means") == 25
    assert last.count("Say what it means") == 10
