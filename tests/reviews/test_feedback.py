"""Feedback: what it holds, who sees it when, what they answer, and conduct matters apart."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from stillpoint.events.models import Message
from stillpoint.learning.models import Recognition
from stillpoint.people.models import Officer
from stillpoint.reviews import access, feeding_back
from stillpoint.reviews.facts import FeedbackReleased
from stillpoint.reviews.handlers import tell_those_with_feedback
from stillpoint.reviews.models import ConductReferral, Feedback, Review, Round, Selection
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    involve,
    make_cases,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FRIDAY = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def boss() -> Officer:
    return make_officer("Mary Manager", rank="sergeant")


@pytest.fixture
def pat(boss: Officer) -> Officer:
    return make_officer("Pat Person", rank="constable", manager=boss)


@pytest.fixture
def selection(lead: Officer, pat: Officer) -> Selection:
    """A case of Pat's, reviewed twice."""
    make_cases(each=1)
    make_reviewers()
    round = make_published_round(size=4, lead=lead)
    one = round.selections.select_related("round", "case")[0]
    involve(pat, one.case)
    submit_both(one)
    return one


def prepared(selection: Selection, lead: Officer) -> Feedback:
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    return Feedback.objects.select_related("selection__round").get()


def released(selection: Selection, lead: Officer) -> Feedback:
    prepared(selection, lead)
    feeding_back.release_feedback(by=lead, round=selection.round)
    return Feedback.objects.select_related("selection__round").get()


def test_feedback_goes_to_those_whose_work_was_reviewed(
    selection: Selection, lead: Officer, pat: Officer
) -> None:
    involve(make_officer(), selection.case, "vrr_reviewer")
    feedback = prepared(selection, lead)
    assert feedback.officer == pat
    assert [line["text"] for line in feedback.strengths] == ["Kept the victim informed."]


def test_feedback_has_no_ratings_or_reviewers_unless_the_round_says_so(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead)
    assert (feedback.ratings, feedback.reviewers) == ({}, [])


def test_a_round_that_says_so_shows_ratings_and_reviewers(
    selection: Selection, lead: Officer
) -> None:
    round = selection.round
    Round.objects.filter(pk=round.pk).update(
        feedback_shows_ratings=True, feedback_shows_reviewers=True
    )
    round.refresh_from_db()
    feedback = prepared(selection, lead)
    assert len(feedback.ratings) == 2 and len(feedback.reviewers) == 2


def test_a_case_whose_second_review_is_stale_has_no_feedback(
    selection: Selection, lead: Officer
) -> None:
    Review.objects.filter(step=2).update(stale_since=timezone.now())
    assert feeding_back.prepare_feedback(by=lead, round=selection.round) == []


def test_preparing_again_keeps_what_the_lead_left_out(selection: Selection, lead: Officer) -> None:
    feedback = prepared(selection, lead)
    feeding_back.keep_lines(by=lead, feedback=feedback, strengths=[0], improvements=[])
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    feedback.refresh_from_db()
    assert (len(feedback.strengths), feedback.improvements) == (1, [])


def test_what_was_released_stands(selection: Selection, lead: Officer) -> None:
    with pytest.raises(CannotDo, match="stands as it was sent"):
        feeding_back.keep_lines(
            by=lead, feedback=released(selection, lead), strengths=[], improvements=[]
        )


def test_a_lead_does_not_edit_feedback_to_themselves(selection: Selection) -> None:
    own = make_officer(rank="sergeant", roles=("rasso_lead",))
    feedback = prepared(selection, own)
    Feedback.objects.update(officer=own)
    feedback.refresh_from_db()
    with pytest.raises(CannotDo, match="another lead"):
        feeding_back.keep_lines(by=own, feedback=feedback, strengths=[], improvements=[])


def test_before_release_the_lead_alone_reads_it(
    selection: Selection, lead: Officer, pat: Officer
) -> None:
    feedback = prepared(selection, lead)
    assert access.can_read_feedback(lead, feedback).allowed
    assert not access.can_read_feedback(pat, feedback).allowed


def test_release_tells_the_person_without_case_content(
    selection: Selection, lead: Officer, pat: Officer
) -> None:
    feedback = released(selection, lead)
    tell_those_with_feedback(FeedbackReleased(round=selection.round.ref))
    message = Message.objects.get()
    assert message.to == pat and message.link == f"/feedback/{feedback.ref}/"
    assert selection.case.reference not in message.text + message.subject
    entry = TrailEntry.objects.get(act="release feedback")
    assert entry.recipients == [f"officer:{pat.ref}"]


