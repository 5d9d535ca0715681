"""Check-ins with a first response officer through the shift, and cover without training."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.people.models import Course, Officer, TrainingRecord
from stillpoint.points.conversing import invite
from stillpoint.points.forms_shift import CheckInForm
from stillpoint.points.models import CheckedAs, CoverException, Point, PointState, ShiftCheck
from stillpoint.points.opening_points import open_points
from stillpoint.points.shift import check_in, record_cover, without_training
from stillpoint.points.waiving import waive
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.points.test_rail_and_today import hold
from tests.reviews.factories import CONSOLE, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def first_response(fro: Officer | None = None) -> Point:
    case = make_manned_case(fro=fro) if fro else make_manned_case()
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def fro(point: Point) -> Officer:
    return officer_of(point.case, "fro")


def lead_of(point: Point) -> Officer:
    """The supervisor of the shift, who owns the point."""
    assert point.owner is not None
    return point.owner


def colleague(point: Point) -> Officer:
    return invite(by=fro(point), point=point, number=make_officer().number).officer


def ask_for_training() -> Course:
    return Course.objects.create(key="fro", name="First response", valid_months=36)


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def post(who: Officer, point: Point, **values: Any) -> Any:
    return browser(who).post(reverse("point-shift", args=[point.ref]), values)


def shown(officer: Officer, point: Point) -> str:
    page = browser(officer).get(reverse("point-shift", args=[point.ref]))
    assert page.status_code == 200
    return str(page.content.decode())


def test_a_supervisor_checks_in() -> None:
    point = first_response()
    check = check_in(by=lead_of(point), point=point, officer=fro(point), support="offered")
    assert (check.checked_as, check.support) == (CheckedAs.SUPERVISOR, "offered")


def test_a_colleague_who_was_asked_to_take_part_checks_in_as_a_peer() -> None:
    point = first_response()
    check = check_in(by=colleague(point), point=point, officer=fro(point), support="declined")
    assert check.checked_as == CheckedAs.PEER


def test_a_line_manager_needs_nobody_to_ask_them_and_whoever_is_further_up_does() -> None:
    point = first_response()
    inspector = lead_of(point).managed_by.get().manager
    Point.objects.filter(pk=point.pk).update(owner=None)
    point = Point.objects.get(pk=point.pk)
    lead = fro(point).managed_by.get().manager
    check = check_in(by=lead, point=point, officer=fro(point), support="offered")
    assert check.checked_as == CheckedAs.SUPERVISOR
    with pytest.raises(Refused, match="Managers further up cannot read it"):
        check_in(by=inspector, point=point, officer=fro(point), support="offered")


def test_somebody_who_was_not_asked_cannot() -> None:
    point = first_response()
    with pytest.raises(Refused):
        check_in(by=make_officer(), point=point, officer=fro(point), support="offered")


def test_nobody_checks_in_with_themselves() -> None:
    point = first_response()
    with pytest.raises(Refused, match="whoever checked in with you"):
        check_in(by=fro(point), point=point, officer=fro(point), support="offered")


def test_two_who_answered_the_call_check_in_with_each_other() -> None:
    case = make_manned_case()
    first, other = officer_of(case, "fro"), make_officer(rank="constable")
    involve(case, other, "fro")
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    check = check_in(by=other, point=point, officer=first, support="offered")
    assert check.checked_as == CheckedAs.PEER
    with pytest.raises(CannotDo, match="whoever checked in with you"):
        check_in(by=other, point=point, officer=other, support="offered")


def test_pressing_twice_is_one_check_in() -> None:
    point = first_response()
    for _ in range(2):
        check_in(by=lead_of(point), point=point, officer=fro(point), support="offered")
    assert point.shift_checks.count() == 1


def test_two_check_ins_at_different_times_are_two() -> None:
    point = first_response()
    now = timezone.now()
    for hours in (1, 3):
        check_in(
            by=lead_of(point),
            point=point,
            officer=fro(point),
            support="offered",
            at=now - dt.timedelta(hours=hours),
        )
    assert point.shift_checks.count() == 2


def test_what_is_not_in_the_list_is_refused() -> None:
    point = first_response()
    with pytest.raises(CannotDo, match="support"):
        check_in(by=lead_of(point), point=point, officer=fro(point), support="cried")


def test_a_time_to_come_is_refused() -> None:
    point = first_response()
    later = timezone.now() + dt.timedelta(hours=1)
    with pytest.raises(CannotDo, match="not come yet"):
        check_in(by=lead_of(point), point=point, officer=fro(point), support="offered", at=later)


def test_a_waived_point_takes_no_check_in() -> None:
    point = first_response()
    lead = lead_of(point)
    waive(by=lead.managed_by.get().manager, point=point, reason="It was held elsewhere last week.")
    with pytest.raises(CannotDo, match="waived already"):
        check_in(by=lead, point=point, officer=fro(point), support="offered")


def test_an_incident_that_is_no_crime_has_check_ins_too() -> None:
    case = make_case(live=True)
    Case.objects.filter(pk=case.pk).update(kind="incident")
    case.refresh_from_db()
    lead = make_officer(rank="sergeant")
    officer = make_officer(rank="constable", manager=lead)
    involve(case, officer, "fro")
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    assert check_in(by=lead, point=point, officer=officer, support="offered").officer == officer


def test_a_supervisor_who_answered_the_call_is_checked_on_from_above() -> None:
    inspector = make_officer(rank="inspector")
    sergeant = make_officer(rank="sergeant", manager=inspector)
    point = first_response(fro=sergeant)
    assert point.owner == inspector
    with pytest.raises(Refused):
        check_in(by=sergeant, point=point, officer=sergeant, support="offered")
    assert check_in(by=inspector, point=point, officer=sergeant, support="offered")


def test_the_point_is_held_without_a_check_in_recorded() -> None:
    point = first_response()
    hold(point, lead_of(point))
    point.refresh_from_db()
    assert point.state == PointState.HELD


@pytest.mark.parametrize(
    ("typed", "when"),
    [("23:40", "2026-03-04 23:40"), ("0.10", "2026-03-05 00:10"), ("", "")],
)
def test_a_time_is_the_last_such_time_that_has_passed(typed: str, when: str) -> None:
    form = CheckInForm({"support": "offered", "earlier": typed}, people=[Officer(ref="A")])
    assert form.is_valid()
    now = timezone.make_aware(dt.datetime(2026, 3, 5, 0, 30))
    found = form.at(now)
    assert (f"{timezone.localtime(found):%Y-%m-%d %H:%M}" if found else "") == when


def test_an_hour_that_is_to_come_today_is_not_taken_for_yesterday() -> None:
    form = CheckInForm({"support": "offered", "earlier": "14:30"}, people=[Officer(ref="A")])
    assert form.is_valid()
    with pytest.raises(CannotDo, match="14:30 is still to come today") as refused:
        form.at(timezone.make_aware(dt.datetime(2026, 3, 5, 14, 0)))
    assert refused.value.field == "earlier"


def test_somebody_who_only_reads_the_point_does_not_check_in() -> None:
    above = make_officer(rank="sergeant", team="Elsewhere")
    point = first_response()
    point.participations.create(officer=make_officer(manager=above), role="victim_officer")
    assert "We checked in" not in shown(above, point)
    with pytest.raises(Refused, match="by a supervisor of the officer"):
        check_in(by=above, point=point, officer=fro(point), support="offered")


def test_a_reader_of_the_officer_s_own_team_checks_in_as_a_peer() -> None:
    above = make_officer(rank="sergeant", team="Response A")
    officer = make_officer(
        rank="constable", team="Response A", manager=make_officer(rank="sergeant")
    )
    point = first_response(fro=officer)
    point.participations.create(officer=make_officer(manager=above), role="victim_officer")
    check = check_in(by=above, point=point, officer=officer, support="offered")
    assert check.checked_as == CheckedAs.PEER


def test_a_supervisor_of_one_of_two_is_offered_only_that_one() -> None:
    lead = make_officer(rank="sergeant")
    first = make_officer(rank="constable", manager=lead)
    case = make_manned_case(fro=first)
    other = make_officer(rank="constable", manager=make_officer(rank="sergeant"))
    involve(case, other, "fro")
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    Point.objects.filter(pk=point.pk).update(owner=None)
    point = Point.objects.get(pk=point.pk)
    with pytest.raises(CannotDo, match="checked on by their supervisors") as refused:
        check_in(by=lead, point=point, officer=other, support="offered")
    assert refused.value.field == "officer"
    assert check_in(by=lead, point=point, officer=first, support="offered")


def test_a_check_in_is_two_values_on_a_telephone() -> None:
    point = first_response()
    response = post(lead_of(point), point, support="taken_up", action="check")
    assert response.status_code == 302
    assert ShiftCheck.objects.get().by == lead_of(point)


def test_a_press_without_a_choice_says_what_to_do() -> None:
    point = first_response()
    response = post(lead_of(point), point, action="check")
    assert "Choose what was done about support" in response.content.decode()
    assert not ShiftCheck.objects.exists()


def test_the_officer_reads_who_checked_in_and_is_told_who_records_it() -> None:
    point = first_response()
    check_in(by=lead_of(point), point=point, officer=fro(point), support="taken_up")
    page = shown(fro(point), point)
    assert "Support taken up" in page and f"{lead_of(point).titled_name} (supervisor)" in page
    assert "We checked in" not in page and "whoever checked in with you" in page


def test_another_kind_of_point_has_no_such_page() -> None:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    page = browser(officer_of(case, "oic")).get(reverse("point-shift", args=[point.ref]))
    assert page.status_code == 404


def test_nobody_else_reads_it() -> None:
    point = first_response()
    page = browser(make_officer()).get(reverse("point-shift", args=[point.ref]))
    assert page.status_code == 403


def test_the_pages_of_the_point_lead_there() -> None:
    point = first_response()
    page = browser(fro(point)).get(reverse("point", args=[point.ref]))
    assert reverse("point-shift", args=[point.ref]) in page.content.decode()


def test_no_course_in_the_force_means_no_exception() -> None:
    assert without_training(first_response()) == []


def test_an_officer_without_current_training_is_found_for_the_day_of_the_call() -> None:
    course = ask_for_training()
    point = first_response()
    today = timezone.localdate()
    TrainingRecord.objects.create(
        officer=fro(point),
        course=course,
        completed_on=today - dt.timedelta(days=1200),
        expires_on=today - dt.timedelta(days=30),
    )
    assert without_training(point) == [fro(point)]


def test_training_current_on_the_day_is_enough() -> None:
    course = ask_for_training()
    point = first_response()
    day = timezone.localdate() - dt.timedelta(days=100)
    TrainingRecord.objects.create(officer=fro(point), course=course, completed_on=day)
    assert without_training(point) == []


def test_the_supervisor_is_shown_cover_as_a_fact_and_nobody_else_is() -> None:
    ask_for_training()
    point = first_response()
    peer = colleague(point)
    assert "It says something about cover" in shown(lead_of(point), point)
    assert all("Cover on that shift" not in shown(one, point) for one in (fro(point), peer))


def test_the_supervisor_records_why() -> None:
    ask_for_training()
    point = first_response()
    values = {"action": "cover", "officer": fro(point).ref, "reason": "nobody_trained"}
    assert post(lead_of(point), point, **values).status_code == 302
    assert CoverException.objects.get().reason == "nobody_trained"
    assert "Nobody trained was on duty." in shown(lead_of(point), point)


def test_the_reason_of_the_cover_is_chosen() -> None:
    ask_for_training()
    point = first_response()
    response = post(lead_of(point), point, action="cover", officer=fro(point).ref)
    assert "Choose what comes closest" in response.content.decode()


def test_a_colleague_does_not_record_cover() -> None:
    ask_for_training()
    point = first_response()
    with pytest.raises(Refused):
        record_cover(by=colleague(point), point=point, officer=fro(point), reason="nobody_trained")


def test_cover_is_not_recorded_on_a_point_that_was_waived() -> None:
    ask_for_training()
    point = first_response()
    lead = lead_of(point)
    waive(by=lead.managed_by.get().manager, point=point, reason="It was held elsewhere last week.")
    with pytest.raises(CannotDo, match="Reopen it first"):
        record_cover(by=lead, point=point, officer=fro(point), reason="nobody_trained")
    assert "Cover on that shift" not in shown(lead, point)


def test_recording_the_same_reason_twice_keeps_one() -> None:
    ask_for_training()
    point = first_response()
    for reason in ("nobody_trained", "nobody_trained", "not_known"):
        record_cover(by=lead_of(point), point=point, officer=fro(point), reason=reason)
    assert [one.reason for one in CoverException.objects.all()] == ["not_known"]


def test_a_supervisor_opens_the_page_in_as_many_queries_for_many_as_for_few() -> None:
    ask_for_training()
    point = first_response()
    above = lead_of(point)

    def queries() -> int:
        browser(above).get(reverse("point-shift", args=[point.ref]))
        with CaptureQueriesContext(connection) as asked:
            shown(above, point)
        return len(asked)

    few = queries()
    for _ in range(4):
        one = make_officer(rank="constable", manager=lead_of(point))
        point.participations.create(officer=one, role="fro")
    assert queries() == few
