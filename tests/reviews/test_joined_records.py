"""What keeps a person from judging their own work follows the person over all their records."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.agreeing_changes import agree_change
from stillpoint.people.models import LineManagement, Officer
from stillpoint.people.proposing import propose_join
from stillpoint.points.opening_points import ask_for_point
from stillpoint.reviews import eligibility
from stillpoint.reviews.models import Assignment, Conflict, Selection
from tests.people.factories import LONG_AGO, make_officer
from tests.reviews.factories import involve, make_case, make_drawn_round
from tests.reviews.review_factories import (
    make_assignment,
    make_reviewer,
    make_submitted_first_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def selection() -> Selection:
    make_case(area="North")
    make_case(area="North")
    found = make_drawn_round(size=2).selections.select_related("case", "round").first()
    assert found is not None
    return found


@pytest.fixture
def officer() -> Officer:
    """Back under a new number, and accredited."""
    return make_officer("Pat Again", rank="chief_inspector", accredited=(1, 2))


@pytest.fixture
def before() -> Officer:
    """The record under which they worked until they left."""
    return make_officer("Pat Before", rank="constable", since=LONG_AGO)


def join(officer: Officer, before: Officer) -> None:
    one, two = (make_officer(roles=("administrator",)) for _ in range(2))
    agree_change(by=two, change=propose_join(by=one, officer=officer, other=before))


def bars(selection: Selection, officer: Officer, step: int = 1) -> list[str]:
    return eligibility.grounds([selection], step).bars(selection, officer)


def test_a_case_of_the_old_record_is_their_own(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    involve(before, selection.case)
    assert bars(selection, officer) == []
    join(officer, before)
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def test_so_is_a_case_at_whose_point_they_took_part(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    point = ask_for_point(by=make_officer(), case=selection.case, kind="rpp4")
    point.participations.create(officer=before, role="second_person", took_part=True)
    join(officer, before)
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def test_whom_they_managed_then_they_do_not_judge(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    constable = make_officer(rank="constable")
    until = timezone.localdate() - dt.timedelta(days=9)
    LineManagement.objects.create(officer=constable, manager=before, since=LONG_AGO, until=until)
    involve(constable, selection.case)
    join(officer, before)
    assert bars(selection, officer) == [eligibility.LINE_MANAGEMENT]


def test_nor_the_work_of_who_manages_them_by_an_old_record(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    """The joined person is the manager: whoever they manage does not review their old case."""
    reviewer = make_officer(rank="chief_inspector", accredited=(1,), manager=officer)
    involve(before, selection.case)
    join(officer, before)
    assert bars(selection, reviewer) == [eligibility.MANAGED]


def test_a_conflict_declared_then_holds(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    Conflict.objects.create(officer=before, case=selection.case, reason="A friend.")
    join(officer, before)
    assert bars(selection, officer) == [eligibility.CONFLICT]


def test_who_reviewed_the_first_step_by_one_record_is_barred_from_the_second_by_the_other(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    Assignment.objects.create(selection=selection, step=1, reviewer=before, state="accepted")
    join(officer, before)
    assert eligibility.SAME_PERSON in bars(selection, officer, step=2)


def test_a_third_record_is_theirs_too(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    oldest = make_officer("Pat Oldest", rank="constable")
    involve(oldest, selection.case)
    join(before, oldest)
    join(officer, before)
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def test_nobody_elses_case_becomes_theirs(
    selection: Selection, officer: Officer, before: Officer
) -> None:
    involve(make_officer(), selection.case)
    join(officer, before)
    assert bars(selection, officer) == []


def test_an_unfinished_review_of_what_is_now_their_own_case_goes_to_someone_else(
    officer: Officer, before: Officer
) -> None:
    other = make_reviewer(1)
    assignment = make_assignment(1, officer)
    involve(before, assignment.selection.case)
    join(officer, before)
    run_until_idle(raising=True)
    assignment.refresh_from_db()
    assert assignment.state == "withdrawn"
    given = Assignment.objects.get(selection=assignment.selection, step=1, state="published")
    assert given.reviewer == other


def test_of_a_review_submitted_already_the_lead_is_told(officer: Officer, before: Officer) -> None:
    review = make_submitted_first_review(officer)
    involve(before, review.assignment.selection.case)
    lead = review.assignment.selection.round.lead or make_officer(roles=("rasso_lead",))
    join(officer, before)
    run_until_idle(raising=True)
    assert messages_for(lead).filter(subject="A submitted review is not independent").exists()
    review.assignment.refresh_from_db()
    assert review.assignment.state == "accepted"
