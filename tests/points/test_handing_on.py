"""What the worker does for points: opening after milestones and imports, handing on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from stillpoint.cases.entering import enter_milestone
from stillpoint.cases.facts import CasesImported
from stillpoint.cases.models import Case
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import IntakeRun
from stillpoint.people.facts import OfficerMoved
from stillpoint.people.leaving import leave
from stillpoint.people.models import LineManagement
from stillpoint.points.handing_on import find_owners
from stillpoint.points.handlers import hand_on_after_moving, open_after_import
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from tests.people.factories import make_officer
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def owned_by_oic() -> Point:
    case = make_manned_case()
    happen(case, "file_to_gatekeeper")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def test_a_milestone_entered_on_the_page_opens_its_point() -> None:
    case = make_manned_case()
    oic = officer_of(case, "oic")
    enter_milestone(by=oic, case=case, kind="strategy_set", on=timezone.localdate())
    run_until_idle(raising=True)
    assert Point.objects.get(case=case).kind == "rpp3"


def test_an_import_opens_the_points_of_its_cases() -> None:
    case = make_manned_case()
    happen(case, "strategy_set")
    other = make_manned_case()
    happen(other, "strategy_set")
    run = IntakeRun.objects.create(mapping="stillpoint")
    Case.objects.filter(pk=case.pk).update(last_run=run)
    open_after_import(CasesImported(run=run.ref, created=1, updated=0))
    assert [point.case for point in Point.objects.all()] == [case]


def test_the_points_of_a_leaver_go_to_whoever_holds_the_role_now() -> None:
    point = owned_by_oic()
    leaver = point.owner
    assert leaver is not None
    second = make_officer(rank="constable")
    involve(point.case, second, "oic")
    Point.objects.filter(pk=point.pk).update(owner=leaver)
    leave(by=CONSOLE, officer=leaver, on=timezone.localdate())
    run_until_idle(raising=True)
    point.refresh_from_db()
    assert point.owner == second


def test_whoever_gets_points_is_told_without_a_word_of_the_case() -> None:
    point = owned_by_oic()
    leaver = point.owner
    assert leaver is not None
    second = make_officer(rank="constable")
    involve(point.case, second, "oic")
    leave(by=CONSOLE, officer=leaver, on=timezone.localdate())
    run_until_idle(raising=True)
    (letter,) = messages_for(second)
    assert point.case.reference not in f"{letter.subject} {letter.text}"


def test_without_anybody_in_the_role_a_leavers_point_waits_for_an_owner() -> None:
    point = owned_by_oic()
    assert point.owner is not None
    leave(by=CONSOLE, officer=point.owner, on=timezone.localdate())
    run_until_idle(raising=True)
    point.refresh_from_db()
    assert point.owner is None


def test_a_point_without_an_owner_finds_one_once_there_is_one() -> None:
    point = owned_by_oic()
    Point.objects.filter(pk=point.pk).update(owner=None)
    find_owners(by=CONSOLE)
    point.refresh_from_db()
    assert point.owner == officer_of(point.case, "oic")


def test_the_points_of_somebody_who_moved_go_to_their_new_supervisor() -> None:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    oic, new = officer_of(case, "oic"), make_officer(rank="sergeant")
    LineManagement.objects.filter(officer=oic).update(manager=new)
    fact = OfficerMoved(officer=oic.ref, team="", since=timezone.localdate().isoformat())
    hand_on_after_moving(fact)
    hand_on_after_moving(fact)
    point.refresh_from_db()
    assert point.owner == new
