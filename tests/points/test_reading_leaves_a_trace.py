"""An answer that carries other people's words is a reading, whatever its status (DPA 2018 s.62)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.points.conversing import invite
from stillpoint.points.models import Point
from stillpoint.points.opening_points import open_points
from stillpoint.trust.models import Operation, TrailEntry
from tests.people.factories import make_officer
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORDS = "Words of a colleague."


@pytest.fixture
def point() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (opened,) = open_points(by=CONSOLE, case=case)
    return opened


def save(officer: object, point: Point, words: str, *, as_script: bool) -> object:
    client = Client()
    client.force_login(officer)  # type: ignore[arg-type]
    accept = "application/json" if as_script else "text/html"
    posted = {"version": "0", "case-answer": "something", "case-what": words, "action": "save"}
    return client.post(reverse("point", args=[point.ref]), posted, HTTP_ACCEPT=accept)


def readings(officer: object, point: Point) -> int:
    about = point.trail_reference
    entries = TrailEntry.objects.filter(
        operation=Operation.CONSULTATION,
        actor=f"officer:{officer.ref}",  # type: ignore[attr-defined]
    )
    return sum(about in entry.about for entry in entries)


@pytest.mark.parametrize("as_script", [True, False])
def test_a_stale_save_that_shows_what_a_colleague_wrote_is_a_reading(
    point: Point, as_script: bool
) -> None:
    oic = officer_of(point.case, "oic")
    peer = invite(by=oic, point=point, number=make_officer().number).officer
    save(oic, point, WORDS, as_script=True)
    response = save(peer, point, "Other words.", as_script=as_script)
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert WORDS in response.content.decode()  # type: ignore[attr-defined]
    assert readings(peer, point) == 1


def test_a_save_by_the_pages_own_script_shows_nothing_and_is_no_reading(point: Point) -> None:
    oic = officer_of(point.case, "oic")
    response = save(oic, point, WORDS, as_script=True)
    assert response.status_code == 200  # type: ignore[attr-defined]
    assert readings(oic, point) == 0


def test_a_form_that_is_refused_shows_the_page_again_and_is_a_reading(point: Point) -> None:
    oic = officer_of(point.case, "oic")
    client = Client()
    client.force_login(oic)
    client.post(reverse("point", args=[point.ref]), {"version": "no number", "action": "save"})
    assert readings(oic, point) == 1
