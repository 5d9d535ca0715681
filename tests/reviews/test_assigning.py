"""Who may review which case: each hard rule by itself, the soft ones, and every gap explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stillpoint import practice
from stillpoint.people.models import Leave, LineManagement, Officer
from stillpoint.points.models import ShiftCheck
from stillpoint.points.opening_points import ask_for_point
from stillpoint.reviews import assigning, eligibility
from stillpoint.reviews.models import Assignment, Conflict, Selection
from stillpoint.trust.answers import CannotDo
from tests.people.factories import LONG_AGO, make_area, make_course, make_officer, make_team, train
from tests.points.debriefing import contribute
from tests.reviews.factories import (
    CONSOLE,
    involve,
    make_case,
    make_cases,
    make_drawn_round,
    make_reviewers,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = dt.date.today


def drawn_case() -> Selection:
    """A round of two cases from one area; the first of them."""
    make_case(area="North")
    make_case(area="North")
    selection = make_drawn_round(size=2).selections.select_related("case", "round").first()
    assert selection is not None
    return selection


def reviewer(step: int = 1, **more: object) -> Officer:
    rank = "inspector" if step == 1 else "chief_inspector"
    return make_officer(**{"rank": rank, "accredited": (step,), **more})  # type: ignore[arg-type]


def bars(selection: Selection, officer: Officer, step: int = 1) -> list[str]:
    return eligibility.grounds([selection], step).bars(selection, officer)


def test_an_accredited_calibrated_inspector_without_a_stake_is_barred_by_nothing() -> None:
    assert bars(drawn_case(), reviewer()) == []


@pytest.mark.parametrize("role", [role.key for role in practice.current().involvement_roles])
def test_any_part_in_the_case_in_any_role_bars(role: str) -> None:
    selection, officer = drawn_case(), reviewer()
    involve(officer, selection.case, role)
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def test_a_part_that_ended_long_ago_bars() -> None:
    selection, officer = drawn_case(), reviewer()
    part = involve(officer, selection.case)
    part.since, part.until = dt.date(2021, 1, 1), dt.date(2021, 2, 1)
    part.save()
    assert bars(selection, officer) == [eligibility.OWN_CASE]


@pytest.mark.parametrize(("took_part", "expected"), [(True, [eligibility.OWN_CASE]), (None, [])])
def test_having_taken_part_in_a_point_of_the_case_bars(
    took_part: bool | None, expected: list[str]
) -> None:
    selection, officer = drawn_case(), reviewer()
    point = ask_for_point(by=make_officer(), case=selection.case, kind="rpp4")
    point.participations.create(officer=officer, role="second_person", took_part=took_part)
    assert bars(selection, officer) == expected


def test_having_written_at_a_point_bars_also_whoever_is_not_named_as_there() -> None:
    """A second person who gave a challenge, a contribution to a debrief in one's own time."""
    selection, officer = drawn_case(), reviewer()
    point = ask_for_point(by=make_officer(), case=selection.case, kind="rpp6")
    point.participations.create(officer=officer, role="peer", took_part=False)
    assert bars(selection, officer) == []
    contribute(officer, point)
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def test_a_check_in_with_somebody_on_a_shift_bars_whoever_made_it() -> None:
    selection, officer = drawn_case(), reviewer()
    point = ask_for_point(by=make_officer(), case=selection.case, kind="rpp1")
    ShiftCheck.objects.create(
        point=point,
        officer=make_officer(),
        by=officer,
        checked_as="peer",
        support="offered",
        at=timezone.now(),
    )
    assert bars(selection, officer) == [eligibility.OWN_CASE]


def managed(selection: Selection, manager: Officer, *, until: dt.date | None = None) -> Officer:
    constable = make_officer(rank="constable")
    LineManagement.objects.create(officer=constable, manager=manager, since=LONG_AGO, until=until)
    involve(constable, selection.case)
    return constable


def test_the_line_manager_of_somebody_involved_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    managed(selection, officer)
    assert bars(selection, officer) == [eligibility.LINE_MANAGEMENT]


def test_a_former_line_manager_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    managed(selection, officer, until=dt.date(2021, 1, 1))
    assert bars(selection, officer) == [eligibility.LINE_MANAGEMENT]


def test_a_line_manager_through_others_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    sergeant = make_officer(rank="sergeant", manager=officer)
    managed(selection, sergeant)
    assert bars(selection, officer) == [eligibility.LINE_MANAGEMENT]


def test_a_declared_conflict_bars() -> None:
    selection, officer = drawn_case(), reviewer()
    Conflict.objects.create(officer=officer, case=selection.case, reason="A friend.")
    assert bars(selection, officer) == [eligibility.CONFLICT]


def test_somebody_of_the_rank_without_accreditation_is_barred() -> None:
    assert bars(drawn_case(), reviewer(accredited=())) == [eligibility.NOT_ACCREDITED]


def test_somebody_who_has_not_done_the_practice_cases_is_barred() -> None:
    assert bars(drawn_case(), reviewer(calibrated_on=None)) == [eligibility.NOT_CALIBRATED]


