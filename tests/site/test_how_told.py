"""How people are told: an e-mail that counts, a calendar that reminds, and no word of a case."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.events.models import Message
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.working import run_until_idle
from stillpoint.learning.giving_actions import give_action
from stillpoint.people.agreeing_changes import agree_change
from stillpoint.people.leaving import leave, rejoin
from stillpoint.people.models import Officer
from stillpoint.people.proposing import propose_identity
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.site.logging_lines import WithoutContent
from stillpoint.site.models import HowTold
from stillpoint.site.telling import choosing, digest, feed
from stillpoint.site.telling.calendar_file import Reminder, calendar_file, escaped, folded
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# A working day at eight in the morning.
WEDNESDAY = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
UNTIL = digest.UNTIL


@pytest.fixture(autouse=True)
def in_its_own_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "UNTIL", UNTIL)


@pytest.fixture
def on_wednesday() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def opened() -> Point:
    case = make_manned_case()
    happen(case, "file_to_gatekeeper")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def oic_of(point: Point) -> Officer:
    return officer_of(point.case, "oic")


def digests(officer: Officer) -> list[str]:
    return [one.text for one in Message.objects.filter(to=officer, key__startswith="digest:")]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_on_a_working_morning_whoever_has_something_waiting_hears_how_much(
    on_wednesday: None,
) -> None:
    point = opened()
    oic = oic_of(point)
    give_action(by=oic, source="point:X", text="Ask.", owner=oic, due_on=timezone.localdate())
    idle = make_officer()
    digest.send_digests()
    (text,) = digests(oic)
    assert text.startswith("1 reflective practice point and 1 action wait for you.")
    assert digests(idle) == []


def test_the_email_holds_numbers_and_a_link_and_nothing_of_a_case(on_wednesday: None) -> None:
    point = opened()
    digest.send_digests()
    send_waiting_messages()
    (letter,) = [one for one in mail.outbox if one.to == [oic_of(point).email]]
    said = f"{letter.subject} {letter.body}"
    for secret in (point.case.reference, point.case.ref, point.ref, point.why):
        assert secret not in said
    assert str(letter.body).rstrip().endswith("/")


def test_a_worker_killed_and_started_again_sends_no_second_one(on_wednesday: None) -> None:
    oic = oic_of(opened())
    digest.send_digests()
    digest.send_digests()
    HowTold.objects.filter(officer=oic).update(digest_on=None)
    digest.send_digests()
    assert len(digests(oic)) == 1


def test_it_does_not_stand_on_today_a_second_time(on_wednesday: None) -> None:
    oic = oic_of(opened())
    digest.send_digests()
    assert "What waits for you in Stillpoint" not in browser(oic).get("/").content.decode()


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (dt.datetime(2026, 11, 25, 6, 59, tzinfo=dt.UTC), 0),
        (dt.datetime(2026, 11, 25, 7, 0, tzinfo=dt.UTC), 1),
        (dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC), 0),
        (dt.datetime(2026, 11, 28, 8, 0, tzinfo=dt.UTC), 0),
        (dt.datetime(2026, 12, 25, 8, 0, tzinfo=dt.UTC), 0),
        # In summer eight in the morning is seven by the clock of the server.
        (dt.datetime(2026, 6, 24, 6, 30, tzinfo=dt.UTC), 1),
    ],
    ids=["too early", "seven", "noon", "Saturday", "Christmas", "summer"],
)
def test_it_is_sent_in_the_morning_of_a_working_day(at: dt.datetime, sent: int) -> None:
    with time_machine.travel(at, tick=False):
        oic = oic_of(opened())
        digest.send_digests()
        assert len(digests(oic)) == sent


def test_once_a_week_means_the_first_working_morning_of_the_week() -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        oic = oic_of(opened())
        choosing.choose_digest(by=oic, digest="weekly")
        digest.send_digests()
    for days in (1, 2, 5, 6):
        with time_machine.travel(WEDNESDAY + dt.timedelta(days=days), tick=False):
            digest.send_digests()
    keys = Message.objects.filter(to=oic).values_list("key", flat=True)
    assert sorted(keys) == ["digest:2026-11-25", "digest:2026-11-30"]


def test_whoever_wants_none_gets_none(on_wednesday: None) -> None:
    oic = oic_of(opened())
    browser(oic).post(reverse("how-told"), {"digest": "never"})
    digest.send_digests()
    assert digests(oic) == []


def test_a_choice_that_is_not_one_is_refused_beside_its_field() -> None:
    answer = browser(make_officer()).post(reverse("how-told"), {"digest": "hourly"})
    assert answer.status_code == 422
    assert not HowTold.objects.exclude(digest="daily").exists()


# The calendar


def address_for(officer: Officer) -> str:
    page = browser(officer).post(reverse("how-told"), {"action": "calendar"}).content.decode()
    found = re.search(r"/calendar/[\w-]+\.ics", page)
    assert found is not None
    return found[0]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_says_that_something_is_due_and_not_what() -> None:
    point = opened()
    oic = oic_of(point)
    give_action(
        by=oic, source="point:X", text="Ask the unit.", owner=oic, due_on=timezone.localdate()
    )
    answer = Client().get(address_for(oic))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    lines = unfolded(text)
    day = timezone.localdate(point.due_at)
    assert "SUMMARY:Reflective practice point due" in lines
    assert "SUMMARY:Something that was agreed is due" in lines
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in lines
    for secret in (point.case.reference, point.ref, point.case.ref, "Ask the unit", oic.ref):
        assert secret not in text
    assert "noindex" in answer.headers["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]


def test_a_reminder_keeps_its_name_from_one_reading_to_the_next() -> None:
    address = address_for(oic_of(opened()))
    uids = [
        [line for line in unfolded(Client().get(address).content.decode()) if "UID" in line]
        for _ in range(2)
    ]
    assert uids[0] == uids[1] != []


def test_the_address_is_kept_as_a_digest_and_shown_once() -> None:
    oic = oic_of(opened())
    token = address_for(oic).removeprefix("/calendar/").removesuffix(".ics")
    kept = HowTold.objects.get(officer=oic)
    assert token not in kept.calendar and len(kept.calendar) == 64
    assert token not in browser(oic).get(reverse("how-told")).content.decode()


def test_a_new_address_puts_the_old_one_out_of_use_and_it_can_be_turned_off() -> None:
    oic = oic_of(opened())
    old, new = address_for(oic), address_for(oic)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    browser(oic).post(reverse("how-told"), {"action": "calendar-off"})
    assert Client().get(new).status_code == 404


def test_the_calendar_of_a_leaver_shows_nothing() -> None:
    oic = oic_of(opened())
    address = address_for(oic)
    Officer.objects.filter(pk=oic.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_an_address_does_not_come_back_with_somebody_who_rejoins() -> None:
    oic = oic_of(opened())
    address = address_for(oic)
    leave(by=CONSOLE, officer=oic, on=timezone.localdate())
    run_until_idle(raising=True)
    oic.refresh_from_db()
    rejoin(by=CONSOLE, officer=oic, on=timezone.localdate())
    assert Client().get(address).status_code == 404
    assert TrailEntry.objects.get(act="turn a calendar off").about == [f"officer:{oic.ref}"]


def test_a_calendar_ends_with_every_other_way_into_an_account_that_changes_hands() -> None:
    oic = oic_of(opened())
    address = address_for(oic)
    one, two = (make_officer(roles=("administrator",)) for _ in range(2))
    change = propose_identity(by=one, officer=oic, email="new@force.example")
    agree_change(by=two, change=change)
    run_until_idle(raising=True)
    assert Client().get(address).status_code == 404


def test_a_reading_is_an_entry_that_names_whose_calendar_it_is() -> None:
    point = opened()
    oic = oic_of(point)
    Client().get(address_for(oic))
    entry = TrailEntry.objects.get(act="read the calendar")
    assert (entry.actor, entry.about) == (f"officer:{oic.ref}", [point.trail_reference])


def test_an_address_that_is_read_all_the_time_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "READINGS_AN_HOUR", 2)
    address = address_for(oic_of(opened()))
    with time_machine.travel(WEDNESDAY, tick=False):
        assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_the_address_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    address = address_for(oic_of(opened())).replace(".ics", "x.ics")
    with caplog.at_level(logging.WARNING, logger="django.request"):
        Client().get(address)
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    line = WithoutContent().format(record)
    assert "/calendar/" in line and address.split("/")[2] not in line


def test_text_is_escaped_as_the_format_asks() -> None:
    assert escaped("a, b; c\\d\r\ne") == "a\\, b\\; c\\\\d\\ne"


def test_long_lines_are_folded_at_75_octets_and_no_character_is_split() -> None:
    line = "DESCRIPTION:" + "é" * 100
    pieces = folded(line).split("\r\n")
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert "".join(pieces).replace(" ", "") == line


def test_a_calendar_file_ends_every_line_with_both_line_ends_and_closes_what_it_opens() -> None:
    reminder = Reminder("u@stillpoint", dt.date(2026, 12, 31), "Due", "Sign in.", "https://a/")
    text = calendar_file("Stillpoint", [reminder], made_at=WEDNESDAY)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "\n" not in text.replace("\r\n", "")
    assert "DTEND;VALUE=DATE:20270101" in lines and "DTSTAMP:20261125T080000Z" in lines
