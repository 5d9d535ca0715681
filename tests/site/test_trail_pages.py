from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.site import trail_verifying
from stillpoint.trust import guarding, trail
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.roots import export_new_roots
from stillpoint.trust.sealing import seal_all
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def auditor() -> Officer:
    return make_officer("Ari Auditor", roles=("auditor",))


@pytest.fixture
def officer() -> Officer:
    return make_officer("Pat Person")


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Officer, name: str = "trail", **query: Any) -> str:
    response = browser(officer).get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def leave(by: Officer, act: str, about: Any = "case:K7Q2MXTR") -> TrailEntry:
    return trail.record(Operation.CONSULTATION, act, by=by, about=about)


@pytest.mark.parametrize(
    "roles", [(), ("rasso_lead",), ("administrator",), ("disclosure_officer",), ("analyst",)]
)
@pytest.mark.parametrize("name", ["trail", "trail-verify"])
def test_the_whole_trail_is_for_auditors_alone(roles: tuple[str, ...], name: str) -> None:
    assert browser(make_officer(roles=roles)).get(reverse(name)).status_code == 403


def test_an_entry_is_a_sentence_with_the_name_of_who_acted(
    auditor: Officer, officer: Officer
) -> None:
    leave(officer, "read a case")
    assert f"{officer.titled_name}: read a case (case K7Q2MXTR)." in page(auditor)


def test_reading_the_trail_is_itself_an_entry_that_says_what_was_looked_for(
    auditor: Officer, officer: Officer
) -> None:
    page(auditor, who=officer.number)
    entry = TrailEntry.objects.get(act="read the trail")
    assert entry.about == ["trail", officer.trail_reference]


def test_everyone_reads_their_own_entries_and_no_others(auditor: Officer, officer: Officer) -> None:
    leave(officer, "read a case")
    leave(auditor, "read another case")
    shown = page(officer, "trail-mine")
    assert ("read a case" in shown, "read another case" in shown) == (True, False)


def test_filters_narrow_by_person_operation_record_and_day(
    auditor: Officer, officer: Officer
) -> None:
    case = Case.objects.create(reference="TR-26-1", offence="19C")
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        leave(officer, "read long ago")
    with time_machine.travel(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)):
        leave(officer, "read this very case", case)
        trail.record(Operation.ALTERATION, "change something", by=auditor, about="round:K7Q2MXTR")
    acts = ("read long ago", "read this very case", "change something")

    def found(**query: str) -> list[bool]:
        shown = page(auditor, **query)
        return [act in shown for act in acts]

    assert found(who=officer.number) == [True, True, False]
    assert found(operation="alteration") == [False, False, True]
    assert found(about="tr-26-1") == [False, True, False]
    assert found(since="2026-03-02", until="2026-03-02") == [False, True, True]
    assert found(who=officer.number, since="2026-03-02") == [False, True, False]


def test_a_number_that_nobody_has_is_said_and_shows_nothing(auditor: Officer) -> None:
    leave(auditor, "read a case")
    shown = page(auditor, who="no-such-number")
    assert ("Nobody has this personnel number" in shown, "read a case" in shown) == (True, False)


def test_older_entries_are_one_link_away_with_the_filters_kept(
    auditor: Officer, officer: Officer
) -> None:
    for number in range(60):
        leave(officer, f"read page {number:02d}")
    first = page(auditor, who=officer.number)
    assert ("read page 59" in first, "read page 09" in first) == (True, False)
    start = first.index('href="/trail/?') + len('href="')
    link = first[start : first.index('"', start)].replace("&amp;", "&")
    second = browser(auditor).get(link).content.decode()
    assert ("read page 59" in second, "read page 09" in second) == (False, True)


def test_a_made_up_place_to_go_on_from_is_taken_as_the_beginning(auditor: Officer) -> None:
    leave(auditor, "read a case")
    assert "read a case" in page(auditor, before="' OR 1=1 --")


def test_the_trail_takes_the_same_queries_however_long_it_is(
    auditor: Officer, officer: Officer
) -> None:
    client = browser(auditor)
    leave(officer, "read a case")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("trail"))
    for _ in range(120):
        leave(make_officer(), "read a case")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("trail"))
    assert len(many) == len(few) <= 12


def test_a_sealed_entry_is_shown_with_a_proof_that_shows_no_other(
    auditor: Officer, officer: Officer
) -> None:
    leave(auditor, "read something else")
    entry = leave(officer, "read a case")
    seal_all()
    response = browser(officer).get(reverse("trail-entry", args=[entry.pk]))
    shown = response.content.decode()
    assert "fit together" in shown
    assert "read something else" not in shown


def test_an_entry_not_sealed_yet_says_so(officer: Officer) -> None:
    entry = leave(officer, "read a case")
    shown = browser(officer).get(reverse("trail-entry", args=[entry.pk])).content.decode()
    assert "It is not sealed yet" in shown


def test_an_altered_entry_is_shown_as_not_holding(auditor: Officer) -> None:
    entry = leave(auditor, "read a case")
    seal_all()
    alter(entry)
    shown = browser(auditor).get(reverse("trail-entry", args=[entry.pk])).content.decode()
    assert "Does not hold" in shown


def test_anothers_entry_is_for_auditors(auditor: Officer, officer: Officer) -> None:
    entry = leave(auditor, "read a case")
    assert browser(officer).get(reverse("trail-entry", args=[entry.pk])).status_code == 403


def test_verifying_says_that_the_trail_is_intact_and_keeps_the_result(auditor: Officer) -> None:
    leave(auditor, "read a case")
    seal_all()
    shown = browser(auditor).post(reverse("trail-verify"), follow=True).content.decode()
    assert "Intact: " in shown
    assert "Intact" in page(auditor, "trail-verify")


def test_verifying_finds_an_altered_entry(auditor: Officer) -> None:
    entry = leave(auditor, "read a case")
    seal_all()
    alter(entry)
    browser(auditor).post(reverse("trail-verify"))
    assert "Not intact" in page(auditor, "trail-verify")


def test_verifying_holds_the_seals_against_the_roots_kept_elsewhere(
    auditor: Officer, settings: Any, tmp_path: Path
) -> None:
    settings.STILLPOINT_ROOTS_FILE = str(tmp_path / "roots.jsonl")
    leave(auditor, "read a case")
    seal_all()
    export_new_roots()
    browser(auditor).post(reverse("trail-verify"))
    assert "1 roots kept elsewhere agree" in page(auditor, "trail-verify")


def test_a_long_trail_is_verified_by_the_worker(
    auditor: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_verifying, "AT_ONCE", 0)
    leave(auditor, "read a case")
    browser(auditor).post(reverse("trail-verify"))
    assert not trail_verifying.results()
    run_until_idle(raising=True)
    assert [trail_verifying.is_intact(result) for result in trail_verifying.results()] == [True]


def alter(entry: TrailEntry) -> None:
    with guarding.lifted(connection):
        TrailEntry.objects.filter(pk=entry.pk).update(act="nothing to see")
