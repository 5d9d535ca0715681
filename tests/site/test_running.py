"""What docs/running.md promises: the first administrators, the worker's page, the log, settings."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.commands import migrate
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.models import Announcement, Handling, Message, ScheduledJob
from stillpoint.events.sending import SEND_EMAIL
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.site.logging_lines import WithoutContent
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "running.md").read_text()
TWO = [
    ["--person", "A101", "Ada Byron", "ada@force.example"],
    ["--person", "B202", "Ben Marsh", "ben@force.example"],
]

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(db: None) -> Run:
    def first_administrator(*people: list[str]) -> dict[str, Any]:
        out = io.StringIO()
        given = [word for person in people for word in person]
        try:
            call_command("first_administrator", *given, "--json", stdout=out, stderr=io.StringIO())
        except SystemExit as ended:
            return {"exit": ended.code, **json.loads(out.getvalue())}
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return first_administrator


def fail_something() -> Handling:
    fact = Announcement.objects.create(name="OfficerLeft", values={"officer": "K7Q2MXTR"})
    return Handling.objects.create(
        announcement=fact, handler="reassign reviews", state="failed", attempts=9,
        last_problem="OperationalError", finished_at=timezone.now(),
    )  # fmt: skip


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_officer(roles=roles))
    return client


def test_two_administrators_are_made_by_command(run: Run) -> None:
    run(*TWO)
    made = Officer.objects.filter(number__in=["A101", "B202"])
    assert [has_role(one, "administrator") for one in made] == [True, True]


def test_each_sets_a_password_at_an_address_of_their_own(run: Run, client: Client) -> None:
    addresses = [one["address"] for one in run(*TWO)["administrators"]]
    path = addresses[0].removeprefix(settings.STILLPOINT_ADDRESS)
    form = client.get(path, follow=True)
    words = "a long and quiet password"
    asked = form.request["PATH_INFO"]
    client.post(asked, {"password1": words, "password2": words})
    assert Officer.objects.get(number="A101").check_password(words)


def test_an_address_opens_no_second_time(run: Run, client: Client) -> None:
    address = run(*TWO)["administrators"][0]["address"]
    officer = Officer.objects.get(number="A101")
    officer.set_password("a long and quiet password")
    officer.save()
    shown = client.get(address.removeprefix(settings.STILLPOINT_ADDRESS), follow=True)
    assert 'name="password1"' not in shown.content.decode()


def test_one_alone_is_refused(run: Run) -> None:
    assert run(TWO[0])["exit"] == 1


def test_where_there_are_administrators_the_command_makes_none(run: Run) -> None:
    make_officer(roles=["administrator"])
    assert (run(*TWO)["exit"], Officer.objects.filter(number="A101").exists()) == (1, False)


def test_an_address_that_ran_out_is_made_again(run: Run) -> None:
    run(*TWO)
    assert len(run(*TWO)["administrators"]) == 2


@pytest.mark.django_db
def test_the_worker_s_page_says_what_failed() -> None:
    fail_something()
    shown = signed_in("administrator").get("/worker/").content.decode()
    assert "Reassign reviews: OperationalError, 1 time" in re.sub(r"\s+", " ", shown)


@pytest.mark.django_db
def test_the_worker_s_page_shows_no_reference_of_a_record() -> None:
    fail_something()
    assert "K7Q2MXTR" not in signed_in("administrator").get("/worker/").content.decode()


@pytest.mark.django_db
def test_an_administrator_has_failed_work_tried_again() -> None:
    handling = fail_something()
    signed_in("administrator").post("/worker/")
    handling.refresh_from_db()
    assert (handling.state, handling.attempts) == ("waiting", 0)


@pytest.mark.django_db
def test_trying_again_is_in_the_trail() -> None:
    fail_something()
    signed_in("administrator").post("/worker/")
    assert TrailEntry.objects.filter(act="try failed work again").exists()


def letter(officer: Officer, **more: Any) -> Message:
    return Message.objects.create(to=officer, subject="A", text="B", key="k", **more)


@pytest.mark.django_db
def test_the_worker_s_page_gives_one_account_of_e_mail_that_fails() -> None:
    letter(make_officer(), email_tries=2, email_problem="SMTPRecipientsRefused")
    ScheduledJob.objects.create(
        name=SEND_EMAIL, every=10, next_due=timezone.now(), last_problem="ConnectionRefusedError"
    )
    shown = signed_in("administrator").get("/worker/").content.decode()
    assert "Mail server not reached" in shown
    assert "1 e-mail waits, the oldest since" in shown
    assert "SMTPRecipientsRefused: 1 e-mail" in shown
    assert shown.count("ConnectionRefusedError") == 1


@pytest.mark.django_db
def test_the_worker_s_page_says_where_there_is_no_mail_server(settings: Any) -> None:
    settings.STILLPOINT_HAS_MAIL = False
    letter(make_officer())
    shown = signed_in("administrator").get("/worker/").content.decode()
    assert "There is no mail server" in shown
    assert "e-mail waits" not in shown


@pytest.mark.django_db
def test_nobody_else_sees_the_worker_s_page() -> None:
    assert signed_in("rasso_lead").get("/worker/").status_code == 403


@pytest.mark.django_db
@pytest.mark.database
def test_limits_on_sign_in_are_kept_where_all_processes_see_them() -> None:
    cache.set("somebody", 5)
    assert type(cache._connections[cache._alias]).__name__ == "DatabaseCache"  # type: ignore[attr-defined]


def logged(name: str = "django.request") -> str:
    try:
        raise ValueError("Her name was in the text")
    except ValueError:
        record = logging.LogRecord(
            name, logging.ERROR, "x.py", 1, "Failed: %s", ("/cases/?reference=Smith",),
            sys.exc_info(),
        )  # fmt: skip
    return WithoutContent().format(record)


def test_the_log_names_the_fault_and_where_it_arose() -> None:
    assert re.search(r"ValueError at test_running\.py:\d+", logged())


@pytest.mark.parametrize("words", ["Her name", "Smith", "Traceback"])
def test_the_log_holds_nothing_that_people_wrote(words: str) -> None:
    assert words not in logged()


def settings_read() -> set[str]:
    """Every name that the settings and the programs of the service read from the environment."""
    sources = [*(ROOT / "src/stillpoint").rglob("*.py")]
    read = re.compile(r"(?:env(?:\.\w+)?\(|_VARIABLE =)\s*\"(STILLPOINT_\w+)\"")
    left_out = {"settings_test.py"}
    return {
        name
        for path in sources
        if path.name not in left_out
        for name in read.findall(path.read_text())
    }


def test_the_guide_describes_every_setting() -> None:
    assert {name for name in settings_read() if f"`{name}`" not in GUIDE} == set()


def test_the_guide_describes_no_setting_that_is_not_read() -> None:
    assert (
        set(re.findall(r"^\| `(STILLPOINT_\w+)`", GUIDE, re.MULTILINE)) - settings_read() == set()
    )


# Those that other programs call.
PROMISED = [
    *("migrate", "serve", "work", "demo", "import_cases", "import_people", "quarantine"),
    *("plan_round", "draw_round", "replay_draw", "export_frame", "assign_round", "report_round"),
    *("verify_trail", "export_roots", "backup", "restore", "check_practice"),
]


@pytest.mark.parametrize("name", PROMISED)
def test_each_promised_command_helps_with_an_example(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    shown = command.create_parser("stillpoint", name).format_help()
    assert re.search(rf"Example: .*stillpoint {name}\b", shown)


def test_without_a_secret_the_service_says_what_to_set(settings: Any) -> None:
    settings.SECRET_KEY, said = "", io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("serve", stderr=said)
    assert "Set STILLPOINT_SECRET_KEY" in said.getvalue()


@pytest.fixture
def broken_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A force's folder with a fault, in use."""
    (tmp_path / "about.toml").write_text("version = 3")
    monkeypatch.setenv(practice.FOLDER_VARIABLE, str(tmp_path))
    practice.forget()
    yield str(tmp_path)
    practice.forget()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["serve", "work", "check_practice"])
def test_a_broken_practice_model_stops_at_the_start_with_file_key_and_remedy(
    broken_practice: str, name: str
) -> None:
    out, said = io.StringIO(), io.StringIO()
    given = [broken_practice] if name == "check_practice" else []
    with pytest.raises(SystemExit, match="1"):
        call_command(name, *given, stdout=out, stderr=said)
    wrong = "about.toml, version: “3” is not text. Put it in quotation marks."
    assert wrong in out.getvalue() + said.getvalue()


def test_without_a_database_migrating_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **options: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(migrate.Command, "handle", gone)
    said = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("migrate", stderr=said)
    assert "connection refused. Check STILLPOINT_DATABASE_URL" in said.getvalue()


def test_the_commands_of_the_guide_exist() -> None:
    named = set(re.findall(r"^(?:sudo -u stillpoint )?stillpoint (\w+)", GUIDE, re.MULTILINE))
    assert named - set(get_commands()) == set()
