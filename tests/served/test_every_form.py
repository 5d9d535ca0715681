"""Every form that exists is sent as it is served: with no transaction of a test around it.

Inside a test's transaction PostgreSQL takes a lock that it refuses outside one, and an error that a
visitor would meet is hidden. Here each request has only the transactions that the product opens.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import Resolver404, resolve

from tests.matrix.cast import NOBODY
from tests.matrix.crawling import BACKEND
from tests.matrix.rows import every_row
from tests.matrix.world import World, make_world
from tests.served.forms_on_pages import Control, FormOnPage, forms_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

# Of those who may open a page, so many meet its forms.
PEOPLE_A_PAGE = 3
# Leaving ends the visit, and each later form would meet the way to sign in.
LEAVES = {"account_logout"}


@dataclass(frozen=True)
class Sent:
    """One form as it was sent, and what came back."""

    address: str
    person: str
    button: str
    filled: bool
    status: int
    fault: str

    def __str__(self) -> str:
        how = "filled in" if self.filled else "empty"
        return f"{self.status} {self.person} {self.address} [{self.button}] {how}: {self.fault}"


class Visitors:
    """A browser for each person; ``fault`` is what the last request raised."""

    def __init__(self, world: World) -> None:
        self._people = world.people
        self._clients: dict[str, Client] = {}
        self.fault = ""
        got_request_exception.connect(self._note)

    def _note(self, **_: Any) -> None:
        self.fault = traceback.format_exc().strip().splitlines()[-1]

    def of(self, person: str) -> Client:
        if person not in self._clients:
            client = Client(raise_request_exception=False)
            if person != NOBODY:
                client.force_login(self._people[person], backend=BACKEND)
            self._clients[person] = client
        return self._clients[person]

    def send(
        self, person: str, address: str, form: FormOnPage, button: Control, *, filled: bool
    ) -> Sent:
        self.fault = ""
        values = form.sent(button, filled=filled)
        response: Any = self.of(person).post(address, values)
        pressed = button.value or button.name
        return Sent(address, person, pressed, filled, response.status_code, self.fault)


def every_form(world: World, visitors: Visitors) -> Iterator[tuple[str, str, FormOnPage]]:
    """Person, address and form; each shape of a form at an address once."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for row in every_row():
        for person in sorted(row.readers - {NOBODY})[:PEOPLE_A_PAGE]:
            address = row.address(world)
            response: Any = visitors.of(person).get(address)
            if "html" not in response.headers.get("Content-Type", ""):
                continue
            for form in forms_on(response.content.decode(errors="replace")):
                to = form.action or address
                key = (name_of(to), form.shape)
                if key not in seen and name_of(to) not in LEAVES:
                    seen.add(key)
                    yield person, to, form


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return re.sub(r"[0-9a-z]{8}", "REF", address)


def test_every_form_is_answered_without_a_fault_empty_and_filled_in() -> None:
    world = make_world()
    visitors = Visitors(world)
    sent = [
        visitors.send(person, address, form, button, filled=filled)
        for person, address, form in every_form(world, visitors)
        for button in form.buttons
        for filled in (False, True)
    ]
    assert [str(one) for one in sent if one.status >= 500] == []
    assert len({name_of(one.address) for one in sent}) > 60, "The crawl met too few forms."
    assert sum(one.status == 302 for one in sent) > 60, "Too few of them did anything."
