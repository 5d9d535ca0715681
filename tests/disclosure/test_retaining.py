"""What is about a case falls due; a person keeps it with a reason, or two people erase it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure import holdings
from stillpoint.disclosure.holding import lift_hold, place_hold
from stillpoint.disclosure.models import Erasure, Kept, RelevanceFlag
from stillpoint.disclosure.retaining import (
    agree_erasure,
    due_cases,
    keep_records,
    propose_erasure,
    withdraw_erasure,
)
from stillpoint.disclosure.views import retention
from stillpoint.events.working import run_until_idle
from stillpoint.methods.calendar_shifts import months_before
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Round
from stillpoint.risks.handling import raise_risk
from stillpoint.trust.answers import CannotDo, Refused
from tests.disclosure.old_cases import LONG_AGO, WORDS, grow_old, lead, old_case
from tests.people.factories import make_officer
from tests.points.factories import make_manned_case, officer_of
from tests.reviews.review_factories import make_submitted_first_review

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "No longer needed: the period of the schedule has run out."


def due() -> list[Case]:
    return list(due_cases(timezone.localdate()))


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2023, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 31), 120, dt.date(2016, 12, 31)),
        (dt.date(2026, 1, 31), -1, dt.date(2026, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, earlier: dt.date) -> None:
    assert months_before(day, months) == earlier


def test_an_old_case_with_records_is_due() -> None:
    case = old_case()
    assert due() == [case]


@pytest.mark.parametrize(
    "change",
    [
        {"live": True},
        {"outcome_on": dt.date(2026, 1, 1)},
        {"outcome_on": None, "reported_on": None},
    ],
    ids=["live", "young", "no day"],
)
def test_a_case_that_is_live_young_or_without_a_day_is_not_due(change: dict[str, object]) -> None:
    case = old_case()
    Case.objects.filter(pk=case.pk).update(**change)
    assert due() == []


def test_without_an_outcome_time_counts_from_the_report() -> None:
    case = old_case()
    Case.objects.filter(pk=case.pk).update(outcome_on=None, reported_on=LONG_AGO)
    assert due() == [case]


def test_a_case_about_which_nothing_is_held_is_not_due() -> None:
    grow_old(make_manned_case())
    assert due() == []


def test_a_case_in_an_open_round_or_with_an_open_risk_is_still_worked_on() -> None:
    drawn = grow_old(make_submitted_first_review().assignment.selection.case)
    risky = old_case()
    raise_risk(by=officer_of(risky, "oic"), case=risky, what="Contact with children.")
    assert due() == []
    Round.objects.update(state="closed")
    assert due() == [drawn]


def test_a_kept_case_is_due_again_on_its_day() -> None:
    case, today = old_case(), timezone.localdate()
    keep_records(by=lead(), case=case, reason=WHY, next_review_on=today + dt.timedelta(days=30))
    assert due() == []
    assert list(due_cases(today + dt.timedelta(days=30))) == [case]


def test_a_decision_to_keep_has_a_reason_and_a_day_to_come() -> None:
    case, today = old_case(), timezone.localdate()
    with pytest.raises(CannotDo, match="Say why"):
        keep_records(by=lead(), case=case, reason=" ", next_review_on=today + dt.timedelta(days=1))
    with pytest.raises(CannotDo, match="still to come"):
        keep_records(by=lead(), case=case, reason=WHY, next_review_on=today)


def test_nothing_is_decided_on_a_case_that_is_not_due() -> None:
    case = old_case()
    Case.objects.filter(pk=case.pk).update(live=True)
    with pytest.raises(CannotDo, match="not due"):
        propose_erasure(by=lead(), case=case, reason=WHY)


def test_a_hold_refuses_the_proposal_and_the_agreement() -> None:
    case = old_case()
    hold = place_hold(by=lead(), case=case, kind="cpia", reason="Counsel asked.")
    with pytest.raises(CannotDo, match="hold"):
        propose_erasure(by=lead(), case=case, reason=WHY)
    lift_hold(by=lead(), hold=hold, reason="The trial is over.")
    erasure = propose_erasure(by=lead(), case=case, reason=WHY)
    place_hold(by=lead(), case=case, kind="coroner", reason="An inquest.")
    with pytest.raises(CannotDo, match="hold"):
        agree_erasure(by=lead(), erasure=erasure)


def test_two_people_decide() -> None:
    by = lead()
    erasure = propose_erasure(by=by, case=old_case(), reason=WHY)
    with pytest.raises(CannotDo, match="Somebody else"):
        agree_erasure(by=by, erasure=erasure)
    second = make_officer(roles=["disclosure_officer"])
    assert agree_erasure(by=second, erasure=erasure).state == "agreed"


def test_a_proposal_is_answered_once_and_a_no_has_a_reason() -> None:
    erasure = propose_erasure(by=lead(), case=old_case(), reason=WHY)
    with pytest.raises(CannotDo, match="Say why"):
        withdraw_erasure(by=lead(), erasure=erasure, reason="")
    withdraw_erasure(by=lead(), erasure=erasure, reason="A claim is expected.")
    with pytest.raises(CannotDo, match="already"):
        agree_erasure(by=lead(), erasure=erasure)


def test_one_erasure_at_a_time_is_proposed() -> None:
    case = old_case()
    propose_erasure(by=lead(), case=case, reason=WHY)
    with pytest.raises(CannotDo, match="already"):
        propose_erasure(by=lead(), case=case, reason=WHY)


def test_on_request_a_case_that_is_over_need_not_be_due() -> None:
    case = old_case()
    Case.objects.filter(pk=case.pk).update(outcome_on=timezone.localdate())
    with pytest.raises(CannotDo, match="not due"):
        propose_erasure(by=lead(), case=case, reason=WHY)
    by = lead()
    erasure = propose_erasure(by=by, case=case, reason=WHY, on_request=True)
    with pytest.raises(CannotDo, match="Somebody else"):
        agree_erasure(by=by, erasure=erasure)
    agree_erasure(by=lead(), erasure=erasure)
    run_until_idle(raising=True)
    erasure.refresh_from_db()
    assert (erasure.state, erasure.erased) == ("done", {"flags of relevance": 1})
    assert not RelevanceFlag.objects.exists()


def test_on_request_nothing_is_erased_of_a_case_that_is_live_worked_on_or_held() -> None:
    live, risky, held = old_case(), old_case(), old_case()
    Case.objects.filter(pk=live.pk).update(live=True)
    raise_risk(by=officer_of(risky, "oic"), case=risky, what="Contact with children.")
    place_hold(by=lead(), case=held, kind="data_rights", reason="Evidence in another case.")
    for case, words in ((live, "it is live"), (risky, "open live risk"), (held, "A hold stands")):
        with pytest.raises(CannotDo, match=words):
            propose_erasure(by=lead(), case=case, reason=WHY, on_request=True)


def test_a_request_is_proposed_on_screen_from_the_page_of_the_case() -> None:
    case = old_case()
    Case.objects.filter(pk=case.pk).update(outcome_on=timezone.localdate())
    client = browser(make_officer(roles=["disclosure_officer"]))
    address = reverse("retention-request", args=[case.ref])
    assert address in client.get(reverse("case", args=[case.ref])).content.decode()
    assert "section 47(2)" in client.get(address).content.decode()
    assert "Say why" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": WHY})
    erasure = Erasure.objects.get()
    assert erasure.on_request
    shown = browser(lead()).get(reverse("erasure", args=[erasure.ref])).content.decode()
    assert "Somebody whose data this is has asked" in shown


def test_nobody_else_decides() -> None:
    case = old_case()
    erasure = propose_erasure(by=lead(), case=case, reason=WHY)
    other = officer_of(case, "oic")
    with pytest.raises(Refused):
        agree_erasure(by=other, erasure=erasure)
    with pytest.raises(Refused):
        keep_records(by=other, case=case, reason=WHY, next_review_on=dt.date(2050, 1, 1))


def test_it_is_decided_on_screen() -> None:
    case = old_case()
    address = reverse("retention-case", args=[case.ref])
    client = browser(lead())
    assert case.reference in client.get(reverse("retention")).content.decode()
    page = client.get(address).content.decode()
    assert "Flags of relevance" in page and WORDS not in page
    asked = client.post(address, {"decision": "keep", "reason": WHY}).content.decode()
    assert "Give the day" in asked and WHY in asked
    client.post(address, {"decision": "erase", "reason": WHY})
    erasure = Erasure.objects.get()
    answer = reverse("erasure", args=[erasure.ref])
    own = client.post(answer, {"answer": "agree"}).content.decode()
    assert "Somebody else has to agree" in own
    browser(lead()).post(answer, {"answer": "no", "reason": "A claim is expected."})
    erasure.refresh_from_db()
    assert erasure.state == "withdrawn"
    day = {"next_review_on-day": "1", "next_review_on-month": "6", "next_review_on-year": "2050"}
    client.post(address, {"decision": "keep", "reason": WHY, **day})
    assert Kept.objects.get().next_review_on == dt.date(2050, 6, 1)


def test_who_decides_second_reads_the_first_decision_and_keeps_their_words() -> None:
    case = old_case()
    address = reverse("retention-case", args=[case.ref])
    day = {"next_review_on-day": "1", "next_review_on-month": "6", "next_review_on-year": "2050"}
    posted = {"decision": "keep", "reason": "A claim is expected.", **day}
    assert browser(lead()).post(address, posted).status_code == 302
    shown = browser(lead()).post(address, {"decision": "erase", "reason": WHY}).content.decode()
    assert "is not due for review" in shown and "A claim is expected." in shown and WHY in shown
    assert browser(lead()).get(address).status_code == 404
    never_due = make_manned_case()
    address = reverse("retention-case", args=[never_due.ref])
    assert browser(lead()).post(address, posted).status_code == 404


def test_the_list_takes_the_same_queries_for_many_cases_as_for_few() -> None:
    client = browser(lead())
    old_case()
    few = queries(client)
    for _ in range(4):
        old_case()
    assert queries(client) == few


def queries(client: Client) -> int:
    client.get(reverse("retention"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("retention"))
    return len(asked)


def test_without_knowing_what_rooms_hold_nothing_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holdings, "_holdings", None)
    with pytest.raises(holdings.NotWired):
        due()


def test_where_more_are_due_than_anybody_decides_on_the_longest_due_stand_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "MOST", 2)
    cases = [old_case() for _ in range(3)]
    shown = browser(lead()).get(reverse("retention")).content.decode()
    assert "The 2 that have been due longest stand here" in shown
    assert [case.reference in shown for case in cases] == [True, True, False]
