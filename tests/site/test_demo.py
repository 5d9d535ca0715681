"""The invented force: complete, the same for the same seed, and close to the published figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from stillpoint import practice
from stillpoint.cases.models import Case, CrimeNumber
from stillpoint.points.models import NoticeState, TimeState
from stillpoint.reviews.models import Review, Round
from stillpoint.site.demo import caseload
from stillpoint.site.demo.force import make_force
from stillpoint.site.demo.making import make_demo, settle
from stillpoint.site.demo.names import Names
from stillpoint.trust.answers import CannotDo
from tests.site.demo_made import CONSOLE, NOW, TODAY, Made, TakenBack, read


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Made]:
    """The whole demonstration as ``make demo`` makes it, taken back after it has been read. It is
    made on one day, whichever day it is: what happened lately is what the points are about."""
    with django_db_blocker.unblock(), time_machine.travel(NOW):
        try:
            with transaction.atomic():
                people = make_demo(
                    by=CONSOLE, cases=3000, seed=7, say=lambda line: None, today=TODAY
                )
                settle(raising=True)
                found = read(people)
                raise TakenBack
        except TakenBack:
            pass
    yield found


def of_round(made: Made, name: str, step: int, state: str) -> list[Review]:
    return [
        review
        for review in made.reviews
        if review.assignment.selection.round.name == name
        and review.step == step
        and review.state == state
    ]


def test_time_before_court_stands_at_every_answer_and_one_is_late(made: Made) -> None:
    assert made.times == set(TimeState.values)
    assert made.late_times


def test_some_debriefs_are_held_some_begun_and_some_wait(made: Made) -> None:
    assert made.debriefs >= {("held", True), ("open", True), ("open", False)}


def test_cases_not_progressed_stand_unsigned_signed_by_one_and_by_both(made: Made) -> None:
    assert made.signatures == {0, 1, 2}


def test_the_force_has_about_two_hundred_and_fifty_people(made: Made) -> None:
    assert 240 <= len(made.officers) <= 260


def test_no_two_people_share_a_name(made: Made) -> None:
    names = [(officer.given_name, officer.family_name) for officer in made.officers]
    assert len(set(names)) == len(names)


def test_addresses_of_the_demonstration_can_reach_nobody(made: Made) -> None:
    assert all(re.fullmatch(r"[a-z.-]+@wexmoor\.example", one.email) for one in made.officers)


def test_every_case_has_somebody_who_worked_on_it(made: Made) -> None:
    assert (len(made.cases), made.involved) == (3003, 3003)


def test_a_round_of_thirty_eight_is_reviewed_twice_and_closed(made: Made) -> None:
    assert made.rounds["Spring round"].state == "closed"
    assert len(of_round(made, "Spring round", 1, "submitted")) == 38
    assert len(of_round(made, "Spring round", 2, "submitted")) == 38


def test_the_closed_round_has_its_report(made: Made) -> None:
    assert [report.round.name for report in made.reports] == ["Spring round"]


def test_rare_outcomes_are_among_the_cases_reviewed(made: Made) -> None:
    assert made.outcomes_reviewed["nfa_cps"] >= 2


def test_a_second_round_is_about_half_reviewed(made: Made) -> None:
    assert made.rounds["Autumn round"].state == "published"
    assert len(of_round(made, "Autumn round", 1, "submitted")) == 20
    assert len(of_round(made, "Autumn round", 2, "submitted")) == 13
    assert of_round(made, "Autumn round", 1, "draft")
    assert of_round(made, "Autumn round", 2, "draft")


def test_some_reviews_of_the_second_round_wait_for_an_answer(made: Made) -> None:
    assert made.answers["published"] >= 3
    assert made.answers["declined"] == 1


def test_each_round_has_a_case_set_aside_and_its_substitute(made: Made) -> None:
    assert made.set_aside == {"Spring round": 1, "Autumn round": 1}


def test_not_every_review_has_strengths_and_improvements_in_each_area(made: Made) -> None:
    areas = [area for review in made.reviews if review.step == 1 for area in review.areas.all()]
    assert any(area.strengths and not area.improvements for area in areas)
    assert any(area.improvements and not area.strengths for area in areas)


GRAPHIC = r"(?i)\b(blood|penetrat|naked|genital|semen|bruis|strangl|scream|knife|underwear)"


def test_what_reviewers_write_is_varied_and_never_graphic(made: Made) -> None:
    areas = [area for review in made.reviews for area in review.areas.all()]
    narratives = [area.narrative for area in areas if area.narrative]
    lines = [line for area in areas for line in (*area.strengths, *area.improvements)]
    assert len(set(narratives)) > 0.8 * len(narratives)
    assert len(set(lines)) > 100
    assert not re.search(GRAPHIC, " ".join([*narratives, *lines]))


def in_order(times: list[dt.datetime | None]) -> bool:
    known = [at for at in times if at is not None]
    return len(known) == len(times) and known == sorted(known)


def test_a_second_review_is_begun_after_the_first_of_its_case_is_in(made: Made) -> None:
    first = {one.assignment.selection_id: one.submitted_at for one in made.reviews if one.step == 1}
    seconds = [one for one in made.reviews if one.step == 2 and one.state == "submitted"]
    assert all(
        in_order(
            [
                first[one.assignment.selection_id],
                one.started_at,
                one.locked_at,
                one.revealed_at,
                one.submitted_at,
            ]
        )
        for one in seconds
    )


def test_the_closed_round_ran_from_opening_to_report_months_ago(made: Made) -> None:
    spring = made.rounds["Spring round"]
    last = max(one.submitted_at for one in of_round(made, "Spring round", 2, "submitted"))  # type: ignore[type-var]
    assert in_order(
        [
            spring.opened_at,
            spring.frozen_at,
            spring.drawn_at,
            spring.published_at,
            last,
            spring.feedback_released_at,
            spring.closed_at,
            made.reports[0].made_at,
            NOW - dt.timedelta(days=90),
        ]
    )


def test_the_closed_risk_took_hours_and_days_between_the_reviews_and_the_feedback(
    made: Made,
) -> None:
    (risk,) = [risk for risk in made.risks if risk.state == "closed"]
    steps = [step.at for step in risk.steps.all()]
    spring = made.rounds["Spring round"]
    assert in_order([spring.published_at, risk.raised_at, *steps[1:], spring.feedback_released_at])
    assert steps[-1] - steps[0] > dt.timedelta(days=2)
    assert (risk.due_at, risk.closed_at) == (None, steps[-1])
    assert [one.written_at for one in made.learned] == [steps[-1]]


def test_the_open_risk_was_raised_hours_ago_and_has_time_left(made: Made) -> None:
    (risk,) = [one for one in made.risks if one.state != "closed" and one.overdue_since is None]
    assert risk.due_at is not None
    assert NOW - risk.raised_at < dt.timedelta(hours=12)
    assert risk.due_at > NOW


def test_feedback_was_seen_answered_and_thanked_for_in_that_order(made: Made) -> None:
    (one,) = [one for one in made.feedback if one.replies.all()]
    assert in_order(
        [one.released_at, one.seen_at, one.replies.all()[0].at, made.thanked[0].sent_at]
    )
    assert NOW - made.thanked[0].sent_at > dt.timedelta(days=60)


def test_nobody_who_is_listed_finds_an_empty_today(made: Made) -> None:
    assert [role for role, waits in made.today.items() if not waits] == []


@pytest.mark.parametrize(
    ("role", "waits"),
    [
        ("RASSO lead", "Plan the round “Winter round”"),
        ("RASSO lead", "Agree or decline 1 erasure that somebody proposed"),
        ("First response officer", "Read what became of case"),
        ("Second person", "Give your challenge to a Full Code Test"),
        ("Debrief owner", "Hold and record the debrief"),
        ("Investigator with points", "Checking in"),
        ("Superintendent called to a live risk", "Acknowledge a live risk"),
        ("Chief officer", "Do what was agreed"),
        ("Disclosure officer", "Decide on"),
    ],
)
def test_what_the_list_says_waits_for_somebody_waits_on_their_today(
    made: Made, role: str, waits: str
) -> None:
    assert any(one.startswith(waits) for one in made.today[role])


def test_the_response_officer_has_a_turn_at_a_handover(made: Made) -> None:
    turns = ("Pass on what you know", "Answer on the handover")
    assert any(one.startswith(turns) for one in made.today["Response officer handing over"])


def test_every_kind_of_point_stands_open_and_held_and_some_are_waived(made: Made) -> None:
    kinds = {one.key for one in practice.current().points.kinds} - {"rpp5_court"}
    wanted = {(kind, state) for kind in kinds for state in ("open", "held")}
    assert made.states.points >= wanted | {("rpp5_court", "open")}
    assert any(state == "waived" for _, state in made.states.points)


@pytest.mark.parametrize("how", ["early", "together", "reopened", "declined", "excused"])
def test_some_conversations_are_held_in_each_way(made: Made, how: str) -> None:
    assert made.states.held[how]


def test_a_full_code_test_stands_at_each_stage(made: Made) -> None:
    assert made.states.code_tests >= {
        "Not started",
        "To go on with",
        "Waits for the challenge",
        "The challenge is there",
        "Complete",
    }


def test_a_handover_waits_for_each_side(made: Made) -> None:
    assert made.states.turns == {"pass_on", "take_over", "answer", "answer_back"}


def test_closure_notices_are_asked_for_held_back_sent_and_read(made: Made) -> None:
    assert made.states.notices >= {
        NoticeState.WANTED,
        NoticeState.DUE,
        NoticeState.HELD_BACK,
        NoticeState.SENT,
        NoticeState.READ,
    }


def test_actions_are_done_late_put_off_dropped_and_to_come(made: Made) -> None:
    assert made.states.actions == {"open", "done", "dropped", "overdue", "to come", "put off"}


def test_whether_it_worked_is_answered_in_each_way_and_asked_again(made: Made) -> None:
    assert made.states.trials == {one.key for one in practice.current().learning.trial_answers}
    assert made.states.trials_due


def test_how_safe_conversations_were_is_shown_and_small_numbers_are_not(made: Made) -> None:
    assert {row.answers is None for row in made.states.pulse} == {True, False}
    whole = [row.answers or 0 for row in made.states.pulse if row.kind == "total"]
    assert len(whole) == 2 and min(whole) >= 30


def test_old_cases_are_kept_proposed_and_due_and_one_is_held(made: Made) -> None:
    assert made.states.retention == {"due": 2, "kept": 1, "proposed": 1, "holds": 1}


def test_some_rows_of_an_import_wait_for_a_person(made: Made) -> None:
    assert made.states.held_rows == {"contradiction": 2, "bad": 1, "unknown": 2}


def test_the_supervisor_can_read_feedback_that_was_seen(made: Made) -> None:
    assert made.supervisor_reads >= 1


def test_a_live_risk_proved_managed_but_unrecorded(made: Made) -> None:
    closed = [risk for risk in made.risks if risk.state == "closed"]
    assert [risk.finding for risk in closed] == ["unrecorded"]


def test_a_live_risk_still_waits_and_another_went_up_twice(made: Made) -> None:
    waiting = {(one.state, one.escalations) for one in made.risks if one.state != "closed"}
    assert waiting == {("acknowledged", 0), ("directed", 2)}


def test_feedback_was_read_and_answered(made: Made) -> None:
    answered = [one for one in made.feedback if one.replies.all()]
    assert len(answered) == 1
    assert answered[0].seen_at is not None


def test_some_feedback_has_not_been_read(made: Made) -> None:
    assert any(one.seen_at is None and one.released_at for one in made.feedback)


def test_there_is_a_person_to_sign_in_as_for_each_role(made: Made) -> None:
    assert {
        "RASSO lead",
        "First reviewer",
        "Second reviewer",
        "Supervisor",
        "Investigator",
        "Auditor",
        "First response officer",
        "Disclosure officer",
        "Chief officer",
        "Learning and development lead",
    } <= {person["role"] for person in made.people}
    assert len({person["email"] for person in made.people}) == len(made.people)


@pytest.mark.django_db
def test_six_hundred_cases_are_enough() -> None:
    make_demo(by=CONSOLE, cases=600, seed=11, say=lambda line: None, today=TODAY)
    assert Case.objects.filter(reported_on__year__gte=2020).count() == 600
    assert Round.objects.get(name="Spring round").state == "closed"
    assert CrimeNumber.objects.exists()


@pytest.mark.django_db
def test_fewer_cases_are_refused_with_the_number_needed() -> None:
    with pytest.raises(CannotDo, match="at least 600 cases"):
        make_demo(by=CONSOLE, cases=599, seed=7, say=lambda line: None, today=TODAY)


@pytest.mark.django_db
def test_a_force_is_never_laid_over_another() -> None:
    make_force(7, TODAY)
    with pytest.raises(CannotDo, match="starts from nothing"):
        make_demo(by=CONSOLE, cases=600, seed=7, say=lambda line: None, today=TODAY)


def test_the_same_seed_deals_the_same_names() -> None:
    one, other = Names(7), Names(7)
    assert [one.next() for _ in range(300)] == [other.next() for _ in range(300)]


def test_another_seed_deals_other_names() -> None:
    one, other = Names(7), Names(8)
    assert [one.next() for _ in range(20)] != [other.next() for _ in range(20)]


def test_the_same_seed_tells_the_same_cases() -> None:
    assert list(caseload.stories(200, 7, TODAY)) == list(caseload.stories(200, 7, TODAY))
