"""The closure notice: asked for, asked of the supervisor, held back or sent, read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.entering import enter_milestone
from stillpoint.cases.models import Case
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.leaving import leave
from stillpoint.people.line_managing import set_manager
from stillpoint.people.models import Officer
from stillpoint.points import closure
from stillpoint.points.closing_cases import sender_for, status_of
from stillpoint.points.closure_hands import find_senders
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.points.models.closure import MOVES
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ANSWER: dict[str, Any] = {"witness": "complete", "trial_to_come": False, "thanks": "early_work"}


def case_of(group: str = "not_finalised", **people: Officer) -> Case:
    case = make_manned_case("", **people)
    return ended(case, group)


def ended(case: Case, group: str) -> Case:
    Case.objects.filter(pk=case.pk).update(outcome_group=group)
    case.refresh_from_db()
    return case


def fro(case: Case) -> Officer:
    return officer_of(case, "fro")


def sergeant(case: Case) -> Officer:
    return officer_of(case, "supervisor")


def asked(group: str = "nfa_police") -> ClosureNotice:
    """A notice that is due: the case has an outcome of the group."""
    case = case_of(group)
    return closure.ask_to_hear(by=fro(case), case=case)


def sent(group: str = "nfa_police", **answer: Any) -> ClosureNotice:
    notice = asked(group)
    return closure.answer_notice(by=sergeant(notice.case), notice=notice, **{**ANSWER, **answer})


def held_back() -> ClosureNotice:
    return sent("charged", witness="not_complete", trial_to_come=True)


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, notice: ClosureNotice) -> str:
    response = browser(officer).get(reverse("closure-notice", args=[notice.ref]))
    assert response.status_code == 200
    return str(response.content.decode())


def today(officer: Officer, now: dt.datetime | None = None) -> list[str]:
    items = in_order(what_is_left(officer, now or timezone.now()))
    return [item.sentence.partition(":")[0].partition(" case")[0] for item in items]


def subjects(officer: Officer) -> list[str]:
    run_until_idle(raising=True)
    return [one.subject for one in messages_for(officer)]


def left(officer: Officer) -> None:
    leave(by=CONSOLE, officer=officer, on=timezone.localdate())
    run_until_idle(raising=True)


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


# Read


def test_it_is_read_from_today_and_its_time_is_kept() -> None:
    notice = sent()
    assert today(notice.officer) == ["Read what became of"]
    page(notice.officer, notice)
    notice.refresh_from_db()
    assert notice.state == NoticeState.READ and notice.read_at is not None
    assert today(notice.officer) == []


def test_the_sender_opening_it_does_not_read_it() -> None:
    notice = sent()
    page(sergeant(notice.case), notice)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_an_officer_who_changed_team_reads_it() -> None:
    notice = sent()
    set_manager(
        by=CONSOLE,
        officer=notice.officer,
        manager=make_officer(rank="sergeant"),
        since=timezone.localdate(),
    )
    assert "nobody was charged" in page(notice.officer, notice)


def test_nobody_else_reads_it() -> None:
    notice = sent()
    client = browser(make_officer(roles=["rasso_lead"]))
    assert client.get(reverse("closure-notice", args=[notice.ref])).status_code == 403


def test_no_message_says_what_became_of_the_case() -> None:
    notice = sent()
    run_until_idle(raising=True)
    said = " ".join(f"{one.subject} {one.text}" for one in messages_for(notice.officer))
    assert said and notice.case.reference not in said and "charged" not in said


# The pages


def test_one_press_on_ones_own_page_asks_to_hear() -> None:
    case = case_of()
    client = browser(fro(case))
    assert f"Ask to hear of {case.reference}" in client.get(reverse("closure")).content.decode()
    client.post(reverse("closure"), {"case": case.ref})
    assert ClosureNotice.objects.get().officer == fro(case)


def test_the_sender_answers_in_one_form() -> None:
    notice = asked()
    values = {"witness": "not_a_witness", "trial_to_come": "no", "thanks": "looking_after"}
    address = reverse("closure-send", args=[notice.ref])
    assert browser(sergeant(notice.case)).post(address, values).status_code == 302
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost() -> None:
    notice = asked()
    address = reverse("closure-send", args=[notice.ref])
    response = browser(sergeant(notice.case)).post(address, {"own_words": "Well done."})
    shown = response.content.decode()
    assert "Say whether their own account is complete" in shown and "Well done." in shown


def test_every_move_leads_from_and_to_a_state_that_there_is() -> None:
    known = set(NoticeState.values)
    assert all({*one.before, one.after} <= known for one in MOVES)


def test_a_move_that_is_not_open_is_refused_in_words() -> None:
    notice = sent()
    with pytest.raises(CannotDo, match="ready to read"):
        closure.withdraw(by=notice.officer, notice=notice)
