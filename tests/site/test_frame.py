"""The frame of every page: marking, navigation, headers, the way out."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import messages
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import path

from stillpoint.site import faults, guidance, navigation, urls
from stillpoint.trust.answers import no
from tests.people.factories import make_officer

pytestmark = pytest.mark.django_db


def say_something(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The round is frozen.")
    return redirect("help")


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


urlpatterns = [path("say/", say_something), path("fail/", fail), *urls.urlpatterns]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make_officer("Amara Okafor"))
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_every_page_is_marked_and_says_how_to_handle_it(client: Client) -> None:
    shown = text_of(client.get("/help/"))
    assert "OFFICIAL-SENSITIVE" in shown
    assert "Need to know only." in shown


def test_the_page_names_the_person_and_offers_to_sign_out(signed_in: Client) -> None:
    shown = text_of(signed_in.get("/help/"))
    assert "Amara Okafor" in shown
    assert 'action="/accounts/logout/"' in shown


def test_a_stranger_is_offered_no_way_to_sign_out(client: Client) -> None:
    assert "/accounts/logout/" not in text_of(client.get("/help/"))


def test_script_and_style_come_from_here_alone(client: Client) -> None:
    policy = client.get("/help/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert rules["style-src"] == "'self'"
    assert rules["script-src"].startswith("'self' 'nonce-")


def test_the_script_carries_the_nonce_of_the_policy(client: Client) -> None:
    response = client.get("/help/")
    nonce = response.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in text_of(response)


def test_navigation_offers_what_the_rule_allows() -> None:
    request = RequestFactory().get("/help/")
    request.user = make_officer()
    table = [
        navigation.Item("Help", "help"),
        navigation.Item("Trail", "notices", lambda officer: no("Only the auditor reads it.")),
    ]
    assert [item["text"] for item in navigation.items_for(request, table)] == ["Help"]


def test_what_has_no_room_in_the_navigation_stands_under_more() -> None:
    request = RequestFactory().get("/people/")
    request.user = make_officer(roles=["rasso_lead"])
    shown = navigation.items_for(request)
    assert len(shown) == navigation.MOST and shown[-1]["text"] == "More" and shown[-1]["active"]
    folded = navigation.folded_for(request)
    assert "People" in [page["title"] for page in folded]
    assert not {page["href"] for page in folded} & {entry["href"] for entry in shown}
    assert all(page["hint"] for page in folded)


def test_navigation_marks_where_the_person_is() -> None:
    request = RequestFactory().get("/help/reviewing/")
    request.user = make_officer()
    shown = navigation.items_for(request, [navigation.Item("Help", "help")])
    assert shown[0]["active"]
    assert not shown[0]["current"]


@pytest.mark.urls(__name__)
def test_a_message_is_shown_once(client: Client) -> None:
    assert "The round is frozen." in text_of(client.get("/say/", follow=True))
    assert "The round is frozen." not in text_of(client.get("/help/"))


def test_the_quiet_page_leads_back_to_where_one_was(signed_in: Client) -> None:
    assert 'href="/help/reviewing/"' in text_of(signed_in.get("/leave/?back=/help/reviewing/"))


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_quiet_page_leads_nowhere_else(signed_in: Client, address: str) -> None:
    shown = text_of(signed_in.get("/leave/", {"back": address}))
    assert "evil" not in shown
    assert "javascript:" not in shown


def test_the_quiet_page_names_nobody(signed_in: Client) -> None:
    assert "Okafor" not in text_of(signed_in.get("/leave/"))


@pytest.mark.parametrize("topic", [address for address, _, _ in guidance.TOPICS])
def test_every_topic_of_help_has_its_page(client: Client, topic: str) -> None:
    assert client.get(f"/help/{topic}/").status_code == 200


@pytest.mark.parametrize("address", ["/help/", "/purpose/", "/accessibility/", "/notices/"])
def test_pages_for_everybody_open_without_signing_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_an_address_that_does_not_exist_says_what_to_do(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing at this address." in text_of(response)


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_says_what_to_do_and_nothing_of_the_cause(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/fail/")
    assert response.status_code == 500
    assert "your browser keeps what you typed" in text_of(response)
    assert "RuntimeError" not in text_of(response)


def test_a_foreign_host_gets_a_page_that_says_so(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["stillpoint.example"]
    client.raise_request_exception = False
    answer = client.get("/help/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "This service does not answer at the address that you used." in text_of(answer)


def test_what_is_damaged_on_the_way_is_not_called_a_wrong_address(rf: RequestFactory) -> None:
    answer = faults.bad_request(rf.post("/"), TooManyFieldsSent())
    assert answer.status_code == 400
    assert "too large or damaged" in text_of(answer)
