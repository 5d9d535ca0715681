"""Hand moves, publishing, and what reviewers answer."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from stillpoint.cases.models import CaseAccess
from stillpoint.events.models import Announcement, Message
from stillpoint.events.working import run_until_idle
from stillpoint.people.accrediting import end_accreditation
from stillpoint.people.models import Leave, Officer
from stillpoint.reviews import access, assigning, drawing, handing_out, opening
from stillpoint.reviews.facts import AssignmentGiven, RoundPublished
from stillpoint.reviews.handlers import tell_reviewers
from stillpoint.reviews.models import Assignment, Conflict, Review, RoundState, Selection
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import TrailEntry
from tests.people.factories import LONG_AGO, make_officer
from tests.reviews.factories import (
    CONSOLE,
    involve,
    make_cases,
    make_drawn_round,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def assigned(lead: Officer) -> Selection:
    """The first case of a drawn round in which every review has a reviewer proposed."""
    make_cases(each=1)
    make_reviewers()
    round = make_drawn_round(lead=lead)
    assigning.assign_round(by=lead, round=round)
    return round.selections.select_related("round", "case")[0]


def given(selection: Selection, step: int = 1) -> Assignment:
    return Assignment.objects.select_related("selection__round", "selection__case").get(
        selection=selection, step=step, state__in=("proposed", "published", "accepted")
    )


def publish(selection: Selection, lead: Officer) -> Selection:
    selection.round = handing_out.publish_round(by=lead, round=selection.round)
    return selection


def may_read(officer: Officer, selection: Selection) -> bool:
    held = CaseAccess.objects.filter(case=selection.case, officer=officer, until=None)
    return held.exists()


def test_a_hand_move_replaces_the_one_proposed(assigned: Selection, lead: Officer) -> None:
    chosen = make_officer(accredited=(1,))
    handing_out.assign_by_hand(by=lead, selection=assigned, step=1, reviewer=chosen)
    assert given(assigned).reviewer == chosen


@pytest.mark.parametrize(
    ("rank", "accredited", "rule"),
    [("inspector", (), "not accredited"), ("sergeant", (), "not of the rank")],
)
def test_a_hand_move_is_checked_by_the_same_rules(
    assigned: Selection, lead: Officer, rank: str, accredited: tuple[int, ...], rule: str
) -> None:
    chosen = make_officer(rank=rank, accredited=accredited)
    with pytest.raises(CannotDo, match=rule):
        handing_out.assign_by_hand(by=lead, selection=assigned, step=1, reviewer=chosen)


def test_somebody_involved_cannot_be_chosen_by_hand(assigned: Selection, lead: Officer) -> None:
    chosen = make_officer(accredited=(1,))
    involve(chosen, assigned.case)
    with pytest.raises(CannotDo, match="own case"):
        handing_out.assign_by_hand(by=lead, selection=assigned, step=1, reviewer=chosen)


def test_a_review_upwards_needs_support_and_is_flagged(assigned: Selection, lead: Officer) -> None:
    involve(make_officer(rank="chief_constable"), assigned.case, "sio")
    chosen = make_officer(accredited=(1,))
    with pytest.raises(CannotDo, match="supported") as refusal:
        handing_out.assign_by_hand(by=lead, selection=assigned, step=1, reviewer=chosen)
    assert refusal.value.field == "support"
    made = handing_out.assign_by_hand(
        by=lead, selection=assigned, step=1, reviewer=chosen, support="A chief officer is at hand."
    )
    assert made.reviews_upward and made.upward_agreed_by == lead


def test_a_lead_cannot_agree_to_their_own_review_upwards(assigned: Selection) -> None:
    involve(make_officer(rank="chief_constable"), assigned.case, "sio")
    own = make_officer(rank="inspector", roles=("rasso_lead",), accredited=(1,))
    with pytest.raises(CannotDo, match="Another lead"):
        handing_out.assign_by_hand(
            by=own, selection=assigned, step=1, reviewer=own, support="I help myself."
        )


def test_an_agreed_review_upwards_is_published(assigned: Selection, lead: Officer) -> None:
    involve(make_officer(rank="chief_inspector"), assigned.case, "sio")
    chosen = make_officer(accredited=(1,))
    handing_out.assign_by_hand(
        by=lead, selection=assigned, step=1, reviewer=chosen, support="A DCI is at hand."
    )
    publish(assigned, lead)
    assert given(assigned).state == "published"


def test_before_publishing_nobody_is_told_and_no_case_is_open(assigned: Selection) -> None:
    assert not Message.objects.exists()
    assert not CaseAccess.objects.exists()
    assert not Announcement.objects.filter(
        name__in=(AssignmentGiven.name, RoundPublished.name)
    ).exists()
    proposed = given(assigned)
    assert not access.can_answer_assignment(proposed.reviewer, proposed).allowed


def test_publishing_opens_each_case_to_its_reviewers_and_tells_each_once(
    assigned: Selection, lead: Officer
) -> None:
    publish(assigned, lead)
    assert may_read(given(assigned).reviewer, assigned)
    for _ in range(2):
        tell_reviewers(RoundPublished(round=assigned.round.ref))
    reviewers = set(Assignment.objects.values_list("reviewer", flat=True))
    assert Message.objects.count() == len(reviewers)


def test_publishing_with_gaps_must_be_said(assigned: Selection, lead: Officer) -> None:
    given(assigned).delete()
    with pytest.raises(CannotDo, match="1 review has no reviewer"):
        handing_out.publish_round(by=lead, round=assigned.round)
    handing_out.publish_round(by=lead, round=assigned.round, with_gaps=True)


def test_a_round_is_published_once(assigned: Selection, lead: Officer) -> None:
    publish(assigned, lead)
    with pytest.raises(CannotDo, match="published once"):
        handing_out.publish_round(by=lead, round=assigned.round)


def test_a_proposal_that_a_rule_has_come_to_forbid_is_not_published(
    assigned: Selection, lead: Officer
) -> None:
    involve(given(assigned).reviewer, assigned.case)
    with pytest.raises(CannotDo, match="own case"):
        handing_out.publish_round(by=lead, round=assigned.round)
    assigning.assign_round(by=lead, round=assigned.round)
    publish(assigned, lead)


def test_a_reviewer_accepts_and_says_whom_they_know(assigned: Selection, lead: Officer) -> None:
    one = given(publish(assigned, lead))
    handing_out.accept_assignment(by=one.reviewer, assignment=one, knows_people="The OIC.")
    one.refresh_from_db()
    assert (one.state, one.knows_people) == ("accepted", "The OIC.")


def test_accepting_twice_is_the_same_as_once(assigned: Selection, lead: Officer) -> None:
    one = given(publish(assigned, lead))
    handing_out.accept_assignment(by=one.reviewer, assignment=one, knows_people="The OIC.")
    handing_out.accept_assignment(by=one.reviewer, assignment=one)
    one.refresh_from_db()
    assert one.knows_people == "The OIC."


def test_declining_needs_a_reason(assigned: Selection, lead: Officer) -> None:
    one = given(publish(assigned, lead))
    with pytest.raises(CannotDo, match="Say why"):
        handing_out.decline_assignment(by=one.reviewer, assignment=one, reason=" ")


def test_a_declined_case_is_given_to_somebody_else_at_once(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    handing_out.decline_assignment(by=one.reviewer, assignment=one, reason="No time.")
    now = given(assigned)
    assert now.reviewer != one.reviewer and now.state == "published"
    assert may_read(now.reviewer, assigned)
    assert not may_read(one.reviewer, assigned)


def test_a_conflict_declared_on_declining_holds_for_later_rounds(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    handing_out.decline_assignment(
        by=one.reviewer, assignment=one, reason="A relative.", conflict=True
    )
    assert Conflict.objects.get().officer == one.reviewer


def test_when_nobody_is_left_declining_leaves_a_gap_that_is_explained(lead: Officer) -> None:
    make_cases(each=1)
    make_reviewers(first=1, second=1)
    selection = make_published_round(lead=lead).selections.all()[0]
    one = given(selection)
    outcome = handing_out.decline_assignment(by=one.reviewer, assignment=one, reason="No time.")
    assert outcome.gaps[0].reasons["declined before"] == 1


def test_a_submitted_review_cannot_be_declined_or_taken_away(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    submit_both(assigned)
    with pytest.raises(CannotDo, match="submitted"):
        handing_out.decline_assignment(by=one.reviewer, assignment=one, reason="Late.")
    with pytest.raises(CannotDo, match="Reopen it instead"):
        handing_out.assign_by_hand(
            by=lead, selection=assigned, step=1, reviewer=make_officer(accredited=(1,))
        )


def test_a_leavers_reviews_go_to_others_and_their_draft_is_kept(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    draft = Review.objects.create(assignment=one, step=1, template_version="1", summary="Begun.")
    one.reviewer.is_active = False
    one.reviewer.save()
    handing_out.reassign_what_was_held(by=CONSOLE, officer=one.reviewer)
    assert given(assigned).reviewer != one.reviewer
    draft.refresh_from_db()
    assert draft.summary == "Begun." and draft.assignment.state == "withdrawn"
    assert not may_read(one.reviewer, assigned)


def test_reviews_go_to_others_the_day_after_an_accreditation_ends(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    accreditation = one.reviewer.accreditations.get(step=1)
    end_accreditation(by=lead, accreditation=accreditation)
    run_until_idle(raising=True)
    assert given(assigned).reviewer == one.reviewer
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        run_until_idle(raising=True)
        assert given(assigned).reviewer != one.reviewer
        one.refresh_from_db()
        assert one.reason == "The reviewer’s accreditation has ended."
        assert not may_read(one.reviewer, assigned)
        entries = TrailEntry.objects.count()
        handing_out.reassign_after_accreditation(CONSOLE)
        assert TrailEntry.objects.count() == entries


def test_what_a_leaver_held_in_an_abandoned_round_is_given_to_nobody(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    opening.abandon_round(by=lead, round=assigned.round, reason="Begun too soon.")
    assert handing_out.reassign_what_was_held(by=CONSOLE, officer=one.reviewer) == []


def test_abandoning_takes_reviews_back_and_closes_the_cases(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    opening.abandon_round(by=lead, round=assigned.round, reason="Begun too soon.")
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert not CaseAccess.objects.filter(until=None).exists()


def test_a_case_set_aside_is_taken_back_from_its_reviewers(
    assigned: Selection, lead: Officer
) -> None:
    one = given(publish(assigned, lead))
    drawing.mark_ineligible(by=lead, selection=assigned, reason="Recorded twice.")
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert not may_read(one.reviewer, assigned)


def test_a_substitute_is_given_reviewers_who_are_told_at_once(lead: Officer) -> None:
    make_cases(each=2)
    make_reviewers()
    round = make_published_round(lead=lead)
    drawing.mark_unavailable(by=lead, selection=round.selections.all()[0], reason="Lost.")
    before = Announcement.objects.count()
    assigning.assign_round(by=lead, round=round)
    substitute = round.selections.get(substitute_for__isnull=False)
    assert given(substitute).state == "published"
    assert may_read(given(substitute).reviewer, substitute)
    assert Announcement.objects.count() == before + 2


def test_a_case_set_aside_is_given_to_nobody(assigned: Selection, lead: Officer) -> None:
    drawing.mark_ineligible(by=lead, selection=assigned, reason="Recorded twice.")
    assigned.refresh_from_db()
    with pytest.raises(CannotDo, match="set aside"):
        handing_out.assign_by_hand(
            by=lead, selection=assigned, step=1, reviewer=make_officer(accredited=(1,))
        )


def test_a_hand_move_after_publishing_tells_the_new_reviewer(
    assigned: Selection, lead: Officer
) -> None:
    publish(assigned, lead)
    before = given(assigned).reviewer
    chosen = make_officer(accredited=(1,))
    handing_out.assign_by_hand(by=lead, selection=assigned, step=1, reviewer=chosen)
    assert may_read(chosen, assigned) and not may_read(before, assigned)


def test_leave_that_begins_before_publishing_is_noticed(assigned: Selection, lead: Officer) -> None:
    Leave.objects.create(officer=given(assigned).reviewer, since=LONG_AGO)
    with pytest.raises(CannotDo, match="on leave"):
        handing_out.publish_round(by=lead, round=assigned.round)
    assert assigned.round.state == RoundState.DRAWN
