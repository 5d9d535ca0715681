"""Practice cases: rated, completed, compared with a panel, and nobody else's business."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Accreditation, Officer
from stillpoint.reviews import access_reviewing, calibrating
from stillpoint.reviews.models import CalibrationRun
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.review_factories import make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHY = "A warning had no recorded answer"


def cases() -> list[str]:
    return [case.key for case in practice.current().calibration]


def rate(officer: Officer, case: str, rating: int = 3) -> CalibrationRun:
    areas = calibrating.rated_areas(calibrating.practice_case(case))
    return calibrating.save_practice_ratings(
        by=officer,
        case=case,
        ratings=dict.fromkeys(areas, rating),
        why=dict.fromkeys(areas, WHY),
    )


def complete(officer: Officer, case: str) -> CalibrationRun:
    rate(officer, case)
    return calibrating.complete_practice_case(by=officer, case=case)


def uncalibrated() -> Officer:
    return make_reviewer(1, calibrated_on=None)


def calibrated_on(officer: Officer) -> object:
    return Accreditation.objects.get(officer=officer).calibrated_on


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_completing_every_practice_case_calibrates_the_reviewer() -> None:
    officer = uncalibrated()
    for case in cases():
        assert calibrated_on(officer) is None
        complete(officer, case)
    assert calibrated_on(officer) == timezone.localdate()


def test_a_practice_case_is_complete_only_when_every_area_is_rated() -> None:
    officer = uncalibrated()
    calibrating.save_practice_ratings(by=officer, case=cases()[0], ratings={"risk": 2})
    with pytest.raises(CannotDo, match="Supervisory oversight"):
        calibrating.complete_practice_case(by=officer, case=cases()[0])


def test_completed_ratings_stand() -> None:
    officer = uncalibrated()
    complete(officer, cases()[0])
    with pytest.raises(CannotDo, match="stand as you gave them"):
        rate(officer, cases()[0], rating=5)


def test_completing_twice_does_nothing_twice() -> None:
    officer = uncalibrated()
    first = complete(officer, cases()[0])
    again = calibrating.complete_practice_case(by=officer, case=cases()[0])
    assert again.completed_at == first.completed_at


def test_whoever_is_not_accredited_is_told_whom_to_ask() -> None:
    officer = make_officer()
    with pytest.raises(Refused, match="Ask the RASSO lead"):
        rate(officer, cases()[0])


def test_an_unknown_practice_case_is_refused() -> None:
    with pytest.raises(CannotDo, match="no such practice case"):
        calibrating.save_practice_ratings(by=uncalibrated(), case="nowhere", ratings={})


def test_no_role_opens_somebody_elses_results() -> None:
    run = complete(uncalibrated(), cases()[0])
    for role in practice.current().roles:
        officer = make_officer(rank="superintendent", roles=[role.key], accredited=[1, 2])
        assert not access_reviewing.can_see_calibration(officer, run).allowed, role.key


def test_a_supervisor_does_not_see_results() -> None:
    manager = make_officer(rank="chief_inspector")
    officer = make_reviewer(1, manager=manager, calibrated_on=None)
    run = complete(officer, cases()[0])
    assert not access_reviewing.can_see_calibration(manager, run).allowed


def test_nobody_elses_page_shows_what_somebody_rated() -> None:
    complete(uncalibrated(), cases()[0])
    lead = make_officer(rank="superintendent", roles=["rasso_lead"], accredited=[1])
    client = signed_in(lead)
    for address in (
        reverse("calibration"),
        reverse("calibration-case", kwargs={"case": cases()[0]}),
    ):
        shown = client.get(address)
        assert shown.status_code == 200
        assert WHY not in shown.text
        assert "How the panel judged it" not in shown.text


def test_the_trail_holds_no_results() -> None:
    complete(uncalibrated(), cases()[0])
    assert TrailEntry.objects.filter(act="complete a practice case").exists()
    assert not any(WHY in str(vars(entry)) for entry in TrailEntry.objects.all())


def test_the_panel_is_not_shown_before_ones_own_ratings_stand() -> None:
    officer = uncalibrated()
    case = practice.current().calibration[0]
    shown = signed_in(officer).get(reverse("calibration-case", kwargs={"case": case.key}))
    assert case.areas[0].why not in shown.text


def test_a_practice_case_is_rated_and_compared_on_screen() -> None:
    officer = uncalibrated()
    client = signed_in(officer)
    case = practice.current().calibration[0]
    address = reverse("calibration-case", kwargs={"case": case.key})
    ratings = {f"rating-{judged.area}": "5" for judged in case.areas}
    posted = client.post(address, {**ratings, "why-risk": WHY, "action": "complete"})
    assert posted.status_code == 302
    shown = client.get(address).text
    assert WHY in shown
    assert case.areas[1].why in shown
    assert "more lenient" in shown


def test_half_a_practice_case_can_wait() -> None:
    officer = uncalibrated()
    client = signed_in(officer)
    address = reverse("calibration-case", kwargs={"case": cases()[0]})
    client.post(address, {"rating-risk": "2", "action": "later"})
    assert CalibrationRun.objects.get(officer=officer).answers.get().rating == 2
    posted = client.post(address, {"rating-risk": "2", "action": "complete"})
    assert "Rate every area first" in posted.text
