"""Whoever holds a role that opens more than their own cases sets up a second factor first."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from stillpoint.people.models import Officer, RoleGrant
from stillpoint.site import first_use, second_factor
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "a long and quiet evening"


@pytest.fixture(autouse=True)
def asked_by_role(settings: Any) -> None:
    settings.STILLPOINT_SECOND_FACTOR = "roles"


def officer(*roles: str) -> Officer:
    made = make_officer(rank="superintendent", roles=roles)
    made.set_password(PASSWORD)
    made.save()
    first_use.confirm_purpose(by=made)
    return made


def signed_in(person: Officer) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def give_one(person: Officer, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.create(user=person, type=kind, data={"secret": "x"})


@pytest.mark.parametrize(
    "role",
    [
        "rasso_lead",
        "ld_lead",
        "wellbeing_lead",
        "disclosure_officer",
        "analyst",
        "auditor",
        "administrator",
    ],
)
def test_who_holds_such_a_role_opens_nothing_before(role: str) -> None:
    client = signed_in(officer(role))
    answer = client.get("/rounds/?a=1")
    assert answer.headers["Location"] == "/accounts/second-factor/?next=%2Frounds%2F%3Fa%3D1"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Set this up once before you go on." in page
    assert "/accounts/2fa/webauthn/add/" in page and "/accounts/2fa/totp/activate/" in page


def test_who_holds_none_goes_on_and_is_offered_one() -> None:
    client = signed_in(officer())
    assert client.get("/reviews/").status_code == 200
    assert "It is worth having" in client.get("/accounts/second-factor/").content.decode()
    assert "/accounts/second-factor/" in client.get("/accounts/").content.decode()


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_a_code_or_a_passkey_opens_the_way(kind: str) -> None:
    person = officer("rasso_lead")
    client = signed_in(person)
    give_one(person, kind)
    assert client.get("/rounds/").status_code == 200
    page = client.get("/accounts/second-factor/?next=/rounds/").content.decode()
    assert 'href="/rounds/"' in page and "It is set up." in page


def test_an_app_s_code_is_asked_for_at_each_sign_in_and_opens_once() -> None:
    person = officer("rasso_lead")
    client = signed_in(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    now = int(time.time()) // 30
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret, now)})
    assert client.get("/rounds/").status_code == 200
    right = code_of(secret, now)
    for code, opens in (("000000", False), (right, True), (right, False)):
        client = signed_in(person)
        assert client.get("/rounds/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert (client.get("/rounds/").status_code == 200) == opens, code


def code_of(secret: str, step: int) -> str:
    """What an authenticator app shows in that half minute."""
    return str(format_hotp_value(hotp_value(secret, step)))


def test_recovery_codes_alone_are_no_second_factor() -> None:
    person = officer("rasso_lead")
    client = signed_in(person)
    give_one(person, "recovery_codes")
    assert client.get("/rounds/").status_code == 302


def test_the_pages_on_which_one_sets_it_up_and_help_and_the_way_out_stay_open() -> None:
    client = signed_in(officer("rasso_lead"))
    for address in ("/accounts/", "/help/", "/leave/", "/accounts/logout/", "/purpose/"):
        assert "second-factor" not in client.get(address).headers.get("Location", ""), address
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert asked.status_code == 200


def test_what_was_typed_when_the_role_came_in_between_is_shown_again_and_not_saved() -> None:
    person = officer()
    client = signed_in(person)
    RoleGrant.objects.create(officer=person, role="rasso_lead", since="2020-01-01")
    answer = client.post("/rounds/new/", {"purpose": "To learn <calmly>."})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was saved." in page and "To learn &lt;calmly&gt;.</textarea>" in page
    saved = client.post("/rounds/new/", {"purpose": "x"}, headers={"Accept": "application/json"})
    assert (saved.status_code, saved.json()["sign_in"]) == (401, "/accounts/second-factor/")


def test_the_last_one_is_not_taken_away_while_the_role_lasts() -> None:
    person = officer("rasso_lead")
    one = give_one(person)
    assert not get_adapter().can_delete_authenticator(one)
    give_one(person, "webauthn")
    assert get_adapter().can_delete_authenticator(one)
    assert get_adapter().can_delete_authenticator(give_one(officer()))


@pytest.mark.parametrize(("asked", "due"), [("all", True), ("roles", False), ("nobody", False)])
def test_the_setting_asks_it_of_all_of_roles_or_of_nobody(
    settings: Any, asked: str, due: bool
) -> None:
    settings.STILLPOINT_SECOND_FACTOR = asked
    assert (signed_in(officer()).get("/reviews/").status_code == 302) == due


def test_a_force_names_its_own_roles(settings: Any) -> None:
    settings.STILLPOINT_SECOND_FACTOR_ROLES = ["auditor"]
    assert signed_in(officer("rasso_lead")).get("/rounds/").status_code == 200


def test_a_setting_that_means_nothing_is_said(settings: Any) -> None:
    settings.STILLPOINT_SECOND_FACTOR = "some"
    with pytest.raises(ImproperlyConfigured, match="all, roles or nobody"):
        second_factor.is_asked_of(officer())


@pytest.mark.parametrize(("trusted", "status"), [(True, 200), (False, 302)])
def test_the_force_s_own_sign_in_counts_when_the_force_says_that_it_asks(
    settings: Any, rf: Any, trusted: bool, status: int
) -> None:
    settings.STILLPOINT_OIDC_ASKS_SECOND_FACTOR = trusted
    person = officer("rasso_lead")
    client = Client()
    client.force_login(person)
    request = rf.get("/")
    request.session = client.session
    record_authentication(request, person, "socialaccount", provider="force")
    request.session.save()
    assert client.get("/rounds/").status_code == status


def test_where_one_was_going_is_never_another_site() -> None:
    person = officer("rasso_lead")
    give_one(person)
    client = Client()
    client.force_login(person)
    page = client.get("/accounts/second-factor/?next=https://evil.example/").content.decode()
    assert 'href="https://evil' not in page and 'href="/"' in page


def test_whoever_runs_the_server_lets_in_again_who_has_lost_it() -> None:
    person = officer("rasso_lead")
    client = signed_in(person)
    give_one(person)
    call_command("remove_second_factor", person.email)
    assert not second_factor.has_one(person)
    assert client.get("/rounds/").headers["Location"].startswith("/accounts/login/")
    assert TrailEntry.objects.filter(act="remove second factors", operation="erasure").exists()


def test_nobody_removes_it_from_the_pages_or_where_there_is_none() -> None:
    person, administrator = officer("rasso_lead"), officer("administrator")
    give_one(person)
    with pytest.raises(Refused):
        second_factor.remove_second_factors(by=administrator, officer=person)
    with pytest.raises(CannotDo, match="none to remove"):
        second_factor.remove_second_factors(by=job("test"), officer=administrator)
