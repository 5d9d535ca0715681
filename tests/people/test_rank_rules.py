from __future__ import annotations

import datetime as dt

import pytest

from stillpoint import practice
from stillpoint.people import rank_rules
from stillpoint.people.training import count_as
from stillpoint.trust.actors import job
from tests.people import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        ("constable", 1),
        ("sergeant", 2),
        ("inspector", 3),
        ("chief_inspector", 4),
        ("superintendent", 5),
        ("chief_superintendent", 6),
        ("assistant_chief_constable", 7),
        ("commander", 7),
        ("commander_city", 7),
        ("deputy_chief_constable", 8),
        ("deputy_assistant_commissioner", 8),
        ("assistant_commissioner", 8),
        ("chief_constable", 9),
        ("deputy_commissioner", 9),
        ("commissioner", 9),
        ("commissioner_city", 9),
    ],
)
def test_every_rank_may_review_from_the_level_of_the_step(rank: str, level: int) -> None:
    officer = factories.make_officer(rank=rank, accredited=(1, 2))
    assert officer.rank_level == level
    allowed = [bool(rank_rules.may_review_step(officer, step, TODAY)) for step in (1, 2)]
    assert allowed == [level >= 3, level >= 4]


@pytest.mark.parametrize(
    ("grade", "steps"),
    [("investigator", []), ("staff_manager", [1]), ("senior_staff_manager", [1, 2])],
)
def test_staff_review_by_the_equivalence_of_their_grade(grade: str, steps: list[int]) -> None:
    member = factories.make_officer(grade=grade, accredited=(1, 2))
    found = [step for step in (1, 2) if rank_rules.may_review_step(member, step, TODAY)]
    assert found == steps


def test_an_acting_rank_counts_while_the_force_counts_ranks_held() -> None:
    officer = factories.make_officer(
        rank="inspector", acting_rank="chief_inspector", accredited=(2,)
    )
    assert rank_rules.may_review_step(officer, 2, TODAY)
    assert officer.titled_name.startswith("A/DCI ")


def test_an_acting_rank_does_not_count_where_the_force_counts_the_substantive_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    substantive = practice.current().model_copy(update={"acting_rule": "substantive"})
    monkeypatch.setattr(practice, "current", lambda: substantive)
    officer = factories.make_officer(
        rank="inspector", acting_rank="chief_inspector", accredited=(2,)
    )
    answer = rank_rules.may_review_step(officer, 2, TODAY)
    assert (answer.allowed, answer.bar) == (False, "rank")


def test_the_rank_gap_is_negative_when_a_review_goes_upward() -> None:
    inspector = factories.make_officer(rank="inspector")
    superintendent = factories.make_officer(rank="superintendent")
    manager = factories.make_officer(grade="staff_manager")
    assert rank_rules.rank_gap(inspector, superintendent) == -2
    assert not rank_rules.at_least(inspector, superintendent)
    assert rank_rules.at_least(inspector, manager)
    assert rank_rules.outranks(superintendent, manager)
    assert not rank_rules.outranks(inspector, manager)


def test_an_accreditation_holds_only_on_its_days() -> None:
    officer = factories.make_officer()
    factories.accredit(officer, 1, since=dt.date(2026, 1, 1), until=dt.date(2026, 3, 31))
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
    allowed = [rank_rules.may_review_step(officer, 1, day).allowed for day in days]
    assert allowed == [False, True, True, False]


def test_an_accreditation_by_a_course_ends_with_the_course() -> None:
    officer = factories.make_officer(accredited=(1,))
    course = factories.make_course()
    officer.accreditations.update(course=course)
    factories.train(officer, course, on=dt.date(2025, 1, 1), expires_on=dt.date(2026, 5, 31))
    assert rank_rules.may_review_step(officer, 1, dt.date(2026, 5, 31))
    assert rank_rules.may_review_step(officer, 1, TODAY).bar == "training ran out"


def test_a_newer_course_that_counts_as_the_older_keeps_the_accreditation() -> None:
    officer = factories.make_officer(accredited=(1,))
    old, middle, new = (factories.make_course(key) for key in ("ssaidp", "bridge", "risdp"))
    officer.accreditations.update(course=old)
    factories.train(officer, old, on=dt.date(2024, 1, 1), expires_on=dt.date(2025, 1, 1))
    factories.train(officer, new, on=dt.date(2025, 1, 1))
    count_as(by=job("test"), course=new, counts_as=middle)
    assert not rank_rules.may_review_step(officer, 1, TODAY)
    count_as(by=job("test"), course=middle, counts_as=old)
    count_as(by=job("test"), course=old, counts_as=new)
    assert rank_rules.may_review_step(officer, 1, TODAY)


def test_a_leaver_may_not_review() -> None:
    officer = factories.make_officer(accredited=(1,), is_active=False)
    assert rank_rules.may_review_step(officer, 1, TODAY).bar == "left"


def test_calibration_is_told_but_bars_nobody_here() -> None:
    officer = factories.make_officer(accredited=(1,), calibrated_on=None)
    answer = rank_rules.may_review_step(officer, 1, TODAY)
    assert answer.allowed and answer.calibrated_on is None


def test_standings_of_many_take_as_many_queries_as_of_one(
    django_assert_num_queries: object,
) -> None:
    officers = [factories.make_officer(accredited=(1,)) for _ in range(12)]
    course = factories.make_course()
    for officer in officers:
        officer.accreditations.update(course=course)
        factories.train(officer, course)
    with django_assert_num_queries(3):  # type: ignore[operator]
        standings = rank_rules.review_standings(officers, 1, TODAY)
    assert all(standing.allowed for standing in standings.values())


def test_a_review_has_two_steps() -> None:
    with pytest.raises(ValueError, match="step 1 or 2"):
        rank_rules.level_needed(3)
