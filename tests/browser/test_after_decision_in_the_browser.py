"""Before court, not progressed and debrief as their people go through them, at both widths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from stillpoint.points import debrief, not_progressed
from stillpoint.points.models import Point, ProtectedTime, Signature, TimeState
from stillpoint.points.sections import section_of
from tests.browser.conftest import NARROW, WIDE
from tests.points.debriefing import (
    contribute,
    every_avenue,
    oic_of,
    open_debrief,
    open_point,
    record,
    share_avenues,
)
from tests.points.factories import officer_of

pytestmark = [pytest.mark.django_db(transaction=True)]
Look = Callable[[], None]
BOTH = pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])


@pytest.fixture
def look(page: Any, axe: Any, no_sideways_scroll: Any) -> Look:
    def at_the_page() -> None:
        axe(page)
        no_sideways_scroll(page)

    return at_the_page


def choose(page: Any, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


@BOTH
def test_a_debrief_from_the_invitation_to_what_each_said(
    page: Any, sign_in: Any, look: Look, width: dict[str, int]
) -> None:
    point = open_debrief()
    contribute(officer_of(point.case, "fro"), point, happened="")
    page.set_viewport_size(width)
    sign_in(oic_of(point))
    page.goto(f"/points/{point.ref}/")
    look()
    page.get_by_role("link", name="Debrief", exact=True).click()
    look()
    page.get_by_role("button", name="Write your contribution").click()
    page.get_by_label("What did we learn, and for whom?").fill("Ask for the phone in week one.")
    look()
    page.get_by_role("button", name="Share with everybody invited").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    look()
    choose(page, "not_on_file", "no")
    page.get_by_role("button", name="Share with everybody invited").click()
    page.get_by_text("Shared with everybody invited. Thank you.").wait_for()
    look()
    assert len(debrief.contributions(point)) == 2


@BOTH
def test_the_supervisor_records_a_debrief_and_hands_one_on(
    page: Any, sign_in: Any, look: Look, width: dict[str, int]
) -> None:
    point = open_debrief()
    assert point.owner is not None
    page.set_viewport_size(width)
    sign_in(point.owner)
    page.goto(f"/points/{point.ref}/debrief/record/")
    choose(page, "how", "together")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for part in ("day", "month", "year"):
        page.locator(f"input[name='on-{part}']").fill(str(getattr(yesterday, part)))
    page.get_by_label("At what time?").fill("14:30")
    page.get_by_label("Where?").fill("Room 4")
    for asked in debrief.people_of(point):
        page.locator(f"input[name='present'][value='{asked.officer.ref}']").check()
        choose(page, f"witness-{asked.officer.ref}", "witness_no")
    look()
    page.get_by_role("button", name="Share the record").click()
    page.get_by_role("heading", name="How it was held").wait_for()
    look()
    page.goto(f"/points/{point.ref}/debrief/hand-on/")
    look()


@BOTH
def test_both_sign_the_page_of_a_case_that_is_not_progressed(
    page: Any, sign_in: Any, look: Look, width: dict[str, int]
) -> None:
    point = open_point("rpp5_not_progressed", "police_nfa")
    page.set_viewport_size(width)
    sign_in(oic_of(point))
    page.goto(f"/points/{point.ref}/avenues/")
    look()
    page.get_by_role("button", name="Go through every avenue").click()
    choose(page, "avenue_digital", "not_possible")
    page.locator("textarea[name='avenue_digital_why']").fill("The device was lost.")
    look()
    page.get_by_role("button", name="Share, then sign").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    look()
    _answer_the_rest(point)
    page.goto(f"/points/{point.ref}/avenues/")
    page.get_by_role("button", name="Sign revision 1").click()
    page.get_by_text("You have signed.").wait_for()
    sign_in(point.owner)
    page.goto(f"/points/{point.ref}/avenues/")
    look()
    page.get_by_role("button", name="Sign revision 1").click()
    page.get_by_text("You have signed.").wait_for()
    assert Signature.objects.count() == 2
    share_avenues(oic_of(point), point, why_not_progressed="Another reason.")
    page.reload()
    look()


@BOTH
def test_time_to_prepare_is_asked_for_offered_and_taken(
    page: Any, sign_in: Any, look: Look, width: dict[str, int]
) -> None:
    point = open_point("rpp5_court", "plea_hearing")
    _something_to_read(point)
    page.set_viewport_size(width)
    sign_in(oic_of(point))
    page.goto(f"/points/{point.ref}/before-court/")
    look()
    page.get_by_role("button", name="Ask for time to prepare").click()
    page.get_by_label("How many hours do you need?").fill("6")
    day = timezone.localdate() + dt.timedelta(days=12)
    _fill_day(page, "wanted_by", day)
    choose(page, "purpose", "file")
    look()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Your supervisor is asked.").wait_for()
    look()
    time = ProtectedTime.objects.get()
    sign_in(time.answerer)
    page.goto("/")
    page.get_by_role("link", name="who asks for 6 hours").click()
    choose(page, "move", "offer")
    _fill_day(page, "since", day)
    look()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_text("The officer is told of your answer.").wait_for()
    sign_in(time.asked_by)
    page.goto("/")
    page.get_by_role("link", name="Take another time").click()
    look()
    page.get_by_role("button", name="Take the time offered").click()
    page.get_by_text("The time is yours on these days.").wait_for()
    time.refresh_from_db()
    assert time.state == TimeState.AGREED


def _answer_the_rest(point: Point) -> None:
    draft = section_of(point, not_progressed.SECTION)
    assert draft.answers["avenue_digital_why"] == "The device was lost."
    share_avenues(oic_of(point), point, **{**every_avenue(), **draft.answers})


def _something_to_read(point: Point) -> None:
    share_avenues(oic_of(point), open_point("rpp5_not_progressed", "police_nfa", point.case))
    record(open_debrief(point.case))


def _fill_day(page: Any, name: str, day: dt.date) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"input[name='{name}-{part}']").fill(str(getattr(day, part)))
