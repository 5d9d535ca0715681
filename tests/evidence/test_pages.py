from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stillpoint.evidence import freezing
from stillpoint.evidence.formats import FORMATS
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Round
from stillpoint.trust.models import Operation, TrailEntry
from tests.evidence.factories import (
    Given,
    close,
    make_published_round,
    make_reviewed_round,
    originals,
    review_twice,
)
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

READERS = {
    "rasso_lead": True,
    "analyst": True,
    "ld_lead": True,
    "wellbeing_lead": True,
    "disclosure_officer": False,
    "auditor": False,
    "administrator": False,
    "": False,
}


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def holding(role: str) -> Officer:
    return make_officer(roles=(role,) if role else ())


def reported() -> Round:
    round = close(make_reviewed_round())
    freezing.make_report(by=CONSOLE, round=round)
    return round


def address(round: Round, part: str = "") -> str:
    if part:
        return reverse("round-report-part", args=[round.ref, part])
    return reverse("round-report", args=[round.ref])


@pytest.mark.parametrize(("role", "may"), READERS.items())
def test_reports_are_read_by_those_whose_work_it_is(role: str, may: bool) -> None:
    round = reported()
    client = browser(holding(role))
    wanted = 200 if may else 403
    assert client.get(reverse("evidence")).status_code == wanted
    assert client.get(address(round)).status_code == wanted
    file = client.get(reverse("round-report-file", args=[round.ref, "json"]))
    assert file.status_code == wanted


@pytest.mark.parametrize("role", [role for role, may in READERS.items() if may])
def test_before_closing_only_the_rasso_command_sees_a_provisional_report(role: str) -> None:
    round = make_published_round()
    wanted = 200 if role in ("rasso_lead", "analyst") else 403
    assert browser(holding(role)).get(address(round)).status_code == wanted


def test_a_chief_officer_reads_the_suppressed_version() -> None:
    page = browser(make_officer(rank="assistant_chief_constable")).get(address(reported()))
    assert page.status_code == 200
    assert "For leaders outside the RASSO command" in page.content.decode()


def test_a_provisional_report_holds_nothing_made_from_ratings() -> None:
    round = make_published_round()
    secret = "The second reviewer must not read this yet."
    for selection in round.selections.all():
        review_twice(selection, Given(rating=1, improvements=[secret]))
    client = browser(holding("rasso_lead"))
    pages = [client.get(address(round)).content.decode()]
    pages += [
        client.get(reverse("round-report-file", args=[round.ref, format])).content.decode()
        for format in ("json", "html")
    ]
    for page in pages:
        assert secret not in page
        assert "Very poor" not in page or '"anchors"' in page
        assert "good or better" not in page.lower()


def test_every_part_opens_and_weighs_less_than_60_kib() -> None:
    round = reported()
    client = browser(holding("rasso_lead"))
    first = client.get(address(round)).content.decode()
    parts = set(re.findall(rf'href="({address(round)}part/[^"]+)"', first))
    assert len(parts) >= 12
    for part in parts:
        page = client.get(part)
        assert page.status_code == 200
        assert len(page.content) <= 60 * 1024


def test_a_part_that_is_not_there_is_not_found() -> None:
    assert browser(holding("rasso_lead")).get(address(reported(), "none")).status_code == 404


def test_a_chart_stands_with_its_words_and_its_table() -> None:
    round = reported()
    client = browser(holding("rasso_lead"))
    page = client.get(address(round, "ratings")).content.decode()
    (source, alternative) = re.findall(
        r'<img class="sp-chart__image" src="([^"]+)" alt="([^"]+)"', page
    )[0]
    picture = client.get(source)
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert "The figures are in the table below." in alternative
    assert "Share rated good or better, by area" in page


def test_a_chart_of_the_full_report_is_not_given_outside() -> None:
    round = reported()
    page = browser(holding("rasso_lead")).get(address(round, "ratings")).content.decode()
    source = re.findall(r'<img class="sp-chart__image" src="([^"]+)"', page)[0]
    assert browser(holding("ld_lead")).get(source).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_each_file_is_a_disclosure_to_the_officer(format: str) -> None:
    round = reported()
    lead = holding("rasso_lead")
    made = browser(lead).get(reverse("round-report-file", args=[round.ref, format]))
    assert f"OFFICIAL-SENSITIVE.{format}" in made["Content-Disposition"]
    entry = TrailEntry.objects.filter(operation=Operation.DISCLOSURE).latest("id")
    assert entry.recipients == [lead.trail_reference]
    assert round.trail_reference in entry.about
    case = originals(round, "North")[0].case
    assert case.trail_reference in entry.about


def test_a_format_that_we_do_not_make_is_not_found() -> None:
    page = browser(holding("rasso_lead")).get(
        reverse("round-report-file", args=[reported().ref, "exe"])
    )
    assert page.status_code == 404


def test_reading_leaves_an_entry_that_names_the_cases_shown() -> None:
    round = reported()
    browser(holding("rasso_lead")).get(address(round))
    entry = TrailEntry.objects.filter(act="read a round report").get()
    assert sum(one.startswith("case:") for one in entry.about) == 6


def test_the_version_without_references_names_no_case_in_the_trail() -> None:
    browser(holding("analyst")).get(address(reported()))
    entry = TrailEntry.objects.filter(act="read a round report").get()
    assert not [one for one in entry.about if one.startswith("case:")]


def test_a_report_that_is_being_made_says_so() -> None:
    page = browser(holding("rasso_lead")).get(address(close(make_reviewed_round())))
    assert "The report is being made" in page.content.decode()


def test_the_list_says_in_words_what_each_report_found() -> None:
    reported()
    page = browser(holding("rasso_lead")).get(reverse("evidence")).content.decode()
    assert "6 cases reviewed of 6 drawn cases: 100% of those eligible." in page


def test_the_list_takes_as_many_queries_for_many_reports_as_for_one() -> None:
    lead = holding("rasso_lead")
    reported()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser(lead).get(reverse("evidence"))
        counts.append(len(asked))
        if len(counts) == 1:
            for number in range(3):
                round = make_published_round(f"Round {number}")
                close(round)
                freezing.make_report(by=CONSOLE, round=round)
    assert counts[0] == counts[1]
