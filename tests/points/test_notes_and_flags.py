"""Private notes are their author's; the disclosure officer sees flagged words and no more."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points.conversing import draft_of
from stillpoint.points.flagging import flag_words, schedule_words, set_aside
from stillpoint.points.models import Point, PrivateNote, RelevanceFlag
from stillpoint.points.noting import read_note, share_copy, write_note
from stillpoint.points.opening_points import open_points
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.vault import CannotOpen
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


def scheduled_as(description: str) -> list[list[str]]:
    officer = make_officer(roles=["disclosure_officer"])
    schedule_words(by=officer, flag=flagged(check_in()), description=description)
    file = browser(officer).get(reverse("disclosure-schedule-file")).content.decode()
    return list(csv.reader(io.StringIO(file)))


def test_a_note_stands_encrypted_in_the_database() -> None:
    point = check_in()
    note = write_note(by=oic(point), text=WORDS, point=point)
    assert "second account" not in PrivateNote.objects.get(pk=note.pk).sealed


def test_its_author_reads_it_and_nobody_else_does() -> None:
    point = check_in()
    note = write_note(by=oic(point), text=WORDS, point=point)
    others = [
        officer_of(point.case, "supervisor"),
        *(
            make_officer(roles=[role])
            for role in ("rasso_lead", "disclosure_officer", "auditor", "administrator")
        ),
    ]
    address = reverse("note", args=[note.ref])
    statuses = [browser(other).get(address).status_code for other in others]
    assert (browser(oic(point)).get(address).status_code, set(statuses)) == (200, {403})


def test_a_note_moved_to_another_record_does_not_open() -> None:
    point = check_in()
    note, other = (write_note(by=oic(point), text=text) for text in (WORDS, "Other."))
    other.sealed = note.sealed
    with pytest.raises(CannotOpen):
        read_note(other)


def test_the_pages_of_notes_say_what_the_law_may_demand() -> None:
    officer = make_officer()
    pages = [browser(officer).get(reverse(name)).content.decode() for name in ("notes", "note-new")]
    assert ["a court may" in page for page in pages] == [True, True]


def test_the_list_shows_ones_own_notes_alone() -> None:
    point = check_in()
    write_note(by=oic(point), text=WORDS)
    shown = browser(make_officer()).get(reverse("notes")).content.decode()
    assert "second account" not in shown


def test_a_copy_goes_into_the_draft_and_the_note_stays() -> None:
    point = check_in()
    note = write_note(by=oic(point), text=WORDS, point=point)
    browser(oic(point)).post(reverse("note-share", args=[note.ref]), {"lens": "learning"})
    said = draft_of(point).lenses["learning"]
    assert (said["answer"], said["what"], read_note(note)) == ("something", WORDS, WORDS)


def test_somebody_elses_note_cannot_be_copied() -> None:
    point = check_in()
    note = write_note(by=oic(point), text=WORDS, point=point)
    with pytest.raises(Refused):
        share_copy(by=officer_of(point.case, "supervisor"), note=note)


def test_a_note_about_no_point_has_no_conversation_to_go_into() -> None:
    officer = make_officer()
    with pytest.raises(CannotDo, match="about no point"):
        share_copy(by=officer, note=write_note(by=officer, text=WORDS))


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
    file = browser(decider).get(reverse("disclosure-schedule-file")).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(file)) for cell in row]
    assert [one for one in cells if one.strip().startswith(("=", "+", "-", "@"))] == []


def test_taking_the_schedule_is_a_disclosure_in_the_trail() -> None:
    scheduled_as("A check-in.")
    entry = TrailEntry.objects.filter(operation="disclosure").latest("id")
    assert entry.act == "take the schedule of flagged words" and entry.recipients


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
