"""The pages of cases and intake: who sees what, how many queries a list takes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stillpoint.cases import access, granting
from stillpoint.cases.entering import enter_milestone
from stillpoint.cases.models import Case, Milestone
from stillpoint.events.models import Announcement
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import IntakeRun
from stillpoint.people.models import Officer
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo
from tests.cases.factories import bring_in, make_case, street_row, write_csv
from tests.people.factories import make_area, make_officer

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def lead() -> Officer:
    return make_officer(roles=["rasso_lead"])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def case_address(case: Case) -> str:
    return reverse("cases:case", kwargs={"ref": case.ref})


@pytest.mark.database
def test_the_list_holds_only_what_the_officer_may_see() -> None:
    officer, other = make_officer(), make_officer()
    make_case("MINE-1", involved=[(officer, "oic")])
    make_case("THEIRS-1", involved=[(other, "oic")])
    page = text(signed_in(officer), reverse("cases:cases"))
    assert "MINE-1" in page
    assert "THEIRS-1" not in page


@pytest.mark.database
def test_supervisors_reviewers_leads_and_disclosure_officers_see_a_case() -> None:
    manager = make_officer()
    officer = make_officer(manager=manager)
    reviewer, stranger = make_officer(), make_officer()
    case = make_case(involved=[(officer, "oic")])
    granting.grant_access(by=job("test"), case=case, officer=reviewer, why="review:X")
    seeing = [officer, manager, reviewer, make_officer(roles=["rasso_lead"])]
    seeing.append(make_officer(roles=["disclosure_officer"]))
    assert all(access.can_see_case(each, case) for each in seeing)
    unseeing = [stranger, make_officer(roles=["administrator"]), make_officer(roles=["analyst"])]
    assert not any(access.can_see_case(each, case) for each in unseeing)


def test_access_given_for_a_review_ends_with_it() -> None:
    reviewer, case = make_officer(), make_case()
    granting.grant_access(by=job("test"), case=case, officer=reviewer, why="review:X")
    granting.withdraw_access(by=job("test"), case=case, officer=reviewer, why="review:X")
    assert not access.can_see_case(reviewer, case)


def test_a_case_that_one_may_not_see_is_refused_with_a_reason() -> None:
    page = text(signed_in(make_officer()), case_address(make_case("SECRET-9")), 403)
    assert "involved in it" in page
    assert "SECRET-9" not in page


@pytest.mark.database
def test_filters_narrow_the_list(lead: Officer) -> None:
    make_case("N-1", area=make_area("Northside"), outcome_group="charged")
    make_case("S-1", area=make_area("Southside"), live=False)
    make_case("X-1", reported_on=dt.date(2020, 1, 1))
    client, address = signed_in(lead), reverse("cases:cases")
    for query, shown in (
        (f"area={make_area('Southside').ref}", {"S-1"}),
        ("area=none", {"X-1"}),
        ("outcome=charged", {"N-1"}),
        ("live=no", {"S-1"}),
        ("until=2020-12-31", {"X-1"}),
        ("reference=n-1", {"N-1"}),
    ):
        page = text(client, f"{address}?{query}")
        assert {name for name in ("N-1", "S-1", "X-1") if name in page} == shown, query


def test_the_list_takes_as_many_queries_for_a_thousand_cases_as_for_two(
    lead: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Case.objects.bulk_create(
        Case(reference=f"C-{n}", offence="19C", reported_on=dt.date(2025, 1, 1))
        for n in range(1000)
    )
    client = signed_in(lead)
    text(client, reverse("cases:cases"))
    with django_assert_max_num_queries(12):
        page = text(client, reverse("cases:cases") + "?page=3")
    assert page.count("/cases/") < 60
    assert len(page) < 60 * 1024


def test_a_milestone_is_entered_on_the_page_of_the_case() -> None:
    officer = make_officer()
    case = make_case(involved=[(officer, "oic")])
    client = signed_in(officer)
    assert "Enter a milestone" in text(client, case_address(case))
    address = reverse("cases:enter_milestone", kwargs={"ref": case.ref})
    sent = {"kind": "suspect_arrested", "on": "2025-03-12", "time": "14:30"}
    assert client.post(address, sent).status_code == 302
    client.post(address, sent)
    milestone = Milestone.objects.get()
    assert (milestone.kind, milestone.entered_by, milestone.day_only) == (
        "suspect_arrested",
        officer,
        False,
    )
    case.refresh_from_db()
    assert case.stage == "suspect_arrested"
    assert Announcement.objects.get(name="cases.MilestoneRecorded").values["case"] == case.ref


def test_a_milestone_to_come_is_refused_beside_its_field() -> None:
    officer = make_officer()
    case = make_case(involved=[(officer, "oic")])
    address = reverse("cases:enter_milestone", kwargs={"ref": case.ref})
    sent = {"kind": "suspect_arrested", "on": "2190-03-12"}
    response = signed_in(officer).post(address, sent)
    assert response.status_code == 422
    assert "This day has not come yet" in response.content.decode()


def test_an_hour_of_today_that_is_to_come_is_refused_beside_its_field() -> None:
    officer = make_officer()
    case = make_case(involved=[(officer, "oic")])
    noon = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(12)))
    with time_machine.travel(noon, tick=False), pytest.raises(CannotDo) as refused:
        enter_milestone(
            by=officer, case=case, kind="reported", on=timezone.localdate(), time=dt.time(12, 1)
        )
    assert (refused.value.field, "time has not come yet" in refused.value.message) == ("time", True)


def test_who_only_reads_a_case_cannot_enter_a_milestone(lead: Officer) -> None:
    case = make_case()
    client = signed_in(lead)
    assert "Enter a milestone" not in text(client, case_address(case))
    address = reverse("cases:enter_milestone", kwargs={"ref": case.ref})
    assert client.post(address, {"kind": "charged", "on": "2025-03-12"}).status_code == 403


def test_an_upload_in_the_browser_is_followed_to_its_counts(lead: Officer, tmp_path: Path) -> None:
    rows = [street_row("a"), street_row("b"), street_row("b", month="2018-11")]
    content = write_csv(tmp_path / "s.csv", rows).read_bytes()
    client = signed_in(lead)
    form = text(client, reverse("intake:upload"))
    token = form.split('name="form_token" value="')[1].split('"')[0]
    sent = {
        "tables": SimpleUploadedFile("street.csv", content),
        "mapping": "data-police-uk",
        "form_token": token,
    }
    answer = client.post(reverse("intake:upload"), sent)
    run = IntakeRun.objects.get()
    assert answer.headers["Location"] == reverse("intake:run", kwargs={"ref": run.ref})
    assert "waits for the worker" in text(client, answer.headers["Location"])
    run_until_idle(raising=True)
    page = text(client, answer.headers["Location"])
    assert "rows of one record contradict each other" in page
    progress = client.get(reverse("intake:progress", kwargs={"ref": run.ref})).json()
    assert progress["finished"] is True


def test_a_held_row_is_chosen_on_its_page(lead: Officer, tmp_path: Path) -> None:
    rows = [street_row("b"), street_row("b", month="2018-11")]
    run = bring_in(write_csv(tmp_path / "s.csv", rows), mapping="data-police-uk")
    client = signed_in(lead)
    text(client, reverse("intake:held_by_run", kwargs={"ref": run.ref}))
    row = run.held.get(line=3)
    address = reverse("intake:held_row", kwargs={"ref": row.ref})
    assert "Differs" in text(client, address)
    assert client.post(address, {"how": "choose"}).status_code == 302
    assert str(Case.objects.get().reported_on) == "2018-11-01"


def test_dropping_without_a_reason_says_so_beside_the_field(lead: Officer, tmp_path: Path) -> None:
    rows = [street_row("b", month="?")]
    run = bring_in(write_csv(tmp_path / "s.csv", rows), mapping="data-police-uk")
    address = reverse("intake:held_row", kwargs={"ref": run.held.get().ref})
    client = signed_in(lead)
    answer = client.post(address, {"how": "drop", "drop-reason": ""})
    assert "the reason stays with it" in answer.content.decode()
    wrong = client.post(address, {"how": "edit", "edit-column_1": "??"})
    assert wrong.status_code == 422


def test_an_unknown_wording_is_mapped_on_screen(lead: Officer, tmp_path: Path) -> None:
    rows = [street_row(ref, outcome="Quite & new") for ref in "bcd"]
    rows.append(street_row("e", outcome="Seldom"))
    bring_in(write_csv(tmp_path / "s.csv", rows), mapping="data-police-uk")
    client = signed_in(lead)
    page = text(client, reverse("intake:wordings"))
    listed = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", one)) for one in page.split("<tr")[2:]]
    assert re.search(r"Quite &amp; new .* 3 ", listed[0]) and re.search("Seldom .* 1 ", listed[1])
    address = page.split('href="/intake/wordings/meaning/')[1].split('"')[0].replace("&amp;", "&")
    address = reverse("intake:meaning") + address
    assert "What does" in text(client, address)
    assert client.post(address, {"value": "charged"}).status_code == 302
    assert set(Case.objects.values_list("outcome_group", flat=True)) == {"charged"}


def test_an_administrator_sees_held_rows_but_settles_none(tmp_path: Path) -> None:
    rows = [street_row("b"), street_row("b", month="2018-11")]
    run = bring_in(write_csv(tmp_path / "s.csv", rows), mapping="data-police-uk")
    client = signed_in(make_officer(roles=["administrator"]))
    address = reverse("intake:held_row", kwargs={"ref": run.held.get(line=3).ref})
    assert "Choose line" not in text(client, address)
    assert client.post(address, {"how": "choose"}).status_code == 403
    assert "Import cases" not in text(client, reverse("intake:intake"))
    assert "data-police-uk" not in text(client, reverse("intake:upload"))
