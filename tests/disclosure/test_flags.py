"""The disclosure officer sees flagged words and no more of where they stand."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.disclosure import finding, handlers, withholding
from stillpoint.disclosure.facts import RelevanceFlagged
from stillpoint.disclosure.flagging import schedule_words, set_aside
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import Point
from stillpoint.points.noting import share_copy, write_note
from stillpoint.points.opening_points import open_points
from stillpoint.site import wiring
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.answering import hidden_version
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WORDS = "I keep thinking of the second account."


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def oic(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def flagged(point: Point, words: str = "A second witness was named.") -> RelevanceFlag:
    return flag_words(by=oic(point), point=point, words=words, place="Northside station")


def items_of(flag: RelevanceFlag) -> str:
    return reverse("disclosure-schedule-file", args=[flag.case.ref])


def scheduled_as(description: str) -> list[list[str]]:
    officer = make_officer(roles=["disclosure_officer"])
    flag = flagged(check_in())
    schedule_words(by=officer, flag=flag, description=description)
    file = browser(officer).get(items_of(flag)).content.decode()
    return list(csv.reader(io.StringIO(file)))


def test_the_queue_shows_flagged_words_and_nothing_else_of_the_conversation() -> None:
    point = check_in()
    flagged(point)
    note = write_note(by=oic(point), text=WORDS, point=point)
    share_copy(by=oic(point), note=note)
    shown = browser(make_officer(roles=["disclosure_officer"])).get(reverse("disclosure"))
    page = shown.content.decode()
    assert ("A second witness was named." in page, WORDS in page) == (True, False)


def test_the_disclosure_officer_does_not_open_the_point() -> None:
    point = check_in()
    officer = make_officer(roles=["disclosure_officer"])
    assert browser(officer).get(reverse("point", args=[point.ref])).status_code == 403


def test_nobody_else_opens_the_queue() -> None:
    people = [make_officer(), make_officer(roles=["rasso_lead"]), make_officer(roles=["analyst"])]
    statuses = {browser(one).get(reverse("disclosure")).status_code for one in people}
    assert statuses == {403}


def test_an_item_of_the_schedule_says_what_who_where_and_when() -> None:
    header, item = scheduled_as("Note of a check-in: a second witness was named.")
    named = dict(zip(header, item, strict=True))
    assert named["Description"] == "Note of a check-in: a second witness was named."
    assert named["Place"] == "Northside station"
    assert named["Date and time"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\n="])
def test_a_spreadsheet_runs_nothing_in_the_schedule(start: str) -> None:
    flag_case = check_in()
    officer = make_officer(f"{start.strip() or '='}cmd Person", rank="constable")
    flag_case.participations.create(officer=officer, role="peer", took_part=True)
    words = flag_words(by=officer, point=flag_case, words="A witness.", place=f"{start}1+1")
    decider = make_officer(roles=["disclosure_officer"])
    schedule_words(by=decider, flag=words, description=f"{start}1+1")
    file = browser(decider).get(items_of(words)).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(file)) for cell in row]
    assert [one for one in cells if one.strip().startswith(("=", "+", "-", "@"))] == []


def test_taking_the_schedule_is_a_disclosure_in_the_trail() -> None:
    scheduled_as("A check-in.")
    entry = TrailEntry.objects.filter(operation="disclosure").latest("id")
    assert entry.act == "take the schedule of a case" and entry.recipients


def test_setting_aside_needs_a_reason() -> None:
    officer = make_officer(roles=["disclosure_officer"])
    with pytest.raises(CannotDo, match="Say why"):
        set_aside(by=officer, flag=flagged(check_in()), reason=" ")


@pytest.mark.parametrize(
    ("posted", "state"),
    [
        ({"decision": "schedule", "description": "A check-in."}, "scheduled"),
        ({"decision": "aside", "reason": "It is on the file."}, "not_relevant"),
        ({"decision": "schedule", "description": ""}, "waiting"),
    ],
)
def test_the_disclosure_officer_decides_on_the_page(posted: dict[str, Any], state: str) -> None:
    flag = flagged(check_in())
    officer = make_officer(roles=["disclosure_officer"])
    browser(officer).post(reverse("disclosure-flag", args=[flag.ref]), posted)
    flag.refresh_from_db()
    assert flag.state == state


def test_two_who_decide_at_once_do_not_write_over_each_other() -> None:
    flag = flagged(check_in())
    address = reverse("disclosure-flag", args=[flag.ref])
    first, second = (browser(make_officer(roles=["disclosure_officer"])) for _ in range(2))
    versions = [hidden_version(one.get(address)) for one in (first, second)]
    first.post(
        address, {"decision": "schedule", "description": "A check-in.", "version": versions[0]}
    )
    posted = {"decision": "aside", "reason": "It is on the file.", "version": versions[1]}
    refused = second.post(address, posted)
    shown = refused.content.decode()
    assert "Somebody has answered this since you opened the page" in shown
    assert "It is on the file." in shown and "A check-in." in shown
    flag.refresh_from_db()
    assert flag.state == "scheduled"
    second.post(address, {**posted, "version": hidden_version(refused)})
    flag.refresh_from_db()
    assert (flag.state, flag.reason) == ("not_relevant", "It is on the file.")


def test_the_same_decision_twice_is_one() -> None:
    officer, flag = make_officer(roles=["disclosure_officer"]), flagged(check_in())
    entries = TrailEntry.objects.filter(act="decide on flagged words")
    for _ in range(2):
        schedule_words(by=officer, flag=flag, description="A check-in.", version=None)
    assert entries.count() == 1


def test_those_present_are_kept_as_they_were_when_the_words_were_flagged() -> None:
    point = check_in()
    peer = make_officer("Petra Peer", rank="constable")
    point.participations.create(officer=peer, role="peer", took_part=True)
    flag = flagged(point)
    point.participations.filter(officer=peer).update(took_part=False)
    officer = make_officer(roles=["disclosure_officer"])
    page = browser(officer).get(reverse("disclosure-flag", args=[flag.ref])).content.decode()
    assert "Petra Peer" in page


def test_a_flag_names_its_case_its_source_and_what_kind_of_record_that_is() -> None:
    point = check_in()
    flag = flagged(point)
    assert (flag.case, flag.source) == (point.case, point.trail_reference)
    assert flag.kind == "Reflective practice point: Checking in"


def test_only_those_who_take_part_flag_words_of_a_point() -> None:
    with pytest.raises(Refused):
        flag_words(by=make_officer(), point=check_in(), words="A second witness.")


def test_the_queue_takes_the_same_queries_for_many_flags_as_for_few() -> None:
    point = check_in()
    officer = make_officer(roles=["disclosure_officer"])
    flagged(point)
    few = queries(officer)
    for number in range(12):
        flagged(point, f"Witness {number}.")
    assert queries(officer) == few


def queries(officer: Officer) -> int:
    client = browser(officer)
    client.get(reverse("disclosure"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("disclosure"))
    return len(asked)


def test_without_its_rules_the_queue_answers_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withholding, "_rules", None)
    with pytest.raises(withholding.NotWired):
        finding.waiting_flags(make_officer(roles=["disclosure_officer"])).count()


def test_a_withheld_flag_is_in_no_list_count_file_page_or_message() -> None:
    officer = make_officer(roles=["disclosure_officer"])
    flag = flagged(check_in(), "A hidden witness.")
    schedule_words(by=officer, flag=flagged(flag_point(flag)), description="Shown.")
    withholding.withhold_by([lambda one: [flag.source] if one == officer else []])
    try:
        client = browser(officer)
        pages = [client.get(reverse(name)).content.decode() for name in PAGES]
        assert [flag.case.reference in page for page in pages] == [False] * len(pages)
        status = client.get(reverse("disclosure-flag", args=[flag.ref])).status_code
        assert (status, finding.how_many_wait(officer)) == (403, 0)
        handlers.tell_disclosure_officers(RelevanceFlagged(flag=flag.ref))
        assert list(messages_for(officer)) == []
    finally:
        withholding.withhold_by(wiring.WITHHOLDING)


PAGES = ("disclosure", "disclosure-schedules", "today")


def flag_point(flag: RelevanceFlag) -> Point:
    return Point.objects.get(ref=flag.source.removeprefix("point:"))


def test_many_flags_are_one_line_of_today_and_no_message_each() -> None:
    officer = make_officer(roles=["disclosure_officer"])
    point = check_in()
    for words in ("A second witness was named.", "A bag was mentioned."):
        flagged(point, words)
    run_until_idle(raising=True)
    page = browser(officer).get(reverse("today")).content.decode()
    assert "Decide on 2 flags in the disclosure queue" in page
    assert "Something waits in the disclosure queue" not in page
