"""What follows from a conversation, in a browser: by keyboard, at both widths, accessible."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from stillpoint.evidence.models import PulseCount
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import Action
from stillpoint.learning.noting import note_learning
from stillpoint.points.models import Point, PointState
from tests.browser.conftest import NARROW, WIDE
from tests.browser.keyboard import Keyboard
from tests.browser.test_points_in_the_browser import MOST_FOR_A_TYPICAL_CONVERSATION, check_in
from tests.points.factories import officer_of

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_conversation_with_an_action_stays_within_fifteen_interactions(
    page: Any, sign_in: Any
) -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    sign_in(oic)
    page.goto("/")
    at = Keyboard(page)
    day = timezone.localdate() + dt.timedelta(days=7)
    at.follow("link", "Checking in: case")
    at.choose("case-answer", "something")
    at.write("case-what", "The plan was not looked at after the interview.")
    at.choose("learning-answer", "nothing")
    at.choose("welfare-answer", "nothing")
    at.press(page.locator("summary", has_text="Something to be done"))
    at.write("together-action_1_text", "Look at the plan together.")
    at.choose("together-action_1_owner", oic.ref)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        at.write(f"together-action_1_due-{part}", str(value))
    at.choose("together-not_on_file", "no")
    at.follow("button", "Share and finish")
    assert Point.objects.get().state == PointState.HELD
    assert Action.objects.get().due_on == day
    assert at.done <= MOST_FOR_A_TYPICAL_CONVERSATION


@pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
def test_the_pages_of_actions_are_accessible_at_both_widths(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    point = check_in()
    oic = officer_of(point.case, "oic")
    action = give_action(
        by=oic,
        source=point.trail_reference,
        text="Look at the plan together, sergeant and investigator, once the report is here.",
        owner=oic,
        due_on=timezone.localdate(),
    )
    page.set_viewport_size(width)
    sign_in(oic)
    for address in ("/", "/actions/", f"/actions/{action.ref}/"):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
    page.get_by_label("It needs longer").check()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
    page.goto(f"{reverse('point', args=[point.ref])}?more=actions")
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
def test_the_pages_of_what_follows_are_accessible_at_both_widths(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    point = check_in()
    oic, sergeant = officer_of(point.case, "oic"), officer_of(point.case, "supervisor")
    learning = note_learning(
        by=oic, source=point.trail_reference, text="Look again.", what_we_will_try="Book both."
    )
    page.set_viewport_size(width)
    sign_in(oic)
    for address in (f"/learning/{learning.ref}/tried/", f"/learning/{learning.ref}/", "/told/"):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
    page.get_by_role("button", name="Make a private address").click()
    page.get_by_text("It is shown now and never again").wait_for()
    axe(page)
    no_sideways_scroll(page)
    sign_in(sergeant)
    page.goto("/team/")
    axe(page)
    no_sideways_scroll(page)


def test_the_pulse_is_one_press_after_sharing(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any
) -> None:
    point = check_in()
    page.set_viewport_size(NARROW)
    sign_in(officer_of(point.case, "oic"))
    page.goto(reverse("point", args=[point.ref]))
    at = Keyboard(page)
    for lens in ("case", "learning", "welfare"):
        at.choose(f"{lens}-answer", "nothing")
    at.choose("together-not_on_file", "no")
    at.follow("button", "Share and finish")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Say how this conversation was").click()
    page.get_by_role("link", name="Skip this").wait_for()
    axe(page)
    no_sideways_scroll(page)
    at.follow("button", "It was useful, and I could say what I wanted to", exact=True)
    page.get_by_text("Your answer was added to the count").wait_for()
    assert PulseCount.objects.get().number == 1
