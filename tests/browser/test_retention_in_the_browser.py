"""Disclosure and retention in a browser: accessible, and nothing scrolls sideways."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from stillpoint.disclosure.flagging import schedule_words
from stillpoint.disclosure.holding import place_hold
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.disclosure.retaining import propose_erasure
from tests.browser.conftest import NARROW, WIDE
from tests.disclosure.old_cases import lead, old_case
from tests.people.factories import make_officer
from tests.reviews.review_factories import author_of, fill_first, make_draft

pytestmark = [pytest.mark.django_db(transaction=True)]

WHY = "The force solicitor expects a claim and asked for everything to be kept until it is settled."


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_pages_of_retention_are_accessible(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, size: dict[str, int]
) -> None:
    held, proposed, due = old_case(), old_case(), old_case()
    officer = make_officer("Dana Discloser", roles=["disclosure_officer", "rasso_lead"])
    hold = place_hold(by=officer, case=held, kind="legal_claim", reason=WHY)
    erasure = propose_erasure(by=lead(), case=proposed, reason="The period has run out.")
    flag = RelevanceFlag.objects.get(case=due)
    schedule_words(by=officer, flag=flag, description="Note of a point: a second account.")
    page.set_viewport_size(size)
    sign_in(officer)
    pages = {
        "due": reverse("retention"),
        "due-case": reverse("retention-case", args=[due.ref]),
        "request": reverse("retention-request", args=[held.ref]),
        "erasures": reverse("erasures"),
        "erasure": reverse("erasure", args=[erasure.ref]),
        "holds": reverse("holds"),
        "hold": reverse("hold", args=[hold.ref]),
        "place": f"{reverse('hold-place')}?case={due.ref}",
        "rules": reverse("retention-rules"),
        "case": reverse("case", args=[held.ref]),
        "queue": reverse("disclosure"),
        "flag": reverse("disclosure-flag", args=[flag.ref]),
        "schedules": reverse("disclosure-schedules"),
        "schedule": reverse("disclosure-schedule", args=[flag.case.ref]),
    }
    for name, address in pages.items():
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
        _keep(page, f"{name}-{size['width']}")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_question_before_submitting_shows_its_boxes_at_a_yes(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, size: dict[str, int]
) -> None:
    review = fill_first(make_draft(1))
    page.set_viewport_size(size)
    sign_in(author_of(review))
    page.goto(reverse("review-check", args=[review.ref]))
    words = page.locator("[name=flag_words]")
    assert not words.is_visible()
    page.locator("[name=not_on_file][value=yes]").check()
    assert words.is_visible()
    page.get_by_role("button", name="Submit this review").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
    no_sideways_scroll(page)
    _keep(page, f"check-{size['width']}")


def _keep(page: Any, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
