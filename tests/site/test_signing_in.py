"""Signing in with a password, the demonstration's door, and a page posted too late."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from stillpoint.events.sending import send_waiting_messages
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.site import first_use, urls
from stillpoint.site.signing_in import anyone_signed_in
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.screens import screen
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PASSWORD = "a long and quiet evening"


@screen(anyone_signed_in, quiet="a form for the tests")
def a_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [path("form/", a_form), *urls.urlpatterns]
handler404 = urls.handler404


@pytest.fixture
def officer() -> Officer:
    made = make_officer("Amara Okafor")
    made.set_password(PASSWORD)
    made.save()
    return made


def give(client: Client, officer: Officer, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": officer.email, "password": password, **more})


def prove_and_open(client: Client, address: str) -> str:
    """Ways to sign in are changed only by somebody who has just shown the password again."""
    asked = client.get(address).headers["Location"]
    shown = client.post(asked, {"password": PASSWORD}, follow=True)
    return str(shown.content.decode())


def read_before(officer: Officer) -> None:
    first_use.confirm_purpose(by=officer)


def test_the_sign_in_page_names_its_fields(client: Client) -> None:
    shown = client.get("/accounts/login/").content.decode()
    assert "E-mail address" in shown
    assert "Sign in with a passkey" in shown


def test_an_officer_signs_in_with_e_mail_and_password(client: Client, officer: Officer) -> None:
    read_before(officer)
    assert give(client, officer).headers["Location"] == "/"
    assert client.get("/form/").status_code == 200


def test_a_wrong_password_is_refused_beside_the_form(client: Client, officer: Officer) -> None:
    response = give(client, officer, "something else")
    assert "govuk-error-summary" in response.content.decode()
    assert client.get("/form/").status_code == 302


def test_somebody_without_a_password_asks_for_one_and_signs_in(client: Client) -> None:
    """The whole way of a new joiner, in our own words and with no markup in them."""
    joiner = make_officer("Jo Joiner")
    asked = client.post("/accounts/password/reset/", {"email": joiner.email}, follow=True)
    assert "Look in your e-mail" in asked.text
    assert mail.outbox == []
    run_until_idle(raising=True)
    send_waiting_messages()
    (letter,) = mail.outbox
    assert letter.subject == "Stillpoint: set your password"
    (link,) = re.findall(r"https?://[^/\s]+(/accounts/\S+)", str(letter.body))
    form = client.get(link, follow=True)
    assert "Choose a password" in form.text
    assert "At least 12 characters" in form.text
    assert "&lt;" not in form.text
    where = form.redirect_chain[-1][0]
    short = client.post(where, {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in short.text
    done = client.post(where, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Your password is set" in done.text
    assert give(client, joiner).status_code == 302
    assert "This link no longer opens" in Client().get(link, follow=True).text


def test_an_address_that_is_not_on_record_gets_the_same_page_and_no_letter(client: Client) -> None:
    asked = client.post("/accounts/password/reset/", {"email": "who@else.example"}, follow=True)
    assert "Look in your e-mail" in asked.text
    run_until_idle(raising=True)
    assert mail.outbox == []


def test_someone_who_left_cannot_sign_in(client: Client, officer: Officer) -> None:
    officer.is_active = False
    officer.save()
    give(client, officer)
    assert client.get("/form/").status_code == 302


def test_many_wrong_passwords_are_stopped(client: Client, officer: Officer) -> None:
    for _ in range(6):
        give(client, officer, "something else")
    assert give(client, officer).status_code != 302


def test_at_first_use_the_purpose_comes_before_anything_else(
    client: Client, officer: Officer
) -> None:
    onward = give(client, officer, next="/form/").headers["Location"]
    assert onward == "/purpose/?next=%2Fform%2F"
    shown = client.get(onward).content.decode()
    assert "not the Reflective Practice Review Process" in shown
    assert "I have read this" in shown


def test_confirming_the_purpose_goes_on_to_where_one_was_going(
    client: Client, officer: Officer
) -> None:
    client.force_login(officer)
    assert client.post("/purpose/", {"next": "/form/"}).headers["Location"] == "/form/"
    assert not first_use.is_due(officer)


def test_confirming_the_purpose_twice_is_one_entry(officer: Officer) -> None:
    first_use.confirm_purpose(by=officer)
    first_use.confirm_purpose(by=officer)
    assert TrailEntry.objects.filter(act="confirm the purpose notice").count() == 1


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/"])
def test_nobody_signs_up_or_changes_their_address(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "x@y.example"}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/",
        "/accounts/2fa/",
        "/accounts/password/change/",
    ],
)
def test_pages_of_ones_own_account_open(client: Client, officer: Officer, address: str) -> None:
    client.force_login(officer)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert "OFFICIAL-SENSITIVE" in response.content.decode()


def test_an_authenticator_app_can_be_added(client: Client, officer: Officer) -> None:
    give(client, officer)
    shown = prove_and_open(client, "/accounts/2fa/totp/activate/")
    assert "Authenticator secret" in shown


def test_a_passkey_can_be_added(client: Client, officer: Officer) -> None:
    give(client, officer)
    shown = prove_and_open(client, "/accounts/2fa/webauthn/add/")
    assert "Add security key" in shown


def test_a_page_asked_for_too_late_leads_to_signing_in(client: Client) -> None:
    assert client.get("/form/?a=1").headers["Location"] == "/accounts/login/?next=/form/%3Fa%3D1"


def test_a_form_posted_too_late_is_shown_again_to_copy(client: Client) -> None:
    response = client.post("/form/", {"what_happened": "The plan\nnamed <three> lines."})
    shown = response.content.decode()
    assert response.status_code == 401
    assert "Nothing was saved." in shown
    assert "What happened" in shown
    assert "The plan\nnamed &lt;three&gt; lines.</textarea>" in shown


def test_a_password_in_a_form_posted_too_late_is_not_shown(client: Client) -> None:
    shown = client.post("/form/", {"password": "open sesame", "words": "kept"}).content.decode()
    assert "kept" in shown
    assert "open sesame" not in shown


def test_what_was_posted_too_late_is_kept_nowhere(client: Client) -> None:
    client.post("/form/", {"words": "kept"})
    assert "kept" not in str(dict(client.session))


def test_a_script_that_saves_too_late_is_told_where_to_sign_in(client: Client) -> None:
    response = client.post("/form/", {"words": "kept"}, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json() == {"sign_in": "/accounts/login/"}


def test_a_session_ends_after_inactivity_and_each_page_starts_it_again(
    client: Client, officer: Officer
) -> None:
    first_use.confirm_purpose(by=officer)
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        client.force_login(officer)
        for minutes, status in ((29, 200), (58, 200), (89, 302)):
            clock.move_to(began + dt.timedelta(minutes=minutes))
            assert client.get("/form/").status_code == status, minutes


def test_a_form_with_an_old_token_is_shown_again_to_copy() -> None:
    careful = Client(enforce_csrf_checks=True)
    response = careful.post("/form/", {"words": "kept"}, headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert "nothing was saved" in response.content.decode()
    assert "kept</textarea>" in response.content.decode()


def test_a_form_from_another_site_gets_nothing_back() -> None:
    careful = Client(enforce_csrf_checks=True)
    response = careful.post(
        "/form/", {"words": "planted"}, headers={"Origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert "planted" not in response.content.decode()


@pytest.fixture
def demo(settings: Any, tmp_path: Path, officer: Officer) -> Officer:
    settings.DEMO = True
    settings.VAR = tmp_path
    listed = [
        {"email": officer.email, "role": "RASSO lead", "comes_to": "plan a round"},
        {"email": "gone@force.example", "role": "Nobody", "comes_to": "do nothing"},
    ]
    (tmp_path / "demo_people.json").write_text(json.dumps(listed))
    return officer


def test_the_demonstration_lists_a_person_for_each_role(client: Client, demo: Officer) -> None:
    shown = client.get("/demo/sign-in/").content.decode()
    assert "RASSO lead" in shown
    assert "plan a round" in shown
    assert "do nothing" not in shown


def test_one_press_signs_in_as_that_person(client: Client, demo: Officer) -> None:
    client.post("/demo/sign-in/", {"person": demo.ref})
    assert "Amara Okafor" in client.get("/help/").content.decode()


def test_the_press_needs_a_token(demo: Officer) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post("/demo/sign-in/", {"person": demo.ref}).status_code == 403


def test_only_the_listed_can_be_signed_in_as(client: Client, demo: Officer) -> None:
    other = make_officer("Not Listed")
    assert client.post("/demo/sign-in/", {"person": other.ref}).status_code == 404


def test_the_demonstrations_door_is_shut_everywhere_else(
    client: Client, demo: Officer, settings: Any
) -> None:
    settings.DEMO = False
    assert client.get("/demo/sign-in/").status_code == 404
    assert client.post("/demo/sign-in/", {"person": demo.ref}).status_code == 404
    assert client.get("/form/").status_code == 302
