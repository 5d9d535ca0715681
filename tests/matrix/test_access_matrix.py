"""Every address × every person: who is not named in the table gets a refusal and its reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from stillpoint import practice
from tests.matrix.addresses import every_address
from tests.matrix.cast import HOLDERS, LEAVER
from tests.matrix.crawling import BACKEND, Page
from tests.matrix.markers import markers_in
from tests.matrix.rows import every_row
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CLOSED_HERE = {
    "accounts/signup/",
    "accounts/email/",
    "accounts/3rdparty/signup/",
    "accounts/3rdparty/",
}
# The sign-in library's pages that somebody who is not signed in must reach.
DOORS = re.compile(
    r"account_(login|logout|inactive|reset_password|confirm_login_code|email_verification_sent)"
    r"|mfa_(authenticate|login_webauthn|reauthenticate)|socialaccount_login|openid_connect"
    r"|accounts/social/login"
)


def listed(pages: list[Page]) -> list[str]:
    return sorted({f"{page.person}: {page.status} {page.row}" for page in pages})


def test_every_address_of_ours_has_a_row_in_the_table() -> None:
    ours = {one.name for one in every_address() if one.is_ours} - CLOSED_HERE
    assert ours - {row.name for row in every_row()} == set()


def test_the_table_has_no_row_for_an_address_that_is_gone() -> None:
    assert {row.name for row in every_row()} - {one.name for one in every_address()} == set()


def test_every_address_of_ours_has_a_rule_or_says_why_it_has_none() -> None:
    ours = [one for one in every_address() if one.is_ours and one.name not in CLOSED_HERE]
    assert [one.name for one in ours if one.rule is None and not one.open_to_all] == []


def test_nothing_is_open_to_all_unless_the_table_says_so() -> None:
    opened = {one.name for one in every_address() if one.open_to_all} - {"demo_sign_in"}
    assert opened == {row.name for row in every_row() if "nobody" in row.readers}


def test_the_cast_holds_every_role_of_the_practice_model() -> None:
    assert set(HOLDERS) == {role.key for role in practice.current().roles}


def test_an_address_opens_for_everybody_whom_the_table_names(opened: list[Page]) -> None:
    assert listed([page for page in opened if not page.let_in]) == []


def test_nothing_that_opens_is_a_fault(opened: list[Page]) -> None:
    # Without a worker the service's health is 503, as it should be.
    faults = [page for page in opened if page.status >= 500 and page.row.name != "health"]
    assert listed(faults) == []


def test_an_address_opens_for_nobody_else(refused: list[Page]) -> None:
    assert listed([page for page in refused if page.let_in]) == []


def test_a_refusal_to_somebody_signed_in_gives_its_reason_in_a_sentence(
    refused: list[Page],
) -> None:
    bare = [page for page in refused if page.status == 403 and not page.text.endswith(".")]
    assert listed(bare) == []


def test_a_refused_request_changes_nothing(refused: list[Page]) -> None:
    assert listed([page for page in refused if page.entries]) == []


def test_a_refusal_shows_nothing_of_what_it_refuses(refused: list[Page]) -> None:
    assert [str(page.row) for page in refused if markers_in(page.text)] == []


def test_the_page_of_a_refusal_shows_the_reason(world: World, client: Client) -> None:
    client.force_login(world.people["unrelated"], backend=BACKEND)
    shown = client.get(f"/reviews/{world.ref('review_a_1')}/")
    assert (shown.status_code, "A review is read by its author" in shown.content.decode()) == (
        403,
        True,
    )


def test_a_leaver_is_nobody(world: World, client: Client) -> None:
    client.force_login(world.people[LEAVER], backend=BACKEND)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "route",
    [
        one.route
        for one in every_address()
        if not one.is_ours and not DOORS.match(one.name) and not set("<^") & set(one.route)
    ],
)
def test_a_page_of_the_sign_in_library_asks_for_sign_in_or_is_closed(
    client: Client, route: str
) -> None:
    response = client.get(f"/{route}", follow=True)
    asked = [to for to, _ in response.redirect_chain if to.startswith("/accounts/login/")]
    assert asked or response.status_code in (401, 403, 404, 405)
