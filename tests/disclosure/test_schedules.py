"""The schedule of one case: numbered items with their sensitivity, and every record that exists."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.disclosure import recording, withholding
from stillpoint.disclosure.flagging import schedule_words, set_aside
from stillpoint.disclosure.models import FlagState, RelevanceFlag
from stillpoint.disclosure.recording import records_of
from stillpoint.people.models import Officer
from stillpoint.points.code_test import ANSWER, CHALLENGE, LINES, STAGES, STRENGTHS, WEAKNESSES
from stillpoint.points.conversing import save_conversation
from stillpoint.points.models import Point
from stillpoint.points.noting import write_note
from stillpoint.points.opening_points import open_points
from stillpoint.points.sharing import share
from stillpoint.points.shift import check_in as check_in_with
from stillpoint.site import wiring, wiring_retention
from stillpoint.trust.answers import CannotDo
from tests.disclosure.test_flags import browser, check_in, flagged, oic
from tests.people.factories import make_officer
from tests.points.code_tests import make_code_test, share_until, writer_of
from tests.points.code_tests import share as share_section
from tests.points.factories import happen, make_manned_case, officer_of
from tests.points.test_rail_and_today import hold
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def decider() -> Officer:
    return make_officer(roles=["disclosure_officer"])


def page(officer: Officer, point: Point, name: str = "disclosure-schedule") -> str:
    shown = browser(officer).get(reverse(name, args=[point.case.ref]))
    assert shown.status_code == 200
    return str(shown.content.decode())


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_an_item_keeps_its_number_when_an_earlier_one_is_set_aside() -> None:
    point, officer = check_in(), decider()
    first, second, third = (flagged(point, words) for words in ("One.", "Two.", "Three."))
    for flag in (second, first, third):
        schedule_words(by=officer, flag=flag, description="An item.")
    set_aside(by=officer, flag=second, reason="It is on the file.")
    schedule_words(by=officer, flag=third, description="An item, in better words.")
    items = rows(page(officer, point, "disclosure-schedule-file"))
    assert [one["Item"] for one in items] == ["2", "3"]
    schedule_words(by=officer, flag=second, description="After all.")
    second.refresh_from_db()
    assert second.number == 1


def test_no_two_items_of_a_case_have_one_number() -> None:
    point, officer = check_in(), decider()
    one, two = flagged(point, "One."), flagged(point, "Two.")
    schedule_words(by=officer, flag=one, description="An item.")
    with pytest.raises(IntegrityError), transaction.atomic():
        RelevanceFlag.objects.filter(pk=two.pk).update(number=1)


def test_a_sensitive_item_says_why_and_the_schedule_does() -> None:
    point, officer = check_in(), decider()
    flag = flagged(point)
    with pytest.raises(CannotDo, match="Say why it is sensitive") as refused:
        schedule_words(by=officer, flag=flag, description="An item.", sensitive=True)
    assert refused.value.field == "sensitive_because"
    posted = {
        "decision": "schedule",
        "description": "An item.",
        "sensitive": "yes",
        "sensitive_because": "It names a source.",
    }
    browser(officer).post(reverse("disclosure-flag", args=[flag.ref]), posted)
    (item,) = rows(page(officer, point, "disclosure-schedule-file"))
    assert (item["Sensitivity"], item["Why it is sensitive"]) == ("Sensitive", "It names a source.")


def test_a_schedule_is_of_one_case() -> None:
    officer, mine, other = decider(), check_in(), check_in()
    for point in (mine, other):
        schedule_words(by=officer, flag=flagged(point), description=f"Of {point.case.reference}.")
    shown = page(officer, mine)
    assert f"Of {mine.case.reference}." in shown and other.case.reference not in shown


def test_a_case_in_which_nothing_was_flagged_is_found_by_its_reference() -> None:
    point, officer = check_in(), decider()
    hold(point, oic(point))
    address = reverse("disclosure-schedules")
    assert point.case.reference not in browser(officer).get(address).content.decode()
    found = browser(officer).get(address, {"reference": point.case.reference.lower()})
    assert reverse("disclosure-schedule", args=[point.case.ref]) in found.content.decode()
    assert "conversation, revision 1" in page(officer, point)


def test_what_exists_is_listed_without_a_word_of_it() -> None:
    point, officer = check_in(), decider()
    said: dict[str, Any] = {
        "case": {"answer": "something", "what": "The plan was not looked at again."},
        "learning": {"answer": "nothing"},
        "welfare": {"answer": "nothing"},
        "together": {
            "present": [oic(point).ref],
            "place": "Northside",
            "not_on_file": "yes",
            "flag_words": "A second witness was named.",
        },
    }
    write_note(by=oic(point), text="I keep thinking of the account.", point=point)
    save_conversation(by=oic(point), point=point, version=0, lenses=said)
    share(by=oic(point), point=point)
    (talk, note) = sorted(rows(page(officer, point, "disclosure-records-file")), key=_kind)[::-1]
    assert talk["Kind of record"].endswith("conversation, revision 1")
    assert oic(point).titled_name in talk["Written by or present"]
    assert (talk["Place"], talk["Flagged"], talk["Shared"]) == ("Northside", "1", "Yes")
    assert note["Kind of record"] == "Private note, shown to its author alone"
    both = page(officer, point) + page(officer, point, "disclosure-records-file")
    for words in ("The plan was not", "I keep thinking", "A second witness"):
        assert words not in both


def _kind(row: dict[str, str]) -> str:
    return row["Kind of record"]


def test_a_draft_is_listed_as_one() -> None:
    point, officer = check_in(), decider()
    draft = {"case": {"answer": "something", "what": "A word."}}
    save_conversation(by=oic(point), point=point, version=0, lenses=draft)
    (row,) = rows(page(officer, point, "disclosure-records-file"))
    assert row["Shared"] == "No, a draft"


def test_check_ins_of_the_shift_and_every_section_are_listed() -> None:
    case = make_manned_case()
    happen(case, "fro_deployed")
    (point,) = open_points(by=CONSOLE, case=case)
    assert point.owner is not None
    check_in_with(by=point.owner, point=point, officer=officer_of(case, "fro"), support="offered")
    kinds = [one.kind for one in records_of(case)]
    assert kinds == ["Reflective practice point, first response: check-in during the shift"]
    test = share_until(make_code_test(), ANSWER)
    assert len([one for one in records_of(test.case) if "revision 1" in one.kind]) == 6


@pytest.mark.parametrize("kind", [STRENGTHS, WEAKNESSES, STAGES, CHALLENGE, ANSWER])
def test_what_any_section_of_the_code_test_flags_comes_to_the_queue(kind: Any) -> None:
    before = {STRENGTHS: None, WEAKNESSES: STRENGTHS, STAGES: WEAKNESSES, CHALLENGE: STAGES}
    before[ANSWER] = CHALLENGE
    last = before[kind]
    point = share_until(make_code_test(), last) if last else make_code_test()
    if last is None:
        point = share_until(point, LINES)
    share_section(point, kind, not_on_file="yes", flag_words=f"Said in {kind.key}.")
    flag = RelevanceFlag.objects.get()
    assert (flag.words, flag.state) == (f"Said in {kind.key}.", FlagState.WAITING)
    assert flag.flagged_by == writer_of(point, kind)


def test_while_a_record_is_withheld_the_schedule_of_its_case_is_not_shown() -> None:
    point, officer = check_in(), decider()
    hold(point, oic(point))
    withholding.withhold_by([lambda one: [point.trail_reference]])
    try:
        shown = browser(officer).get(reverse("disclosure-schedule", args=[point.case.ref]))
        assert shown.status_code == 403 and "Another disclosure officer" in shown.content.decode()
    finally:
        withholding.withhold_by(wiring.WITHHOLDING)


def test_the_case_page_leads_a_disclosure_officer_to_what_exists_and_nobody_else() -> None:
    point = check_in()
    address = reverse("disclosure-schedule", args=[point.case.ref])
    for officer, sees in ((decider(), True), (oic(point), False)):
        shown = browser(officer).get(reverse("case", args=[point.case.ref])).content.decode()
        assert (address in shown) is sees
    assert Client().get(address).status_code == 302


def test_a_list_that_was_not_wired_does_not_look_whole() -> None:
    recording.record_by(())
    recording._rules = None
    try:
        with pytest.raises(recording.NotWired):
            records_of(check_in().case)
    finally:
        recording.record_by(wiring_retention.RECORDING)


def test_a_schedule_of_many_records_asks_as_little_as_one_of_few() -> None:
    point, officer = check_in(), decider()
    client = browser(officer)

    def asked() -> int:
        address = reverse("disclosure-schedule", args=[point.case.ref])
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    flagged(point)
    write_note(by=oic(point), text="One.", point=point)
    few = asked()
    for number in range(5):
        write_note(by=oic(point), text=f"Note {number}.", point=point)
        flagged(point, f"Words {number}.")
    assert asked() == few
