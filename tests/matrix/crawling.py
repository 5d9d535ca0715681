"""Ask for every address of the table as every person of the cast, and keep what came back.

Those whom the table names ask with a browser, through everything that stands before a view. The
many others ask the view itself: a refusal must come from there. Each request is undone afterwards,
so that reading a page first (which feedback remembers) changes nothing for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from stillpoint.people.models import Officer
from stillpoint.trust import screens
from stillpoint.trust.answers import Answer
from stillpoint.trust.models import TrailEntry
from tests.matrix.cast import NOBODY, OUTSIDE
from tests.matrix.expectations import Row
from tests.matrix.world import World

REFUSALS = {401, 403, 404}
BACKEND = "stillpoint.site.by_address.ByAddress"


@dataclass(frozen=True)
class Entry:
    """What one entry of the trail says."""

    actor: str
    operation: str
    act: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One answer: ``text`` is the body (of a file: as far as it is text)."""

    row: Row
    person: str
    status: int
    text: str
    to: str
    entries: tuple[Entry, ...]

    @property
    def let_in(self) -> bool:
        return self.status not in REFUSALS and not self.to.startswith("/accounts/login/")


# Of those who may open what is open to all, these ask for it.
SOME = frozenset({NOBODY, "oic", "lead_blinded"})


def readers(world: World, rows: Iterable[Row], people: Iterable[str] = ()) -> list[Page]:
    """What those named in the table see (or only ``people`` of them)."""
    browsers = clients(world.people)
    found = []
    for row in rows:
        address = row.address(world)
        asking = SOME if NOBODY in row.readers else row.readers
        for person in sorted(asking & set(people) if people else asking):
            found.append(_ask(browsers[person], person, row, address))
    return found


def others(world: World, rows: Iterable[Row], method: str = "get") -> list[Page]:
    """What everybody else is answered."""
    found = []
    with mock.patch.object(screens, "refused", plainly_refused):
        for row in rows:
            address = row.address(world)
            asked = resolve(urlsplit(address).path)
            for person in sorted({*world.people, NOBODY} - row.readers):
                user = AnonymousUser() if person in OUTSIDE else world.people[person]
                request = _request(address, method, user)
                newest = newest_entry()
                response = _answer(partial(asked.func, request, *asked.args, **asked.kwargs))
                found.append(_page(row, person, response, entries_after(newest)))
    return found


def clients(people: dict[str, Officer]) -> dict[str, Client]:
    """A browser for each person, signed in, and one for somebody who is not."""
    found = {NOBODY: Client()}
    for name, officer in people.items():
        found[name] = Client()
        found[name].force_login(officer, backend=BACKEND)
    return found


def plainly_refused(request: HttpRequest, answer: Answer) -> HttpResponse:
    """A refusal without the frame of a page, which thousands of requests have no need of."""
    return HttpResponse(answer.reason, status=403)


def _ask(client: Client, person: str, row: Row, address: str) -> Page:
    with transaction.atomic():
        newest = newest_entry()
        response: Any = client.get(address)
        page = _page(row, person, response, entries_after(newest))
        transaction.set_rollback(True)
    return page


def _request(address: str, method: str, user: Officer | AnonymousUser) -> HttpRequest:
    # A stranger's post is answered with a whole page to copy from, unless a script sent it.
    accept = "application/json" if method == "post" else "text/html"
    request = RequestFactory().generic(method.upper(), address, HTTP_ACCEPT=accept)
    request.user = user
    return request


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Http404:
        return HttpResponse(status=404)
    except Exception as fault:
        # It came past the rule, and then lacked what a browser's request has.
        return HttpResponse(f"{type(fault).__name__}: {fault}", status=500)


def _page(row: Row, person: str, response: Any, entries: tuple[Entry, ...]) -> Page:
    return Page(
        row=row,
        person=person,
        status=response.status_code,
        text=response.content.decode(errors="replace"),
        to=response.headers.get("Location", ""),
        entries=entries,
    )


def entries_after(newest: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(one.actor, one.operation, one.act, tuple(one.about))
        for one in TrailEntry.objects.filter(id__gt=newest).order_by("id")
    )


def newest_entry() -> int:
    return TrailEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
