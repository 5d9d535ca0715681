from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint.events.models import Announcement
from stillpoint.people import access
from stillpoint.people.accrediting import accredit, end_accreditation, record_calibration
from stillpoint.people.models import Officer
from stillpoint.people.rank_rules import may_review_step
from stillpoint.people.training import (
    add_course,
    count_as,
    expiry,
    record_training,
    stop_counting_as,
)
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_course, make_officer, train

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CLERK = job("test")
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
KNOWS = "Led a RASSO team for six years."


@pytest.fixture
def lead() -> Officer:
    return make_officer(roles=("rasso_lead",))


def test_words_show_specialist_knowledge(lead: Officer) -> None:
    officer = make_officer()
    accredit(by=lead, officer=officer, step=1, evidence=KNOWS)
    assert may_review_step(officer, 1)


def test_a_specialist_course_in_date_shows_it(lead: Officer) -> None:
    officer, course = make_officer(), make_course()
    train(officer, course)
    made = accredit(by=lead, officer=officer, step=1, course=course)
    assert made.evidence == "Completed RISDP."


def test_neither_words_nor_a_course_is_refused(lead: Officer) -> None:
    with pytest.raises(CannotDo, match="specialist RASSO knowledge"):
        accredit(by=lead, officer=make_officer(), step=1, evidence="  ")


def test_a_course_that_ran_out_is_refused(lead: Officer) -> None:
    officer, course = make_officer(), make_course()
    train(officer, course, expires_on=YESTERDAY)
    with pytest.raises(CannotDo, match="no record"):
        accredit(by=lead, officer=officer, step=1, course=course)


def test_a_course_that_is_not_specialist_is_refused(lead: Officer) -> None:
    officer, course = make_officer(), make_course("first-aid", specialist=False)
    train(officer, course)
    with pytest.raises(CannotDo, match="does not count as specialist"):
        accredit(by=lead, officer=officer, step=1, course=course)


def test_an_equivalent_course_shows_it(lead: Officer) -> None:
    officer, old, new = make_officer(), make_course("ssaidp"), make_course("risdp")
    train(officer, new)
    count_as(by=CLERK, course=new, counts_as=old)
    assert accredit(by=lead, officer=officer, step=1, course=old)
    stop_counting_as(by=CLERK, course=new, counts_as=old)
    assert may_review_step(officer, 1).bar == "training ran out"


@pytest.mark.parametrize(
    ("rank", "acting", "grade", "steps"),
    [
        ("sergeant", "", "", []),
        ("sergeant", "inspector", "", [1]),
        ("inspector", "", "", [1]),
        ("inspector", "chief_inspector", "", [1, 2]),
        ("commander_city", "", "", [1, 2]),
        ("", "", "staff_manager", [1]),
        ("", "", "investigator", []),
    ],
)
def test_rank_decides_for_which_step(
    lead: Officer, rank: str, acting: str, grade: str, steps: list[int]
) -> None:
    officer = make_officer(rank=rank, acting_rank=acting, grade=grade)
    given = []
    for step in (1, 2):
        try:
            accredit(by=lead, officer=officer, step=step, evidence=KNOWS)
            given.append(step)
        except CannotDo as refusal:
            assert "or above" in refusal.message
    assert given == steps


def test_nobody_accredits_themselves(lead: Officer) -> None:
    with pytest.raises(CannotDo, match="themselves"):
        accredit(by=lead, officer=lead, step=1, evidence=KNOWS)


@pytest.mark.parametrize("role", ["administrator", "ld_lead", "analyst"])
def test_only_a_lead_accredits(role: str) -> None:
    with pytest.raises(Refused, match="RASSO lead"):
        accredit(by=make_officer(roles=(role,)), officer=make_officer(), step=1, evidence=KNOWS)


def test_the_same_step_is_not_accredited_twice_at_once(lead: Officer) -> None:
    officer = make_officer(accredited=(1,))
    with pytest.raises(CannotDo, match="already accredited"):
        accredit(by=lead, officer=officer, step=1, evidence=KNOWS)


def test_an_accreditation_that_ends_is_announced(lead: Officer) -> None:
    officer = make_officer(accredited=(1,))
    end_accreditation(by=lead, accreditation=officer.accreditations.get(), on=YESTERDAY)
    assert may_review_step(officer, 1).bar == "not accredited"
    assert Announcement.objects.get().values == {
        "officer": officer.ref,
        "step": 1,
        "on": YESTERDAY.isoformat(),
    }


def test_practice_cases_done_once_count_for_both_steps(lead: Officer) -> None:
    officer = make_officer(rank="superintendent")
    accredit(by=lead, officer=officer, step=1, evidence=KNOWS)
    record_calibration(by=officer, officer=officer)
    second = accredit(by=lead, officer=officer, step=2, evidence=KNOWS)
    assert second.calibrated_on == timezone.localdate()


def test_nobody_does_the_practice_cases_for_another(lead: Officer) -> None:
    with pytest.raises(CannotDo, match="in person"):
        record_calibration(by=lead, officer=make_officer(accredited=(1,)))


@pytest.mark.parametrize(
    ("completed", "months", "last"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2025, 12, 5), 36, dt.date(2028, 12, 5)),
        (dt.date(2025, 11, 30), 3, dt.date(2026, 2, 28)),
    ],
)
def test_training_runs_out_after_the_months_of_the_course(
    completed: dt.date, months: int, last: dt.date
) -> None:
    assert expiry(make_course(valid_months=months), completed) == last


def test_training_cannot_be_in_the_future() -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(CannotDo, match="future"):
        record_training(
            by=CLERK, officer=make_officer(), course=make_course(), completed_on=tomorrow
        )


def test_the_same_training_is_recorded_once() -> None:
    officer, course = make_officer(), make_course()
    record_training(by=CLERK, officer=officer, course=course, completed_on=YESTERDAY)
    with pytest.raises(CannotDo, match="already recorded"):
        record_training(by=CLERK, officer=officer, course=course, completed_on=YESTERDAY)


def test_a_key_names_one_course() -> None:
    add_course(by=CLERK, key="risdp", name="RASSO skills")
    with pytest.raises(CannotDo, match="already a course"):
        add_course(by=CLERK, key="risdp", name="Another")


def test_a_supervisor_sees_the_evidence_and_a_colleague_does_not() -> None:
    manager, colleague = make_officer(), make_officer()
    officer = make_officer(manager=manager, accredited=(1,))
    assert access.can_see_accreditation(manager, officer)
    assert not access.can_see_accreditation(colleague, officer)
    assert not access.can_see_accreditation(make_officer(roles=("administrator",)), officer)
