"""Private notes are their author's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points.conversing import draft_of
from stillpoint.points.models import Point, PrivateNote
from stillpoint.points.noting import read_note, share_copy, write_note
from stillpoint.points.opening_points import open_points
from stillpoint.trust.answers import CannotDo, Refused
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
    assert all("erased 1 year after you last changed it" in page for page in pages)


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


def test_pressing_twice_keeps_one_note_and_copies_it_once() -> None:
    point = check_in()
    client = browser(oic(point))
    for _ in range(2):
        client.post(f"{reverse('note-new')}?point={point.ref}", {"text": WORDS})
    note = PrivateNote.objects.get()
    for _ in range(2):
        client.post(reverse("note-share", args=[note.ref]), {"lens": "learning"})
    assert draft_of(point).lenses["learning"]["what"] == WORDS


def test_somebody_elses_note_cannot_be_copied() -> None:
    point = check_in()
    note = write_note(by=oic(point), text=WORDS, point=point)
    with pytest.raises(Refused):
        share_copy(by=officer_of(point.case, "supervisor"), note=note)


def test_a_note_about_no_point_has_no_conversation_to_go_into() -> None:
    officer = make_officer()
    with pytest.raises(CannotDo, match="about no point"):
        share_copy(by=officer, note=write_note(by=officer, text=WORDS))
