"""Sign-in with the force's own identity provider, against one that runs in the test."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from stillpoint.people.models import Officer
from stillpoint.site import first_use
from stillpoint.site.settings_security import identity_provider
from tests.people.factories import make_officer
from tests.site.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as made:
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider(made.address, CLIENT, SECRET)
        yield made


@pytest.fixture
def officer() -> Officer:
    made = make_officer("Amara Okafor")
    first_use.confirm_purpose(by=made)
    return made


def onward(sent: Any) -> str:
    """Where the page that answers the button leads by itself."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', sent.text)
    assert found is not None, sent.text
    return html.unescape(found[1])


def sign_in(client: Client) -> Any:
    """Press the button, follow the provider back, and give its answer to the service."""
    sent = client.post("/accounts/oidc/force/login/?process=login")
    try:
        urllib.request.build_opener(Stay).open(onward(sent), timeout=5)
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
        answer.close()
    return client.get(f"{back.path}?{back.query}")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def known(officer: Officer, **more: Any) -> dict[str, Any]:
    return {"sub": "entra-1", "email": officer.email, "email_verified": True, **more}


def test_the_sign_in_page_offers_it(client: Client, provider: Provider) -> None:
    assert "Sign in with your force account" in client.get("/accounts/login/").content.decode()


def test_without_an_issuer_nothing_is_offered(client: Client) -> None:
    assert "force account" not in client.get("/accounts/login/").content.decode()


def test_an_officer_known_by_verified_e_mail_is_signed_in(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer)
    assert sign_in(client).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_the_address_may_be_written_in_other_letters(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = {**known(officer), "email": officer.email.upper()}
    sign_in(client)
    assert signed_in(client)


def test_the_second_time_the_provider_is_enough(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer)
    sign_in(client)
    provider.claims = {"sub": "entra-1"}
    again = Client()
    sign_in(again)
    assert again.session["_auth_user_id"] == str(officer.pk)


def test_the_exchange_is_bound_to_this_browser(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer)
    sign_in(client)
    assert provider.asked["code_challenge_method"] == "S256"
    assert set(provider.asked["scope"].split()) == {"openid", "profile", "email"}


def test_an_address_that_is_only_claimed_opens_nothing(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer, email_verified=False)
    response = sign_in(client)
    assert response.status_code == 403
    assert not signed_in(client)


def test_entras_own_word_that_the_domain_was_checked_counts(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = {"sub": "entra-1", "email": officer.email, "xms_edov": True}
    sign_in(client)
    assert signed_in(client)


def test_a_force_may_declare_that_its_tenant_alone_sets_addresses(
    client: Client, provider: Provider, officer: Officer, settings: Any
) -> None:
    settings.STILLPOINT_OIDC_EMAILS_ARE_VERIFIED = True
    provider.claims = {"sub": "entra-1", "email": officer.email}
    sign_in(client)
    assert signed_in(client)


def test_a_stranger_is_refused_with_what_to_do_and_no_account_is_made(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = {"sub": "entra-9", "email": "who@force.example", "email_verified": True}
    response = sign_in(client)
    assert "Ask the Stillpoint administrator" in response.content.decode()
    assert not signed_in(client)
    assert Officer.objects.count() == 1


def test_somebody_who_left_is_refused(client: Client, provider: Provider, officer: Officer) -> None:
    officer.is_active = False
    officer.save()
    provider.claims = known(officer)
    assert "This account is closed." in sign_in(client).content.decode()
    assert not signed_in(client)


def test_somebody_who_left_after_signing_in_before_is_refused(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer)
    sign_in(client)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    again = Client()
    sign_in(again)
    assert not signed_in(again)


def test_a_token_for_another_service_is_refused(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer, aud="another-service")
    sign_in(client)
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


def test_the_press_is_answered_by_a_page_that_leads_on_wherever_the_provider_redirects(
    client: Client, provider: Provider
) -> None:
    """A browser holds ``form-action`` against every redirect after a form, and a federated tenant
    answers with one to another address."""
    sent = client.post("/accounts/oidc/force/login/?process=login")
    assert sent.status_code == 200
    assert f'<meta http-equiv="refresh" content="0; url={provider.address}/authorize?' in sent.text
    assert "form-action 'self';" in sent.headers["Content-Security-Policy"] + ";"
    assert "no-store" in sent.headers["Cache-Control"]


@pytest.mark.parametrize("answer", ["nothing", "no JSON", "no endpoints"])
def test_a_provider_out_of_reach_is_a_sentence(client: Client, settings: Any, answer: str) -> None:
    with running() as made:
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider(made.address, CLIENT, SECRET)
        if answer == "no JSON":
            made.discovery = lambda asked: ("200 OK", [], b"<html>")  # type: ignore[method-assign]
        if answer == "no endpoints":
            made.discovery = lambda asked: ("200 OK", [], b"{}")  # type: ignore[method-assign]
        if answer != "nothing":
            sent = client.post("/accounts/oidc/force/login/?process=login")
    if answer == "nothing":
        sent = client.post("/accounts/oidc/force/login/?process=login")
    assert sent.status_code == 503
    assert "does not answer at the moment" in sent.text


def test_a_provider_that_fails_on_the_way_back_is_a_sentence(
    client: Client, provider: Provider, officer: Officer
) -> None:
    provider.claims = known(officer)
    provider.token = lambda asked: ("500 Broken", [], b"")  # type: ignore[method-assign]
    response = sign_in(client)
    assert response.status_code in (403, 503)
    assert "You are not signed in" in response.text


def test_turning_back_at_the_provider_is_a_sentence(
    client: Client, provider: Provider, officer: Officer
) -> None:
    sent = client.post("/accounts/oidc/force/login/?process=login")
    state = parse_qs(urlsplit(onward(sent)).query)["state"][0]
    back = f"/accounts/oidc/force/login/callback/?error=access_denied&state={state}"
    assert "You turned back" in client.get(back).text
