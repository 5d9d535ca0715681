"""Pages that stand outside every room: accessible and narrow enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stillpoint.site import first_use
from tests.browser.conftest import NARROW, WIDE
from tests.people.factories import make_officer

pytestmark = [pytest.mark.urls("tests.browser.gallery"), pytest.mark.django_db(transaction=True)]

FOR_EVERYBODY = ["/accounts/login/?next=/cases/", "/accounts/password/reset/", "/help/"]
SIGNED_IN = [
    "/help/reviewing/",
    "/purpose/",
    "/accessibility/",
    "/notices/",
    "/accounts/",
    "/accounts/2fa/",
    "/leave/?back=/help/",
    "/nowhere/",
]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_pages_for_everybody_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    for address in FOR_EVERYBODY:
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_pages_for_whoever_is_signed_in_are_accessible(
    page: Any, axe: Any, no_sideways_scroll: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    sign_in(make_officer("Amara Okafor"))
    for address in SIGNED_IN:
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)


def test_the_demonstrations_door_is_accessible_and_opens(
    page: Any, axe: Any, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO, settings.VAR = True, tmp_path
    officer = make_officer("Amara Okafor")
    listed = [{"email": officer.email, "role": "RASSO lead", "comes_to": "plan a round"}]
    (tmp_path / "demo_people.json").write_text(json.dumps(listed))
    page.goto("/demo/sign-in/")
    axe(page)
    page.get_by_role("button", name="Sign in as").click()
    page.get_by_role("button", name="I have read this").wait_for()


def test_a_passkey_is_added_and_opens_without_a_password(page: Any, sign_in: Any) -> None:
    """With a device that confirms every request, as the browser's own tools make one."""
    officer = make_officer("Amara Okafor")
    first_use.confirm_purpose(by=officer)
    officer.set_password("a long and quiet evening")
    officer.save()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    verifies = dict.fromkeys(["hasResidentKey", "hasUserVerification", "isUserVerified"], True)
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **verifies}})
    sign_in(officer)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill("a long and quiet evening")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Security key added").wait_for()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("/")
    assert page.get_by_text("Amara Okafor").first.is_visible()


def test_the_skip_link_leads_to_the_page_itself(page: Any) -> None:
    page.goto("/help/")
    page.wait_for_selector("[data-govuk-skip-link-init]", state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_pages_work_without_script(browser: Any, live_server: Any) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("E-mail address").fill("nobody@force.example")
    tab.get_by_label("Password").fill("something")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    said = tab.get_by_role("heading", name="There is a problem").is_visible()
    context.close()
    assert said
