"""From the shift of a first response to the notice of what became of the case, in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.points.closure import outcome_came
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.models import ClosureNotice, NoticeState, Point, ShiftCheck
from stillpoint.points.opening_points import open_points
from stillpoint.points.sections import SectionKind, shared_answers
from tests.browser.conftest import NARROW, WIDE
from tests.browser.keyboard import Keyboard
from tests.people.factories import make_course
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db(transaction=True)]


def first_response() -> Point:
    make_course("fro", specialist=False)
    case = make_manned_case()
    happen(case, "fro_deployed", days_ago=1)
    (point,) = open_points(by=CONSOLE, case=case)
    return point


def handover_after(point: Point) -> Point:
    happen(point.case, "handover_accepted")
    (opened,) = open_points(by=CONSOLE, case=point.case)
    run_until_idle(raising=True)
    return opened


def words_of(point: Point, kind: SectionKind) -> dict[str, Any]:
    shared = shared_answers(point, kind)
    assert shared is not None, f"Nothing was shared of {kind.title}."
    return dict(shared.answers)


def test_a_check_in_is_two_presses_at_the_keyboard(page: Any, sign_in: Any) -> None:
    point = first_response()
    sign_in(point.owner)
    page.goto(reverse("point-shift", args=[point.ref]))
    at = Keyboard(page)
    at.choose("support", "offered")
    at.follow("button", "We checked in")
    assert ShiftCheck.objects.get().support == "offered"
    assert at.done == 2


@pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
def test_a_call_is_handed_over_both_ways_and_its_end_is_told(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    first = first_response()
    case = first.case
    fro, oic, sergeant = (officer_of(case, role) for role in ("fro", "oic", "supervisor"))
    page.set_viewport_size(width)

    def press(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()

    def looked_at() -> None:
        axe(page)
        no_sideways_scroll(page)

    # The shift: the supervisor checks in and says how the call was covered.
    sign_in(first.owner)
    page.goto(reverse("point-shift", args=[first.ref]))
    page.get_by_text("It was earlier", exact=True).click()
    looked_at()
    press("We checked in")
    looked_at()
    page.get_by_label("Support taken up").check()
    press("We checked in")
    page.get_by_label("Nobody trained was on duty").check()
    press("Record it")
    looked_at()

    # The officer begins the handover, and passes it on once it is open.
    sign_in(fro)
    page.goto(reverse("point-shift", args=[first.ref]))
    page.get_by_role("link", name="Begin the handover").click()
    page.locator("[name='communication']").fill("Texts after six.")
    looked_at()
    press("Save it for the handover")
    handed = handover_after(first)
    page.goto("/")
    page.get_by_role("link", name="Pass on what you know").click()
    looked_at()
    page.get_by_role("link", name="What the first response passes on").click()
    press("Pass it on")
    looked_at()
    page.locator("[name='communication_on_file'][value='yes']").check()
    press("Pass it on")
    assert words_of(handed, NEEDS)["communication"] == "Texts after six."

    # The investigator accepts and answers at once on the file.
    sign_in(oic)
    page.goto("/")
    page.get_by_role("link", name="Accept the handover and answer on the file").click()
    press("Accept the handover")
    page.get_by_role("link", name="The investigation answers on the file").click()
    looked_at()
    page.locator("[name='helped_record']").fill("Times on every page.")
    page.locator("[name='not_on_file'][value='no']").check()
    press("Share with the first response")
    assert words_of(handed, ANSWER)["helped_record"] == "Times on every page."

    # The officer answers back, and asks to hear what becomes of the case.
    sign_in(fro)
    page.goto("/")
    page.get_by_role("link", name="Answer on the handover").click()
    page.get_by_role("link", name="The first response answers on the handover").click()
    looked_at()
    page.get_by_label("There is nothing to add").check()
    press("Share with the investigation")
    assert words_of(handed, REPLY) == {"nothing": "yes"}
    looked_at()
    press("I want to hear what becomes of the case")
    looked_at()

    # The case ends: the supervisor answers, the officer reads it from Today.
    Case.objects.filter(pk=case.pk).update(outcome_group="nfa_police")
    happen(case, "outcome_recorded")
    case.refresh_from_db()
    outcome_came(by=CONSOLE, case=case)
    sign_in(sergeant)
    page.goto("/")
    page.get_by_role("link", name="Answer a closure notice").click()
    looked_at()
    page.locator("[name='witness'][value='not_a_witness']").check()
    page.locator("[name='trial_to_come'][value='no']").check()
    page.locator("[name='thanks']").first.check()
    press("Send it, or hold it back")
    looked_at()
    sign_in(fro)
    page.goto("/")
    page.get_by_role("link", name="Read what became of case").click()
    assert page.get_by_text("nobody was charged").is_visible()
    looked_at()
    assert ClosureNotice.objects.get().state == NoticeState.READ
    page.goto(reverse("closure"))
    looked_at()
