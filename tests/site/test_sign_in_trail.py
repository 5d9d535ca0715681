"""What happens at the door stands in the trail, without a password and without what was typed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stillpoint.events.models import Message
from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.working import run_until_idle
from stillpoint.people.first_administrators import path_to_set_password
from stillpoint.people.models import Officer
from stillpoint.site import first_use
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "a long and quiet evening"
RESET = "/accounts/password/reset/"


@pytest.fixture
def officer() -> Officer:
    made = make_officer("Amara Okafor", password=PASSWORD)
    first_use.confirm_purpose(by=made)
    return made


def give(client: Client, officer: Officer, password: str = PASSWORD) -> None:
    client.post("/accounts/login/", {"login": officer.email, "password": password})


def entries() -> list[tuple[str, str, list[str]]]:
    """Act, actor and references of what happened at the door."""
    acts = ("sign", "fail", "set a", "ask for", "add a second", "remove a second", "make new")
    found = TrailEntry.objects.order_by("id")
    return [(one.act, one.actor, one.about) for one in found if one.act.startswith(acts)]


def test_signing_in_and_out_is_an_entry_each(client: Client, officer: Officer) -> None:
    give(client, officer)
    client.post("/accounts/logout/")
    by = f"officer:{officer.ref}"
    assert entries() == [("sign in", by, [by]), ("sign out", by, [by])]


def test_failing_to_sign_in_names_the_officer_whose_address_it_was(
    client: Client, officer: Officer
) -> None:
    give(client, officer, "not this one")
    assert entries() == [("fail to sign in", "visitor:sign-in", [f"officer:{officer.ref}"])]


def test_an_address_that_nobody_has_stands_nowhere(client: Client) -> None:
    typed = {"login": "who@else.example", "password": "some words to try"}
    client.post("/accounts/login/", typed)
    client.post(RESET, {"email": "who@else.example"})
    run_until_idle(raising=True)
    assert [about for _, _, about in entries()] == [["sign-in"], ["sign-in"]]
    kept = json.dumps(
        [list(TrailEntry.objects.values()), list(Message.objects.values())], default=str
    )
    assert "else.example" not in kept and "some words to try" not in kept


def test_setting_a_password_by_a_link_is_an_entry(client: Client, officer: Officer) -> None:
    client.post(RESET, {"email": officer.email})
    run_until_idle(raising=True)
    send_waiting_messages()
    link = str(mail.outbox[0].body).split("http://127.0.0.1:8000")[1].strip()
    where = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(where, {"password1": "other quiet words", "password2": "other quiet words"})
    by = f"officer:{officer.ref}"
    assert entries() == [
        ("ask for a link to set a password", "visitor:sign-in", [by]),
        ("set a password", by, [by]),
    ]


def test_a_link_to_set_a_password_lies_nowhere_before_it_is_sent(
    client: Client, officer: Officer
) -> None:
    client.post(RESET, {"email": officer.email})
    run_until_idle(raising=True)
    (message,) = Message.objects.all()
    assert "/reset/key/" not in json.dumps(list(Message.objects.values()), default=str)
    assert message.by_email_only


def test_a_wrong_code_after_the_password_is_an_entry(client: Client, officer: Officer) -> None:
    TOTP.activate(officer, generate_totp_secret())
    give(client, officer)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert [act for act, _, _ in entries()] == ["fail to sign in"]


def test_a_wrong_password_where_it_is_asked_again_is_an_entry(
    client: Client, officer: Officer
) -> None:
    give(client, officer)
    client.post("/accounts/reauthenticate/", {"password": "not this one"})
    assert [act for act, _, _ in entries()] == ["sign in", "fail to sign in"]


def test_removing_a_second_factor_is_an_entry(client: Client, officer: Officer) -> None:
    give(client, officer)
    TOTP.activate(officer, generate_totp_secret())
    RecoveryCodes.activate(officer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=officer, type="totp").exists()
    assert ("remove a second factor", f"officer:{officer.ref}", [f"officer:{officer.ref}"]) in (
        entries()
    )


def test_asking_for_a_password_takes_the_same_work_whether_the_address_is_known_or_not(
    officer: Officer,
) -> None:
    """The same statements, so the same time: only what they hold differs."""

    def statements(email: str) -> list[str]:
        client = Client()
        client.get(RESET)
        with CaptureQueriesContext(connection) as made:
            client.post(RESET, {"email": email}, REMOTE_ADDR="10.0.0.1")
        return [" ".join(one["sql"].split('"s1')[0].split()[:3]) for one in made]

    statements("warm@up.example")
    assert statements(officer.email) == statements("who@else.example")


def secret_of_an_app(client: Client, officer: Officer) -> str:
    return "/accounts/2fa/totp/activate/"


def recovery_codes(client: Client, officer: Officer) -> str:
    TOTP.activate(officer, generate_totp_secret())
    RecoveryCodes.activate(officer)
    return "/accounts/2fa/recovery-codes/"


def downloaded_codes(client: Client, officer: Officer) -> str:
    recovery_codes(client, officer)
    return "/accounts/2fa/recovery-codes/download/"


def end_of_a_link(client: Client, officer: Officer) -> str:
    officer.refresh_from_db()
    found = client.get(path_to_set_password(officer), follow=True)
    return str(found.redirect_chain[-1][0])


def sign_in_page(client: Client, officer: Officer) -> str:
    client.logout()
    return "/accounts/login/"


@pytest.mark.parametrize(
    "page",
    [secret_of_an_app, recovery_codes, downloaded_codes, end_of_a_link, sign_in_page],
    ids=lambda one: one.__name__,
)
def test_a_page_with_a_secret_is_kept_nowhere(
    client: Client, officer: Officer, page: Callable[[Client, Officer], str]
) -> None:
    give(client, officer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    shown = client.get(page(client, officer))
    assert shown.status_code == 200, shown.headers
    assert "no-store" in shown.headers["Cache-Control"]


def test_without_a_mail_server_the_page_says_so_and_what_to_do(
    client: Client, officer: Officer, settings: object
) -> None:
    settings.STILLPOINT_HAS_MAIL = False  # type: ignore[attr-defined]
    for email in (officer.email, "who@else.example"):
        shown = client.post(RESET, {"email": email}, follow=True)
        assert "sends no e-mail in your force" in shown.text
        assert "two of them agree it" in shown.text.lower()
