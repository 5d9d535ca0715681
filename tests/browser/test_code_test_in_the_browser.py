"""The Full Code Test in a browser: written, challenged and answered by its people, with cards that
come and go while one writes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stillpoint.points.code_test import LINES, STRENGTHS, WEAKNESSES, missing_from_code_test
from stillpoint.points.enquiry_lines import lines_in
from stillpoint.points.models import Point
from stillpoint.points.sections import section_of, shared_answers
from tests.browser.conftest import NARROW, WIDE
from tests.points.code_tests import (
    FROM_A_MYTH,
    WITHOUT,
    make_code_test,
    oic,
    sergeant,
    share_until,
)

pytestmark = [pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
CARD = "case_weaknesses-M05"


def at(point: Point, section: str = "") -> str:
    if section:
        return reverse("point-code-test-section", args=[point.ref, section])
    return reverse("point-code-test", args=[point.ref])


@WIDTHS
def test_a_test_is_written_challenged_and_answered(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    point = make_code_test()
    page.set_viewport_size(width)

    def fine() -> None:
        no_sideways_scroll(page)
        axe(page)

    def share(words: str) -> None:
        fine()
        page.get_by_role("button", name=words).click()

    sign_in(oic(point))
    page.goto(at(point))
    fine()
    page.get_by_role("button", name="Choose the second person").click()
    fine()
    page.get_by_label(sergeant(point).titled_name).check()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("link", name="Lines of enquiry").click()
    page.fill("[name=line-01-text]", "Footage from the taxi office.")
    for name, value in (("direction", "towards"), ("state", "done"), ("on_system", "yes")):
        page.select_option(f"[name=line-01-{name}]", value)
    share("Share and go on")
    page.fill("[name=case_strengths]", "She told a friend within the hour.")
    page.fill("[name=suspect_did]", "He sent the others home.")
    page.fill("[name=suspect_means]", "He made sure that they were alone.")
    page.check("[name=not_on_file][value=no]")
    share("Share and go on")
    page.fill("[name=case_weaknesses]", WITHOUT)
    page.check("[name=not_on_file][value=no]")
    share("Share and go on")
    for stage in ("evidential", "public_interest"):
        page.check(f"[name=stage-{stage}-view][value=met]")
        page.fill(f"[name=stage-{stage}-why]", "The footage and the first telling support it.")
    page.check("[name=not_on_file][value=no]")
    share("Share and ask for the challenge")
    page.get_by_text("Waits for the challenge").or_(page.get_by_text("In this order")).wait_for()
    fine()

    sign_in(sergeant(point))
    page.goto(at(point))
    page.get_by_role("link", name="The second person's challenge").click()
    page.fill("[name=challenge]", "What shows that he asked?")
    page.check("[name=not_on_file][value=no]")
    share("Share the challenge")

    sign_in(oic(point))
    page.goto(at(point))
    page.get_by_role("link", name="Answer to the challenge").click()
    page.fill("[name=answer]", "Nothing yet. We put it to him.")
    page.check("[name=not_on_file][value=no]")
    share("Share the answer")
    page.get_by_text("Nothing yet. We put it to him.").wait_for()
    fine()
    _picture(page, f"whole-{width['width']}")
    assert list(missing_from_code_test(Point.objects.get(pk=point.pk))) == []


@WIDTHS
def test_a_card_comes_and_goes_with_the_words(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    point = share_until(make_code_test(), STRENGTHS)
    page.set_viewport_size(width)
    sign_in(oic(point))
    page.goto(at(point, "weaknesses"))
    field = page.locator("[name=case_weaknesses]")
    field.fill(f"The flat is on the third floor. {FROM_A_MYTH}")
    card = page.locator(f"[data-card={CARD}]")
    card.wait_for()
    assert page.evaluate("document.activeElement.name") == "case_weaknesses"
    assert page.locator("#cards-case_weaknesses > [role=status]").text_content() == (
        "A question stands beside this field."
    )
    assert "drinking" in str(card.locator("mark").text_content())
    assert beside(field, card) == (width == WIDE)
    no_sideways_scroll(page)
    axe(page)
    _picture(page, f"card-{width['width']}")
    card.locator("summary").click()
    _picture(page, f"card-open-{width['width']}")
    axe(page)
    field.fill(WITHOUT)
    card.wait_for(state="detached")


def beside(field: Any, card: Any) -> bool:
    """Whether the card stands to the right of the field, or under it."""
    left, right = field.bounding_box(), card.bounding_box()
    return bool(right["x"] >= left["x"] + left["width"])


def test_words_kept_with_a_reason_are_saved_while_one_types(page: Any, sign_in: Any) -> None:
    point = share_until(make_code_test(), STRENGTHS)
    sign_in(oic(point))
    page.goto(at(point, "weaknesses"))
    page.fill("[name=case_weaknesses]", FROM_A_MYTH)
    card = page.locator(f"[data-card={CARD}]")
    card.get_by_label("Keep it, because").fill("The footage contradicts her on the time.")
    page.check("[name=not_on_file][value=no]")
    page.get_by_text("Saved at").wait_for()
    page.get_by_role("button", name="Share and go on").click()
    page.get_by_role("heading", name="Both stages of the test").wait_for()
    shared = shared_answers(point, WEAKNESSES)
    assert shared is not None
    assert shared.answers[f"kept-{CARD}"] == "The footage contradicts her on the time."


def test_a_line_of_enquiry_is_opened_from_a_card(page: Any, sign_in: Any) -> None:
    point = share_until(make_code_test(), STRENGTHS)
    sign_in(oic(point))
    page.goto(at(point, "weaknesses"))
    page.fill("[name=case_weaknesses]", FROM_A_MYTH)
    page.get_by_role("button", name="Open a line of enquiry").click()
    page.get_by_role("link", name="Go to the lines of enquiry").click()
    page.get_by_text("From a challenge card").wait_for()
    _picture(page, "lines")
    assert [line.asks for line in lines_in(section_of(point, LINES).answers)] == ["", "M05"]


def test_without_script_saving_shows_the_card(browser: Any, live_server: Any) -> None:
    point = share_until(make_code_test(), STRENGTHS)
    client = Client()
    client.force_login(oic(point))
    context = browser.new_context(
        base_url=live_server.url, viewport=NARROW, java_script_enabled=False
    )
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(at(point, "weaknesses"))
    page.fill("[name=case_weaknesses]", FROM_A_MYTH)
    page.get_by_role("button", name="Save and come back later").click()
    assert page.locator(f"[data-card={CARD}]").count() == 1
    assert page.get_by_text("A question stands beside what you wrote").count() == 1
    context.close()


def _picture(page: Any, name: str) -> None:
    """For whoever looks at it: only where a folder is named."""
    if folder := os.environ.get("STILLPOINT_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
