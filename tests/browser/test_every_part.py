"""Every part of a page, in a browser: accessible, narrow enough, and alive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import gallery
from tests.browser.conftest import NARROW, WIDE
from tests.people.factories import make_officer

pytestmark = [pytest.mark.urls("tests.browser.gallery"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def saving_works() -> Iterator[None]:
    gallery.RECEIVED.clear()
    gallery.ANSWER.update(status=200, body={"saved_at": "10:42", "version": 2})
    yield


@pytest.fixture
def opened(page: Any, sign_in: Callable[[Any], None]) -> Any:
    sign_in(make_officer("Amara Okafor"))
    page.goto("/gallery/")
    page.wait_for_selector(".js-enabled .sp-saved", state="attached")
    return page


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_part_is_accessible(
    opened: Any, axe: Any, no_sideways_scroll: Any, size: Any
) -> None:
    opened.set_viewport_size(size)
    axe(opened)
    no_sideways_scroll(opened)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_field_with_an_error_is_accessible(
    opened: Any, axe: Any, no_sideways_scroll: Any, size: Any
) -> None:
    opened.set_viewport_size(size)
    opened.get_by_role("button", name="Save", exact=True).click()
    opened.wait_for_selector(".govuk-error-summary")
    axe(opened)
    no_sideways_scroll(opened)


def test_an_error_in_the_summary_leads_to_its_field(opened: Any) -> None:
    opened.get_by_label("Day").fill("4")
    opened.get_by_role("button", name="Save", exact=True).click()
    opened.get_by_role("link", name="Arrested on must include a month and a year").click()
    assert opened.evaluate("document.activeElement.name") == "when-month"


def test_what_is_typed_is_saved_by_itself(opened: Any) -> None:
    opened.get_by_label("Strengths").fill("The first account\n  was taken with care.")
    opened.get_by_text("Saved at 10:42").wait_for()
    assert gallery.RECEIVED[-1]["strengths"] == "The first account\r\n  was taken with care."


def test_a_save_sends_the_version_that_the_last_one_answered(opened: Any) -> None:
    opened.get_by_label("Strengths").fill("One")
    opened.get_by_text("Saved at 10:42").wait_for()
    gallery.ANSWER.update(body={"saved_at": "10:43", "version": 3})
    opened.get_by_label("Strengths").fill("One and two")
    opened.get_by_text("Saved at 10:43").wait_for()
    assert gallery.RECEIVED[-1]["version"] == "2"


def test_words_typed_without_a_connection_are_sent_when_it_returns(opened: Any) -> None:
    opened.context.set_offline(True)
    opened.get_by_label("Strengths").fill("Typed in the tunnel")
    opened.get_by_text("There is no connection").wait_for()
    opened.context.set_offline(False)
    opened.get_by_text("Saved at 10:42").wait_for()
    assert gallery.RECEIVED[-1]["strengths"] == "Typed in the tunnel"


def test_words_that_could_not_be_sent_come_back_with_the_page(opened: Any) -> None:
    gallery.ANSWER.update(status=500, body={})
    opened.get_by_label("Strengths").fill("Nearly lost")
    opened.get_by_text("could not be saved just now").wait_for()
    gallery.ANSWER.update(status=200, body={"saved_at": "10:44", "version": 2})
    opened.reload()
    opened.get_by_text("Saved at 10:44").wait_for()
    assert opened.get_by_label("Strengths").input_value() == "Nearly lost"


def test_nothing_is_left_in_the_tab_once_it_is_saved(opened: Any) -> None:
    opened.get_by_label("Strengths").fill("Kept by the server")
    opened.get_by_text("Saved at 10:42").wait_for()
    assert opened.evaluate("Object.keys(sessionStorage)") == []


def test_another_persons_save_shows_both_texts_and_loses_neither(opened: Any) -> None:
    stale = {"problem": "DI Kaur saved this first.", "theirs": {"strengths": "Hers"}, "version": 9}
    gallery.ANSWER.update(status=409, body=stale)
    opened.get_by_label("Strengths").fill("Mine")
    opened.get_by_text("DI Kaur saved this first.").wait_for()
    assert opened.get_by_text("Hers", exact=True).is_visible()
    assert opened.get_by_label("Strengths").input_value() == "Mine"


def test_the_person_may_save_their_text_over_the_others(opened: Any) -> None:
    stale = {"problem": "DI Kaur saved this first.", "theirs": {"strengths": "Hers"}, "version": 9}
    gallery.ANSWER.update(status=409, body=stale)
    opened.get_by_label("Strengths").fill("Mine")
    opened.get_by_text("DI Kaur saved this first.").wait_for()
    gallery.ANSWER.update(status=200, body={"saved_at": "10:50", "version": 10})
    opened.get_by_role("button", name="Save what is on this page now").click()
    opened.get_by_text("Saved at 10:50").wait_for()
    assert gallery.RECEIVED[-1]["version"] == "9"


def test_a_session_that_ended_leaves_the_words_and_says_where_to_sign_in(opened: Any) -> None:
    gallery.ANSWER.update(status=401, body={"sign_in": "/accounts/login/"})
    opened.get_by_label("Strengths").fill("Still here")
    opened.get_by_text("You have been signed out").wait_for()
    link = opened.get_by_role("link", name="Sign in (opens in a new tab)")
    assert link.get_attribute("href") == "/accounts/login/"
    assert opened.get_by_label("Strengths").input_value() == "Still here"


def test_the_scan_names_what_it_found_under_the_field(opened: Any) -> None:
    opened.get_by_label("Judgement").fill("Ring 07700 900123")
    opened.locator(".sp-found").get_by_text("telephone number").wait_for()
    described = opened.get_by_label("Judgement").get_attribute("aria-describedby")
    assert "id_judgement-found" in described


def test_progress_follows_the_work(opened: Any) -> None:
    opened.get_by_text("4 of 10 rows read").wait_for()


def test_a_choice_shows_the_field_under_it(opened: Any) -> None:
    assert not opened.get_by_label("Which other record?").is_visible()
    opened.get_by_label("Other", exact=True).check()
    assert opened.get_by_label("Which other record?").is_visible()


def test_script_of_a_page_with_everything_keeps_to_its_budget(opened: Any) -> None:
    loaded = opened.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.js'))"
        ".map(e => [e.name, e.decodedBodySize])"
    )
    assert loaded
    assert sum(size for _, size in loaded) <= 60 * 1024, loaded