def test_somebody_whose_training_ran_out_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    course = make_course(valid_months=12)
    train(officer, course, on=dt.date(2021, 1, 1), expires_on=dt.date(2022, 1, 1))
    officer.accreditations.update(course=course)
    assert bars(selection, officer) == [eligibility.TRAINING]


def test_an_inspector_is_barred_from_the_second_step_by_rank() -> None:
    assert bars(drawn_case(), make_officer(accredited=(2,)), step=2) == [eligibility.RANK]


def test_somebody_on_leave_today_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    Leave.objects.create(officer=officer, since=TODAY() - dt.timedelta(days=1))
    assert bars(selection, officer) == [eligibility.LEAVE]


def test_leave_that_ended_yesterday_is_no_bar() -> None:
    selection, officer = drawn_case(), reviewer()
    past = TODAY() - dt.timedelta(days=9), TODAY() - dt.timedelta(days=1)
    Leave.objects.create(officer=officer, since=past[0], until=past[1])
    assert bars(selection, officer) == []


def test_whoever_has_the_first_step_is_barred_from_the_second() -> None:
    selection = drawn_case()
    officer = make_officer(rank="chief_inspector", accredited=(1, 2))
    Assignment.objects.create(selection=selection, step=1, reviewer=officer)
    assert bars(selection, officer, step=2) == [eligibility.SAME_PERSON]


def test_whoever_declined_the_case_is_not_asked_again() -> None:
    selection, officer = drawn_case(), reviewer()
    Assignment.objects.create(selection=selection, step=1, reviewer=officer, state="declined")
    assert bars(selection, officer) == [eligibility.DECLINED]


def test_a_reviewer_junior_to_somebody_reviewed_is_barred() -> None:
    selection, officer = drawn_case(), reviewer()
    involve(make_officer(rank="superintendent"), selection.case, "sio")
    assert bars(selection, officer) == [eligibility.UPWARD]


def test_the_rank_of_somebody_whose_work_is_not_reviewed_does_not_bar() -> None:
    selection, officer = drawn_case(), reviewer()
    involve(make_officer(rank="superintendent"), selection.case, "vrr_reviewer")
    assert bars(selection, officer) == []


def test_a_peer_of_the_same_rank_may_review() -> None:
    selection, officer = drawn_case(), reviewer()
    involve(make_officer(rank="inspector"), selection.case, "sio")
    assert bars(selection, officer) == []


def test_reviewers_of_another_area_are_preferred() -> None:
    make_case(area="North")
    make_case(area="North")
    north, south = make_area("North"), make_area("South")
    make_officer(accredited=(1,), team=make_team("A", area=north))
    away = make_officer(accredited=(1,), team=make_team("B", area=south))
    round = make_drawn_round(size=2)
    assigning.assign_round(by=CONSOLE, round=round)
    given = Assignment.objects.filter(step=1)
    # The second case of one person costs less than staying in the own area.
    assert {one.reviewer for one in given} == {away}


def test_loads_are_even() -> None:
    make_cases(each=4)
    make_reviewers(first=4, second=3)
    round = make_drawn_round(size=24)
    assigning.assign_round(by=CONSOLE, round=round)
    loads = assigning.loads(round)
    assert sorted(load[1] for load in loads.values() if 1 in load) == [6, 6, 6, 6]
    assert sorted(load[2] for load in loads.values() if 2 in load) == [8, 8, 8]


def test_no_load_is_above_what_the_lead_allows_and_the_rest_is_a_gap() -> None:
    make_cases(each=4)
    make_reviewers(first=2, second=4)
    round = make_drawn_round(size=8)
    outcome = assigning.assign_round(by=CONSOLE, round=round, first_load=3)
    assert [load[1] for load in assigning.loads(round).values() if 1 in load] == [3, 3]
    assert [gap.step for gap in outcome.gaps] == [1, 1]
    assert outcome.gaps[0].reasons[eligibility.FULL] == 2


def test_a_load_below_one_is_refused() -> None:
    make_cases()
    with pytest.raises(CannotDo, match="at least one"):
        assigning.assign_round(by=CONSOLE, round=make_drawn_round(), first_load=0)


def test_a_gap_counts_everybody_in_question_once() -> None:
    selection = drawn_case()
    involve(reviewer(), selection.case)
    reviewer(accredited=())
    away = reviewer(calibrated_on=None)
    Leave.objects.create(officer=away, since=LONG_AGO)
    gap = next(one for one in assigning.gaps(selection.round) if one.selection == selection)
    assert gap.reasons == {
        eligibility.NOT_ACCREDITED: 1,
        eligibility.NOT_CALIBRATED: 1,
        eligibility.OWN_CASE: 1,
    }
    assert sum(gap.reasons.values()) == len(eligibility.read([selection]).candidates(1))


def test_a_gap_says_what_one_change_alone_would_free() -> None:
    selection = drawn_case()
    reviewer(calibrated_on=None)
    Leave.objects.create(officer=reviewer(calibrated_on=None), since=LONG_AGO)
    gap = next(one for one in assigning.gaps(selection.round) if one.selection == selection)
    assert gap.would_free == ("1 person could review it if calibrated on the practice cases.",)


