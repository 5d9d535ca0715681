"""The intake pages with imports of people: uploading, held rows, wordings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stillpoint.cases import uploading
from stillpoint.cases.facts import ImportRequested
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import IntakeRun
from stillpoint.people.importing import import_people
from stillpoint.people.incoming import days
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.people.proposing import awaiting_agreement
from stillpoint.trust.actors import job
from stillpoint.trust.answers import Refused
from tests.people.factories import make_officer

pytestmark = pytest.mark.django_db
HEADER = "number,given_name,family_name,email,rank,acting_rank,grade\n"
GOOD = f"{HEADER}7,Amara,Okafor,amara@force.example,DCI,,\n"
PAIR = f"{GOOD}7,Amara,Okafor,amara@force.example,Inspector,,\n"
UNKNOWN = f"{HEADER}7,A,B,a@b.example,Brigadier,,\n"


@pytest.fixture
def administrator() -> Officer:
    return make_officer(roles=["administrator"])


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_officer(roles=list(roles)))
    return client


def take_in(folder: Path, text: str) -> IntakeRun:
    (folder / "officers.csv").write_text(text, "utf-8")
    files = [(folder / "officers.csv", "officers.csv")]
    return import_people(by=job("test"), files=files)


def held_address(run: IntakeRun, line: int) -> str:
    return reverse("intake:held_row", kwargs={"ref": run.held.get(line=line).ref})


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def send(client: Client, text: str, **more: str) -> IntakeRun:
    shown = page(client, reverse("intake:upload"))
    token = shown.split('name="form_token" value="')[1].split('"')[0]
    sent = {
        "tables": [SimpleUploadedFile("officers.csv", text.encode())],
        "people_mapping": "stillpoint",
        "form_token": token,
        **more,
    }
    answer = client.post(reverse("intake:upload"), sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return IntakeRun.objects.get()


def asked(by: Officer, text: str, *, dry_run: bool = False) -> IntakeRun:
    return uploading.request_import(
        by=by,
        what="people",
        files=[SimpleUploadedFile("officers.csv", text.encode())],
        mapping="stillpoint",
        dry_run=dry_run,
        form_token="t1",
    )


def test_an_administrator_uploads_people_and_follows_them_to_their_counts() -> None:
    client = signed_in("administrator")
    run = send(client, GOOD)
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert (run.what, run.state, run.created) == ("people", "done", 1)
    assert Officer.objects.get(number="7").rank == "chief_inspector"
    progress = client.get(reverse("intake:progress", kwargs={"ref": run.ref})).json()
    assert progress["finished"]
    assert "Done" in page(client, reverse("intake:run", kwargs={"ref": run.ref}))


def test_who_may_import_both_chooses_what_the_files_are_about() -> None:
    client = signed_in("administrator", "rasso_lead")
    assert 'value="cases"' in page(client, reverse("intake:upload"))
    assert send(client, GOOD, what="people").what == "people"


def test_who_may_import_both_must_say_how_to_read_the_files() -> None:
    client = signed_in("administrator", "rasso_lead")
    sent = {
        "tables": [SimpleUploadedFile("c.csv", b"a\n1\n")],
        "what": "cases",
        "people_mapping": "stillpoint",
        "form_token": "t1",
    }
    answer = client.post(reverse("intake:upload"), sent)
    assert answer.status_code == 422
    assert "Choose how to read the files." in answer.content.decode()


def test_a_lead_is_not_offered_people_and_cannot_ask_for_them() -> None:
    assert "people_mapping" not in page(signed_in("rasso_lead"), reverse("intake:upload"))
    with pytest.raises(Refused):
        asked(make_officer(roles=["rasso_lead"]), GOOD)


@pytest.mark.database
def test_a_people_upload_done_twice_takes_in_once(administrator: Officer) -> None:
    fact = ImportRequested(run=asked(administrator, PAIR).ref, officer=administrator.ref)
    uploading.import_requested(fact)
    uploading.import_requested(fact)
    assert IntakeRun.objects.get().held.count() == 2


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.database
def test_a_people_upload_killed_while_it_applies_leaves_nothing_and_begins_again(
    administrator: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object) -> None:
        raise Killed

    fact = ImportRequested(run=asked(administrator, GOOD).ref, officer=administrator.ref)
    with monkeypatch.context() as broken:
        broken.setattr(days, "apply_leave", killed)
        with pytest.raises(Killed):
            uploading.import_requested(fact)
    assert not Officer.objects.filter(number="7").exists()
    uploading.import_requested(fact)
    assert IntakeRun.objects.get().created == 1


@pytest.mark.database
def test_a_people_upload_that_is_only_tried_changes_nothing(administrator: Officer) -> None:
    run = asked(administrator, GOOD, dry_run=True)
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert (run.state, run.created) == ("done", 1)
    assert not Officer.objects.filter(number="7").exists()


@pytest.mark.database
def test_a_people_file_that_cannot_be_read_ends_the_run_with_the_reason(
    administrator: Officer,
) -> None:
    run = asked(administrator, "a,b\n1,2\n")
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert run.state == "refused"
    assert "none of the files" in run.problem
    assert list(uploading._folder().glob("*")) == []


@pytest.mark.database
def test_an_upload_of_somebody_whose_role_has_ended_is_refused(administrator: Officer) -> None:
    run = asked(administrator, GOOD)
    RoleGrant.objects.all().delete()
    run_until_idle(raising=True)
    run.refresh_from_db()
    assert (run.state, run.created) == ("refused", 0)
    assert "Only an administrator" in run.problem


def test_an_administrator_chooses_a_held_row_on_its_page(tmp_path: Path) -> None:
    run, client = take_in(tmp_path, PAIR), signed_in("administrator")
    assert "Choose line 3" in page(client, held_address(run, 3))
    assert client.post(held_address(run, 3), {"how": "choose"}).status_code == 302
    assert Officer.objects.get(number="7").rank == "inspector"


def test_an_administrator_edits_a_held_row_on_its_page(tmp_path: Path) -> None:
    run, client = take_in(tmp_path, GOOD.replace("@", " at ")), signed_in("administrator")
    row = run.held.get()
    sent = {f"edit-column_{n}": text for n, text in enumerate(row.row.values())}
    place = list(row.row).index("email")
    sent |= {"how": "edit", f"edit-column_{place}": "amara@force.example"}
    assert client.post(held_address(run, 2), sent).status_code == 302
    assert Officer.objects.get(number="7").email == "amara@force.example"


def test_an_administrator_drops_a_held_row_with_a_reason(tmp_path: Path) -> None:
    run, client = take_in(tmp_path, PAIR), signed_in("administrator")
    sent = {"how": "drop", "drop-reason": "Out of date"}
    assert client.post(held_address(run, 2), sent).status_code == 302
    assert run.held.get(line=2).resolution == "dropped"


def test_a_row_that_contradicts_the_record_alone_offers_no_choice(tmp_path: Path) -> None:
    run = take_in(tmp_path, PAIR)
    run.held.get(line=3).delete()
    shown = page(signed_in("administrator"), held_address(run, 2))
    assert "Choose line" not in shown
    assert "Edit the row" in shown


def test_a_lead_sees_held_rows_about_people_but_settles_none(tmp_path: Path) -> None:
    run, client = take_in(tmp_path, PAIR), signed_in("rasso_lead")
    shown = page(client, held_address(run, 2))
    assert "An administrator settles rows about people." in shown
    assert 'name="how"' not in shown
    assert client.post(held_address(run, 2), {"how": "choose"}).status_code == 403


def test_an_unknown_rank_is_mapped_on_screen(tmp_path: Path) -> None:
    take_in(tmp_path, UNKNOWN)
    client = signed_in("administrator")
    query = page(client, reverse("intake:wordings")).split("/intake/wordings/meaning/")[1]
    address = reverse("intake:meaning") + query.split('"')[0].replace("&amp;", "&")
    assert "Superintendent" in page(client, address)
    assert client.post(address, {"value": "superintendent"}).status_code == 302
    # So senior a rank waits for a second administrator.
    (waiting,) = awaiting_agreement()
    assert (waiting.officer.number, waiting.values["rank"]) == ("7", "superintendent")


def test_a_lead_reads_that_an_administrator_decides_about_a_rank(tmp_path: Path) -> None:
    take_in(tmp_path, UNKNOWN)
    client = signed_in("rasso_lead")
    shown = page(client, reverse("intake:wordings"))
    assert "An administrator decides" in shown
    assert "Say what it means" not in shown
    query = "?what=people&mapping=stillpoint&column=rank&wording=Brigadier"
    assert client.get(reverse("intake:meaning") + query).status_code == 403
