"""The closure notice: asked for, asked of the supervisor, held back or sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.before_trial import status_of
from stillpoint.cases.entering import enter_milestone
from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.people.line_managing import set_manager
from stillpoint.points import closure
from stillpoint.points.closing_cases import sender_for
from stillpoint.points.closure_hands import find_senders
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.closing import (
    ANSWER,
    asked,
    case_of,
    ended,
    fro,
    held_back,
    left,
    page,
    sent,
    sergeant,
    subjects,
    today,
)
from tests.points.factories import happen, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# Asked for


def test_an_officer_who_answered_the_call_asks_once() -> None:
    case = case_of()
    first = closure.ask_to_hear(by=fro(case), case=case)
    assert closure.ask_to_hear(by=fro(case), case=case) == first
    assert (first.state, ClosureNotice.objects.count()) == (NoticeState.WANTED, 1)


def test_others_of_the_case_do_not_ask() -> None:
    case = case_of()
    with pytest.raises(Refused):
        closure.ask_to_hear(by=officer_of(case, "oic"), case=case)


def test_where_there_is_an_outcome_already_the_supervisor_is_asked_at_once() -> None:
    notice = asked("nfa_police")
    assert (notice.state, notice.sender) == (NoticeState.DUE, sergeant(notice.case))


def test_they_may_say_that_they_would_rather_not_hear_and_ask_again() -> None:
    case = case_of()
    notice = closure.ask_to_hear(by=fro(case), case=case)
    assert closure.withdraw(by=fro(case), notice=notice).state == NoticeState.WITHDRAWN
    assert closure.ask_to_hear(by=fro(case), case=case).state == NoticeState.WANTED


def test_nobody_else_withdraws_it() -> None:
    notice = asked()
    with pytest.raises(Refused):
        closure.withdraw(by=sergeant(notice.case), notice=notice)


# The outcome


def test_an_outcome_asks_for_the_notice_and_the_same_event_twice_asks_once() -> None:
    case = case_of()
    notice = closure.ask_to_hear(by=fro(case), case=case)
    ended(case, "nfa_police")
    for _ in range(2):
        closure.outcome_came(by=CONSOLE, case=case)
    notice.refresh_from_db()
    assert (notice.state, ClosureNotice.objects.count()) == (NoticeState.DUE, 1)


def test_without_an_outcome_nothing_is_asked_for() -> None:
    case = case_of()
    closure.ask_to_hear(by=fro(case), case=case)
    assert closure.outcome_came(by=CONSOLE, case=case) == []


def test_an_outcome_that_was_entered_by_hand_is_one_and_the_sender_is_told() -> None:
    case = case_of()
    closure.ask_to_hear(by=fro(case), case=case)
    day = timezone.localdate() - dt.timedelta(days=1)
    enter_milestone(by=officer_of(case, "oic"), case=case, kind="outcome_recorded", on=day)
    assert "A closure notice is asked for" in subjects(sergeant(case))


def test_a_further_outcome_makes_a_further_notice_and_the_first_stays() -> None:
    first = sent("charged", trial_to_come=True)
    happen(first.case, "court_result")
    for _ in range(2):
        closure.outcome_came(by=CONSOLE, case=first.case)
    further = ClosureNotice.objects.get(occasion=2)
    first.refresh_from_db()
    assert (further.state, first.state) == (NoticeState.DUE, NoticeState.SENT)
    assert "with the courts" in first.status_words


def test_the_same_outcome_again_makes_none() -> None:
    notice = sent("nfa_police")
    assert closure.outcome_came(by=CONSOLE, case=notice.case) == []


def test_after_withdrawing_no_outcome_asks_for_a_notice() -> None:
    case = case_of()
    notice = closure.ask_to_hear(by=fro(case), case=case)
    closure.withdraw(by=fro(case), notice=notice)
    assert closure.outcome_came(by=CONSOLE, case=ended(case, "nfa_police")) == []


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("charged", "The case is with the courts"),
        ("nfa_cps", "nobody was charged"),
        ("victim_declines", "what the victim wished"),
        ("other_outcome", "The investigation has ended."),
        ("not_finalised", ""),
    ],
)
def test_the_status_is_said_in_general_words(group: str, words: str) -> None:
    status = status_of(case_of(group))
    assert (words in status.text) if status else words == ""


def test_every_final_outcome_has_its_words() -> None:
    case = case_of()
    for group in practice.current().outcome_groups:
        assert (status_of(ended(case, group.key)) is not None) == group.final


# The sender


def test_a_supervisor_who_answered_the_call_does_not_send_to_themselves() -> None:
    inspector = make_officer(rank="inspector")
    both = make_officer(rank="sergeant", manager=inspector)
    case = case_of("nfa_police", fro=both, supervisor=both)
    assert sender_for(case, both) == inspector


def test_where_nobody_is_found_the_lead_sees_it_and_sends_it() -> None:
    case = case_of("nfa_police")
    notice = closure.ask_to_hear(by=fro(case), case=case)
    ClosureNotice.objects.filter(pk=notice.pk).update(sender=None)
    notice.refresh_from_db()
    lead = make_officer(roles=["rasso_lead"])
    assert "Answer a closure notice" in today(lead)
    assert closure.answer_notice(by=lead, notice=notice, **ANSWER).state == NoticeState.SENT


def test_a_sender_is_found_when_there_is_one_again() -> None:
    notice = asked()
    ClosureNotice.objects.filter(pk=notice.pk).update(sender=None)
    assert [one.sender for one in find_senders(by=CONSOLE)] == [sergeant(notice.case)]


def test_when_the_sender_leaves_another_is_asked_and_told() -> None:
    notice = asked()
    run_until_idle(raising=True)
    new = make_officer(rank="sergeant")
    set_manager(
        by=CONSOLE,
        officer=officer_of(notice.case, "oic"),
        manager=new,
        since=timezone.localdate(),
    )
    left(sergeant(notice.case))
    notice.refresh_from_db()
    assert notice.sender == new
    assert subjects(new) == ["A closure notice is asked for"]


def test_when_the_officer_leaves_nothing_more_is_asked_for() -> None:
    notice = asked()
    left(fro(notice.case))
    notice.refresh_from_db()
    assert notice.state == NoticeState.LAPSED


@pytest.mark.parametrize("who", ["fro", "unrelated"])
def test_only_the_supervisor_and_whoever_holds_the_case_send_it(who: str) -> None:
    notice = asked()
    officer = fro(notice.case) if who == "fro" else make_officer()
    with pytest.raises(Refused):
        closure.answer_notice(by=officer, notice=notice, **ANSWER)
    oic = officer_of(notice.case, "oic")
    assert closure.answer_notice(by=oic, notice=notice, **ANSWER).sent_by == oic


# Held back, or sent


def test_it_waits_while_the_officer_may_be_a_witness_without_a_completed_account() -> None:
    notice = held_back()
    assert (notice.state, notice.status_words) == (NoticeState.HELD_BACK, "")
    shown = page(notice.officer, notice)
    assert "Not yet, because you may be a witness" in shown and "charged" not in shown
    assert "There is an answer to what you asked to hear" in subjects(notice.officer)


def test_without_a_trial_to_come_nothing_waits() -> None:
    assert sent(witness="not_complete").state == NoticeState.SENT


def test_before_a_trial_it_gives_the_status_and_no_words_of_ones_own() -> None:
    with pytest.raises(CannotDo, match="may still come before a court") as refused:
        sent("charged", trial_to_come=True, own_words="Your note on the call carried it.")
    assert refused.value.field == "own_words"
    notice = sent("charged", trial_to_come=True)
    assert "You will hear again" in page(notice.officer, notice)


def test_after_it_the_sender_may_add_words_of_thanks() -> None:
    notice = sent(own_words="You kept her talking for an hour. Thank you.")
    assert "You kept her talking" in page(notice.officer, notice)


def test_words_that_may_identify_somebody_are_asked_about() -> None:
    with pytest.raises(CannotDo) as refused:
        sent(own_words="She says thanks: 07700 900123.")
    assert refused.value.field == "not_identifiers"


def test_words_of_ones_own_are_few() -> None:
    with pytest.raises(CannotDo, match="300 characters"):
        sent(own_words="thank you " * 40)


@pytest.mark.parametrize(("field", "value"), [("thanks", "none"), ("witness", "perhaps")])
def test_what_is_not_in_the_lists_is_refused(field: str, value: str) -> None:
    with pytest.raises(CannotDo) as refused:
        sent(**{field: value})
    assert refused.value.field == field


def test_where_the_outcome_does_not_say_it_the_sender_chooses_the_status() -> None:
    case = case_of()
    happen(case, "court_result")
    notice = closure.ask_to_hear(by=fro(case), case=case)
    with pytest.raises(CannotDo, match="where the case stands"):
        closure.answer_notice(by=sergeant(case), notice=notice, **ANSWER)
    kept = closure.answer_notice(by=sergeant(case), notice=notice, status="court_ended", **ANSWER)
    assert "the court case has ended" in kept.status_words


def test_sending_twice_sends_once() -> None:
    notice = sent()
    again = closure.answer_notice(by=sergeant(notice.case), notice=notice, **ANSWER)
    assert again.sent_at == notice.sent_at


def test_a_held_back_notice_comes_back_to_the_sender_after_its_days() -> None:
    notice = held_back()
    sender = sergeant(notice.case)
    assert notice.ask_again_at is not None
    assert today(sender) == []
    assert today(sender, notice.ask_again_at + dt.timedelta(hours=1)) == ["Answer a closure notice"]


def test_the_officer_says_that_their_account_is_complete_and_the_sender_looks_again() -> None:
    notice = held_back()
    again = closure.say_account_complete(by=notice.officer, notice=notice)
    assert again.state == NoticeState.DUE
    assert today(sergeant(notice.case)) == ["Answer a closure notice"]


def test_the_sender_is_told_again_each_time_an_account_becomes_complete() -> None:
    notice = asked("charged")
    sender = sergeant(notice.case)
    told = len(subjects(sender))
    for round in (1, 2):
        closure.answer_notice(
            by=sender, notice=notice, **{**ANSWER, "witness": "not_complete", "trial_to_come": True}
        )
        assert len(subjects(sender)) == told + round - 1
        closure.say_account_complete(by=notice.officer, notice=notice)
        assert len(subjects(sender)) == told + round


# A trial to come


@pytest.mark.parametrize(
    ("group", "milestones"),
    [
        ("charged", ()),
        ("not_finalised", ("court_result", "appeal")),
        ("not_finalised", ("charged", "plea_hearing")),
        ("charged", ("court_result", "trial_started")),
    ],
)
def test_while_the_record_says_that_a_court_is_to_come_no_trial_is_no_answer(
    group: str, milestones: tuple[str, ...]
) -> None:
    case = case_of(group)
    for ago, kind in enumerate(reversed(milestones), start=1):
        happen(case, kind, days_ago=ago)
    ended(case, group)
    notice = closure.ask_to_hear(by=fro(case), case=case)
    ClosureNotice.objects.filter(pk=notice.pk).update(state="due", sender=sergeant(case))
    notice.refresh_from_db()
    for witness in ("complete", "not_complete"):
        with pytest.raises(CannotDo, match="before a court: answer “Yes”") as refused:
            closure.answer_notice(
                by=sergeant(case),
                notice=notice,
                **{**ANSWER, "witness": witness, "status": "ended"},
            )
        assert refused.value.field == "trial_to_come"
    answer = {**ANSWER, "trial_to_come": True, "status": "ended"}
    assert closure.answer_notice(by=sergeant(case), notice=notice, **answer).state == "sent"


@pytest.mark.parametrize("group", ["nfa_police", "charged"])
def test_once_it_is_over_no_trial_is_an_answer(group: str) -> None:
    case = case_of()
    happen(case, "charged", days_ago=3)
    if group == "charged":
        happen(case, "court_result", days_ago=1)
    ended(case, group)
    notice = closure.ask_to_hear(by=fro(case), case=case)
    assert closure.answer_notice(by=sergeant(case), notice=notice, **ANSWER).state == "sent"


def test_a_case_that_its_source_calls_closed_is_not_held_to_be_before_a_court() -> None:
    notice = asked("charged")
    Case.objects.filter(pk=notice.case_id).update(live_stated=False)
    assert closure.answer_notice(by=sergeant(notice.case), notice=notice, **ANSWER).state == "sent"
