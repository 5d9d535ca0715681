"""Reflective practice points in a browser: interactions counted, both widths, accessibility."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stillpoint.events.working import run_until_idle
from stillpoint.points.conversing import draft_of
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import Point, PointState
from stillpoint.points.noting import write_note
from stillpoint.points.opening_points import open_points
from tests.browser.conftest import NARROW, WIDE
from tests.browser.keyboard import Keyboard
from tests.people.factories import make_officer
from tests.points.factories import above, happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db(transaction=True)]
MOST_FOR_NOTHING_TO_RAISE = 7
MOST_FOR_A_TYPICAL_CONVERSATION = 15


def check_in() -> Point:
    case = make_manned_case()
    happen(case, "strategy_set")
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def test_a_check_in_with_nothing_to_raise_takes_seven_interactions_at_most(
    page: Any, sign_in: Any
) -> None:
    point = check_in()
    sign_in(officer_of(point.case, "oic"))
    page.goto("/")
    at = Keyboard(page)
    at.follow("link", "Checking in: case")
    for lens in ("case", "learning", "welfare"):
        at.choose(f"{lens}-answer", "nothing")
    at.tick("together-present", officer_of(point.case, "supervisor").ref)
    at.choose("together-not_on_file", "no")
    at.follow("button", "Share and finish")
    assert Point.objects.get().state == PointState.HELD
    assert at.done <= MOST_FOR_NOTHING_TO_RAISE


def test_a_milestone_of_today_takes_two_interactions_and_opens_its_point(
    page: Any, sign_in: Any
) -> None:
    case = make_manned_case()
    sign_in(officer_of(case, "oic"))
    page.goto(reverse("cases:case", args=[case.ref]))
    page.get_by_label("What happened").select_option(label="Suspect interviewed")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Suspect interviewed").first.wait_for()
    run_until_idle(raising=True)
    assert Point.objects.get().kind == "rpp3"


def test_a_typical_conversation_takes_fifteen_interactions_at_most(page: Any, sign_in: Any) -> None:
    point = check_in()
    sign_in(officer_of(point.case, "oic"))
    page.goto("/")
    at = Keyboard(page)
    at.follow("link", "Checking in: case")
    at.choose("case-answer", "something")
    at.write("case-what", "The plan was not looked at after the interview.")
    at.write("case-so_what", "The next step may be the wrong one.")
    at.write("case-now_what", "We look at it on Thursday.")
    at.choose("learning-answer", "something")
    at.write("learning-what", "Book the second look when the interview is booked.")
    at.choose("welfare-answer", "nothing")
    at.choose("together-not_on_file", "no")
    at.follow("button", "Share and finish")
    assert Point.objects.get().state == PointState.HELD
    assert at.done <= MOST_FOR_A_TYPICAL_CONVERSATION


def test_what_is_typed_is_saved_without_pressing_anything(page: Any, sign_in: Any) -> None:
    point = check_in()
    sign_in(officer_of(point.case, "oic"))
    page.goto(reverse("point", args=[point.ref]))
    at = Keyboard(page)
    at.choose("case-answer", "something")
    at.write("case-what", "The plan is old.")
    page.get_by_text("Saved at").wait_for()
    assert draft_of(point).lenses["case"]["what"] == "The plan is old."


@pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_of_points_is_accessible_at_both_widths(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    point = check_in()
    oic, sergeant = officer_of(point.case, "oic"), officer_of(point.case, "supervisor")
    note = write_note(by=oic, text="Mine.", point=point)
    page.set_viewport_size(width)
    sign_in(oic)
    here = reverse("point", args=[point.ref])
    for address in (
        here,
        "/points/",
        "/notes/",
        f"/notes/{note.ref}/",
        f"/cases/{point.case.ref}/",
    ):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
    page.goto(here)
    page.locator("input[name='case-answer'][value='something']").check()
    page.locator("input[name='learning-answer'][value='something']").check()
    page.get_by_text("More questions").first.click()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Share and finish").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
    sign_in(sergeant)
    for address in ("/points/?show=team", "/points/?show=people"):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
    sign_in(above(sergeant))
    page.goto(f"{here}waive/")
    page.get_by_role("button", name="Waive this point").wait_for()
    axe(page)
    no_sideways_scroll(page)


def test_the_disclosure_pages_are_accessible(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any
) -> None:
    point = check_in()
    flag = flag_words(by=officer_of(point.case, "oic"), point=point, words="A second witness.")
    page.set_viewport_size(NARROW)
    sign_in(make_officer(roles=["disclosure_officer"]))
    for address in ("/disclosure/", f"/disclosure/{flag.ref}/", "/disclosure/schedule/"):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