def test_releasing_nothing_says_so(selection: Selection, lead: Officer) -> None:
    with pytest.raises(CannotDo, match="prepare it first"):
        feeding_back.release_feedback(by=lead, round=selection.round)


def test_the_supervisor_reads_it_once_the_person_has(
    selection: Selection, lead: Officer, pat: Officer, boss: Officer
) -> None:
    feedback = released(selection, lead)
    assert not access.can_read_feedback(boss, feedback).allowed
    feeding_back.note_seen(by=pat, feedback=feedback)
    assert access.can_read_feedback(boss, feedback).allowed
    assert list(access.readable_feedback(boss)) == [feedback]


def test_the_supervisor_reads_it_after_five_working_days(
    selection: Selection, lead: Officer, boss: Officer
) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        feedback = released(selection, lead)
    with time_machine.travel(FRIDAY + dt.timedelta(days=6), tick=False):
        assert not access.can_read_feedback(boss, feedback).allowed
        assert not access.readable_feedback(boss).exists()
    with time_machine.travel(FRIDAY + dt.timedelta(days=7), tick=False):
        assert access.can_read_feedback(boss, feedback).allowed
        assert access.readable_feedback(boss).exists()


def test_nobody_else_reads_it(selection: Selection, lead: Officer) -> None:
    feedback = released(selection, lead)
    assert not access.can_read_feedback(make_officer(), feedback).allowed


def test_a_lead_who_has_ratings_to_lock_in_the_round_does_not_read_it(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead)
    own = selection.round.selections.exclude(pk=selection.pk)[0].assignments.get(step=2)
    own.reviewer = lead
    own.save()
    assert not access.can_read_feedback(lead, feedback).allowed
    assert not access.can_read_round_feedback(lead, selection.round).allowed


def test_a_reply_stays_with_the_feedback_and_the_same_words_once(
    selection: Selection, lead: Officer, pat: Officer
) -> None:
    feedback = released(selection, lead)
    for _ in range(2):
        feeding_back.reply_to_feedback(by=pat, feedback=feedback, text="Thank you, one remark.")
    assert [one.text for one in feedback.replies.all()] == ["Thank you, one remark."]


def test_only_the_person_replies(selection: Selection, lead: Officer, boss: Officer) -> None:
    with pytest.raises(Refused):
        feeding_back.reply_to_feedback(by=boss, feedback=released(selection, lead), text="Hm.")


def test_thanks_are_sent_for_good_practice(
    selection: Selection, lead: Officer, pat: Officer
) -> None:
    feedback = released(selection, lead)
    feeding_back.thank_for_good_practice(by=lead, feedback=feedback, text="Well kept in touch.")
    assert Recognition.objects.get().to == pat


def test_a_conduct_matter_is_referred_by_name_and_logged_as_a_disclosure(
    selection: Selection, lead: Officer
) -> None:
    feeding_back.refer_conduct(
        by=lead, selection=selection, referred_to="Professional standards", author_told=True
    )
    assert ConductReferral.objects.count() == 1
    assert TrailEntry.objects.filter(operation="disclosure").last().recipients == [  # type: ignore[union-attr]
        "Professional standards"
    ]


def test_the_same_referral_sent_twice_is_one(selection: Selection, lead: Officer) -> None:
    for _ in range(2):
        feeding_back.refer_conduct(
            by=lead, selection=selection, referred_to="Professional standards", author_told=True
        )
    assert ConductReferral.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"referred_to": " ", "author_told": True}, "referred_to"),
        ({"referred_to": "Professional standards"}, "why_author_not_told"),
    ],
)
def test_a_referral_names_who_takes_it_and_whether_the_author_knows(
    selection: Selection, lead: Officer, given: dict[str, object], field: str
) -> None:
    with pytest.raises(CannotDo) as refusal:
        feeding_back.refer_conduct(by=lead, selection=selection, **given)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_somebody_without_a_part_in_the_review_does_not_refer(selection: Selection) -> None:
    with pytest.raises(Refused):
        feeding_back.refer_conduct(
            by=make_officer(), selection=selection, referred_to="PSD", author_told=True
        )


def test_the_console_prepares_feedback(selection: Selection) -> None:
    assert len(feeding_back.prepare_feedback(by=CONSOLE, round=selection.round)) == 1
