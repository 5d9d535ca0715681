"""The closure notice as its people read and answer it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.line_managing import set_manager
from stillpoint.points import closure
from stillpoint.points.models import ClosureNotice, NoticeState
from stillpoint.points.models.closure import MOVES
from stillpoint.trust.answers import CannotDo
from tests.answering import hidden_version
from tests.people.factories import make_officer
from tests.points.closing import asked, browser, case_of, fro, page, sent, sergeant, today
from tests.points.factories import involve
from tests.reviews.factories import CONSOLE, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.database]

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


def test_every_case_can_be_asked_about_page_by_page_in_the_same_queries() -> None:
    case = case_of()
    officer, client = fro(case), browser(fro(case))
    address = reverse("closure")

    def queries(of: str) -> int:
        client.get(of)
        with CaptureQueriesContext(connection) as asked_for:
            client.get(of)
        return len(asked_for)

    few = [queries(address), queries(f"{address}?show=ask")]
    for _ in range(24):
        involve(make_case(live=True), officer, "fro")
    assert [queries(address), queries(f"{address}?show=ask")] == few
    assert max(few) <= 14
    shown = client.get(address).content.decode()
    assert shown.count("Ask to hear of") == 10 and "?show=ask" in shown
    pages = [client.get(f"{address}?show=ask&page={n}").content.decode() for n in (1, 2)]
    assert [one.count("Ask to hear of") for one in pages] == [20, 5]


def test_the_notices_to_read_take_the_same_queries_at_any_length() -> None:
    case = case_of()
    officer = fro(case)
    closure.ask_to_hear(by=officer, case=case)
    client = browser(officer)

    def queries() -> int:
        client.get(reverse("closure"))
        with CaptureQueriesContext(connection) as asked_for:
            client.get(reverse("closure"))
        return len(asked_for)

    few = queries()
    for _ in range(12):
        more = make_case(live=True)
        involve(more, officer, "fro")
        closure.ask_to_hear(by=officer, case=more)
    assert queries() == few


def test_a_case_before_a_court_offers_that_as_the_answer() -> None:
    notice = asked("charged")
    shown = browser(sergeant(notice.case)).get(reverse("closure-send", args=[notice.ref]))
    assert "The record of the case says that it is before a court." in shown.content.decode()


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


# Two who answer at once


def test_a_second_sender_hears_that_it_was_sent_and_keeps_their_words() -> None:
    notice = asked()
    first = sergeant(notice.case)
    second = first.managed_by.get().manager
    address = reverse("closure-send", args=[notice.ref])
    opened = hidden_version(browser(second).get(address))
    values = {"witness": "complete", "trial_to_come": "no", "thanks": "looking_after"}
    browser(first).post(address, {**values, "own_words": "Well done."})
    refused = browser(second).post(
        address, {**values, "own_words": "Many thanks.", "version": opened}
    )
    shown = refused.content.decode()
    assert f"{first.titled_name} has sent this notice already" in shown and "Many thanks." in shown
    notice.refresh_from_db()
    assert notice.own_words == "Well done."


def test_what_one_holds_back_another_does_not_send_unseen() -> None:
    notice = asked("charged")
    first = sergeant(notice.case)
    second = first.managed_by.get().manager
    address = reverse("closure-send", args=[notice.ref])
    opened = hidden_version(browser(second).get(address))
    values = {"trial_to_come": "yes", "thanks": "looking_after"}
    browser(first).post(address, {**values, "witness": "not_complete"})
    refused = browser(second).post(address, {**values, "witness": "complete", "version": opened})
    assert "Somebody has answered this since" in refused.content.decode()
    notice.refresh_from_db()
    assert notice.state == NoticeState.HELD_BACK


def test_pressing_send_twice_sends_once() -> None:
    notice = asked()
    address = reverse("closure-send", args=[notice.ref])
    values = {"witness": "complete", "trial_to_come": "no", "thanks": "looking_after"}
    client = browser(sergeant(notice.case))
    values["version"] = hidden_version(client.get(address))
    assert {client.post(address, values).status_code for _ in range(2)} == {302}
