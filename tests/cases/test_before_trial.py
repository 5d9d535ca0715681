"""What whoever answered the call is shown of a case that may still come to trial."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases import before_trial, finding
from stillpoint.cases.access import sees_all_cases
from stillpoint.cases.models import Case, OutcomeEvent
from stillpoint.people.models import Officer
from stillpoint.points.debrief import CONTRIBUTION
from stillpoint.points.models import ClosureNotice
from stillpoint.points.opening_points import open_points
from stillpoint.points.presenters_rail import rail
from stillpoint.points.sections import save_section
from stillpoint.trust.answers import CannotDo
from tests.people.factories import give_role, make_officer
from tests.points.debriefing import open_debrief
from tests.points.factories import happen, involve, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CHARGED, NO_CHARGE = ("1", "charged"), ("16", "victim_declines")


def decided(outcome: tuple[str, str], *kinds: str) -> Case:
    case = make_manned_case()
    code, group = outcome
    Case.objects.filter(pk=case.pk).update(outcome=code, outcome_group=group)
    OutcomeEvent.objects.create(case=case, code=code, group=group)
    for days, kind in enumerate(reversed(kinds), start=1):
        happen(case, kind, days_ago=days)
    return Case.objects.get(pk=case.pk)


def shown(officer: Officer, case: Case) -> str:
    client = Client()
    client.force_login(officer)
    return str(client.get(reverse("cases:case", args=[case.ref])).content.decode())


def withheld(case: Case, role: str = "fro") -> bool:
    return before_trial.is_withheld(officer_of(case, role), case)


@pytest.mark.parametrize(
    ("outcome", "happened", "expected"),
    [
        (CHARGED, ("charged",), True),
        (CHARGED, ("charged", "plea_hearing"), True),
        (CHARGED, ("charged", "court_result"), False),
        (CHARGED, ("charged", "court_result", "appeal"), True),
        (NO_CHARGE, ("victim_declined",), False),
        (("", "not_finalised"), ("strategy_set",), True),
    ],
)
def test_it_is_withheld_until_the_case_has_ended(
    outcome: tuple[str, str], happened: tuple[str, ...], expected: bool
) -> None:
    assert withheld(decided(outcome, *happened)) is expected


@pytest.mark.parametrize("role", ["oic", "supervisor"])
def test_it_is_withheld_from_nobody_who_works_on_the_case(role: str) -> None:
    assert not withheld(decided(CHARGED, "charged"), role)


def test_somebody_who_also_investigates_it_is_shown_all() -> None:
    case = decided(CHARGED, "charged")
    fro = officer_of(case, "fro")
    involve(case, fro, "investigator")
    assert not before_trial.is_withheld(fro, case)


def test_a_lead_who_answered_the_call_is_shown_what_a_lead_needs() -> None:
    case = decided(CHARGED, "charged")
    fro = officer_of(case, "fro")
    give_role(fro, "rasso_lead")
    assert not before_trial.is_withheld(Officer.objects.get(pk=fro.pk), case)


def test_the_case_page_says_why_and_shows_neither_outcome_nor_what_came_after() -> None:
    case = decided(CHARGED, "fro_deployed", "handover_accepted", "charged", "plea_hearing")
    page = shown(officer_of(case, "fro"), case)
    assert "you may be a witness" in page
    assert "Handover accepted" in page
    timeline = page.split('id="timeline"')[1]
    assert "Charged" not in timeline and "Plea and trial" not in timeline
    assert "Decision by" not in page and "Last milestone" not in page
    assert "Charged" in shown(officer_of(case, "oic"), case)


def test_people_who_came_later_are_not_named() -> None:
    case = decided(CHARGED, "charged")
    decider = make_officer("Dee Cider")
    involve(case, decider, "decision_maker")
    assert "Dee Cider" not in shown(officer_of(case, "fro"), case)
    assert officer_of(case, "oic").full_name in shown(officer_of(case, "fro"), case)
    assert "Cider" in shown(officer_of(case, "oic"), case)


def test_the_list_of_cases_and_its_filters_say_nothing_either() -> None:
    case = decided(CHARGED, "charged")
    fro = officer_of(case, "fro")
    client = Client()
    client.force_login(fro)
    listed = client.get(reverse("cases:cases")).content.decode()
    assert case.reference in listed and "Not shown yet" in listed
    for wanted in ({"outcome": "charged"}, {"live": "yes"}, {"live": "no"}):
        assert case not in finding.cases(fro, wanted)
    assert case in finding.cases(officer_of(case, "oic"), {"outcome": "charged"})


def test_the_rail_says_nothing_of_points_after_the_handover() -> None:
    case = decided(CHARGED, "fro_deployed", "charged", "first_appearance")
    open_points(by=CONSOLE, case=case)
    states = [stop.state for stop in rail(case, officer_of(case, "fro"))]
    assert states[0] in ("open", "overdue") and states[1] == "not_opened"
    assert set(states[2:]) == {"not_shown"}
    assert "open" in [stop.state for stop in rail(case, officer_of(case, "oic"))][4:5]


def test_a_notice_that_is_held_back_holds_the_case_back_too() -> None:
    case = decided(NO_CHARGE, "victim_declined")
    ClosureNotice.objects.create(
        case=case,
        officer=officer_of(case, "fro"),
        state="held_back",
        asked_at=timezone.now(),
        held_back_reason="Your statement is not complete.",
    )
    assert withheld(case)


def test_no_debrief_opens_at_a_charge_and_one_does_at_the_court_s_result() -> None:
    case = decided(CHARGED, "charged", "outcome_recorded")
    kinds = [one.kind for one in open_points(by=CONSOLE, case=case)]
    assert "rpp6" not in kinds
    happen(case, "court_result", days_ago=0.1)
    assert "rpp6" in [one.kind for one in open_points(by=CONSOLE, case=case)]


def test_a_debrief_opens_at_an_outcome_that_no_court_follows() -> None:
    case = decided(NO_CHARGE, "outcome_recorded")
    assert "rpp6" in [one.kind for one in open_points(by=CONSOLE, case=case)]


def test_a_debrief_that_stands_open_is_not_written_in_before_the_trial_has_ended() -> None:
    point = open_debrief()
    assert point.owner is not None
    Case.objects.filter(pk=point.case_id).update(outcome_group="charged", live_stated=None)
    point.case.milestones.filter(kind="court_result").delete()
    happen(point.case, "charged")
    point.refresh_from_db()
    with pytest.raises(CannotDo, match="before a court"):
        save_section(
            by=point.owner, point=point, kind=CONTRIBUTION, version=0, answers={"learned": "Much."}
        )


def test_a_page_of_cases_asks_once_for_somebody_who_answered_no_call(
    django_assert_num_queries: object,
) -> None:
    officer = make_officer()
    cases = [decided(CHARGED, "charged") for _ in range(3)]
    officer = Officer.objects.get(pk=officer.pk)
    sees_all_cases(officer)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert before_trial.withheld_among(officer, cases) == set()