def test_a_gap_says_that_there_is_nobody_whom_a_rule_could_exclude() -> None:
    selection = drawn_case()
    Officer.objects.update(is_active=False)
    gap = next(one for one in assigning.gaps(selection.round) if one.selection == selection)
    assert gap.reasons == {eligibility.NOBODY: 0}
    (words,) = gap.would_free
    assert words.startswith("Nobody is accredited for the first review, and nobody is of")


def test_proposing_again_keeps_what_was_chosen_by_hand() -> None:
    selection = drawn_case()
    chosen = reviewer()
    reviewer()
    Assignment.objects.create(selection=selection, step=1, reviewer=chosen, by_hand=True)
    assigning.assign_round(by=CONSOLE, round=selection.round)
    assigning.assign_round(by=CONSOLE, round=selection.round)
    assert Assignment.objects.get(selection=selection, step=1).reviewer == chosen
    assert Assignment.objects.filter(step=1).count() == 2


def test_a_round_that_is_not_drawn_is_not_assigned() -> None:
    from tests.reviews.factories import make_frozen_round

    make_cases()
    with pytest.raises(CannotDo, match="must be drawn"):
        assigning.assign_round(by=CONSOLE, round=make_frozen_round())


def test_alternates_are_those_able_and_not_holding_it_the_least_loaded_first() -> None:
    make_case(area="North")
    make_case(area="North")
    busy, idle, holder = reviewer(), reviewer(), reviewer()
    selection, other = make_drawn_round(size=2).selections.all()
    Assignment.objects.create(selection=selection, step=1, reviewer=holder)
    Assignment.objects.create(selection=other, step=1, reviewer=busy)
    assert assigning.alternates(selection, 1) == [(idle, 0), (busy, 1)]


def test_reading_the_grounds_of_many_cases_takes_no_more_queries_than_of_one(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    make_cases(each=4)
    make_reviewers(first=10, second=5)
    selections = list(make_drawn_round(size=40).selections.select_related("case"))
    for selection in selections:
        involve(make_officer(rank="constable"), selection.case)
    with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        eligibility.grounds(selections, 1)


PARTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 7),
        st.sampled_from(["oic", "sio", "vrr_reviewer", "point_participant"]),
    ),
    max_size=8,
)
PEOPLE = st.lists(st.integers(0, 7), max_size=3)


class NoAssignmentEverBreaksARule(TestCase):
    """Whatever the records say, every assignment stands against each rule, asked one by one."""

    def setUp(self) -> None:
        make_cases(each=1)
        self.pool = [
            make_officer(
                rank=("inspector", "chief_inspector")[number % 2],
                accredited=(1,) if number % 2 == 0 else (1, 2),
            )
            for number in range(8)
        ]
        self.round = make_drawn_round(size=6)
        self.selections = list(self.round.selections.select_related("case"))

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    @given(parts=PARTS, away=PEOPLE, lines=st.lists(st.tuples(*[st.integers(0, 7)] * 2)))
    def test_it(
        self, parts: list[tuple[int, int, str]], away: list[int], lines: list[tuple[int, int]]
    ) -> None:
        for case, person, role in dict.fromkeys(parts):
            involve(self.pool[person], self.selections[case].case, role)
        for person in set(away):
            Leave.objects.create(officer=self.pool[person], since=LONG_AGO)
        for below, above in {one: line for line in lines for one in [line[0]]}.values():
            if below != above:
                LineManagement.objects.create(
                    officer=self.pool[below], manager=self.pool[above], since=LONG_AGO
                )
        outcome = assigning.assign_round(by=CONSOLE, round=self.round)
        held: dict[tuple[int, int], int] = {}
        for one in Assignment.objects.select_related("selection__case", "reviewer"):
            held[one.selection_id, one.step] = one.reviewer_id
            involved = [part.officer for part in one.selection.case.involvements.all()]
            assert one.reviewer not in involved
            assert one.reviewer_id not in Leave.objects.values_list("officer_id", flat=True)
            for officer in involved:
                assert one.reviewer not in self.above(officer)
                assert officer not in self.above(one.reviewer)
            assert one.reviewer.rank_level >= (3 if one.step == 1 else 4)
            reviewed = one.selection.case.involvements.filter(role__in=("oic", "sio"))
            assert all(one.reviewer.rank_level >= p.officer.rank_level for p in reviewed)
        for selection in self.selections:
            steps = [held.get((selection.pk, step)) for step in (1, 2)]
            assert steps[0] is None or steps[0] != steps[1]
        assert len(held) + len(outcome.gaps) == 12

    def above(self, officer: Officer) -> set[Officer]:
        """Managers of the officer, found by walking up by hand."""
        found: set[Officer] = set()
        waiting = [officer]
        while waiting:
            for line in LineManagement.objects.filter(officer=waiting.pop()):
                if line.manager not in found:
                    found.add(line.manager)
                    waiting.append(line.manager)
        return found - {officer}
