"""Live risk, Today, learning and the trail in a real browser, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from stillpoint.events.working import run_until_idle
from stillpoint.learning.models import LearningPoint, TrainingNeed
from stillpoint.learning.thanking import send_thanks
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.trust.models import TrailEntry
from stillpoint.trust.sealing import seal_all
from tests.browser.conftest import NARROW, WIDE
from tests.people.factories import make_officer
from tests.risks.factories import Scene, make_risk, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


class Fingers:
    """Counts what a person does: each press and each field filled is one interaction."""

    def __init__(self, page: Any) -> None:
        self.page, self.used = page, 0

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)
        self.used += 1

    def press(self, what: Any) -> None:
        what.click()
        self.used += 1


def test_a_live_risk_is_raised_in_six_interactions_and_stands_on_today(
    page: Any, sign_in: Callable[[Any], None], scene: Scene
) -> None:
    sign_in(scene.raiser)
    page.goto(f"{reverse('risk-raise')}?case={scene.case.ref}")
    fingers = Fingers(page)
    fingers.used = 1  # the link that opened the form
    fingers.fill("What is the risk?", "Nobody has looked at the other children.")
    fingers.fill("Who is at risk?", "Children in the household")
    fingers.press(page.get_by_label(scene.receiver.titled_name))
    fingers.fill("What is to be done now?", "Speak to partners today.")
    fingers.press(page.get_by_role("button", name="Raise the live risk"))
    page.wait_for_url("**/risks/*/")
    assert fingers.used <= 6
    sign_in(scene.receiver)
    page.goto(reverse("today"))
    page.get_by_role("link", name="Acknowledge a live risk").click()
    page.get_by_label("What will you do first?").fill("Ringing now.")
    page.get_by_role("button", name="Record the step").click()
    page.get_by_text("The step is recorded").wait_for()
    assert LiveRisk.objects.get().state == RiskState.ACKNOWLEDGED


def pages(scene: Scene) -> Iterator[tuple[str, Any, str]]:
    """Name, who looks, address."""
    risks = {state: make_risk(scene, state) for state in RiskState}
    send_thanks(by=scene.lead, to=scene.receiver, text="You kept her informed all along.")
    run_until_idle(raising=True)
    seal_all()
    ld_lead = make_officer("Lou Learning", roles=("ld_lead",))
    auditor = make_officer("Ari Auditor", roles=("auditor",))
    yield "today", scene.receiver, reverse("today")
    yield "today-empty", scene.stranger, reverse("today")
    yield "risks", scene.receiver, reverse("risks")
    yield "raise", scene.raiser, f"{reverse('risk-raise')}?case={scene.case.ref}"
    yield "raise-which", scene.raiser, reverse("risk-raise")
    for state, who in (
        ("raised", scene.raiser),
        ("directed", scene.receiver),
        ("assessed", scene.receiver),
        ("recorded", scene.raiser),
        ("verified", scene.raiser),
        ("closed", scene.disclosure),
    ):
        yield f"risk-{state}", who, reverse("risk", args=[risks[RiskState(state)].ref])
    yield "learning", ld_lead, reverse("learning")
    point = reverse("learning-point", args=[LearningPoint.objects.all()[0].ref])
    yield "learning-point", ld_lead, point
    yield "needs", ld_lead, reverse("training-needs")
    yield "need", ld_lead, reverse("training-need", args=[TrainingNeed.objects.all()[0].ref])
    yield (
        "thanks",
        scene.receiver,
        reverse("thanks", args=[scene.receiver.thanks_received.get().ref]),
    )
    yield "trail", auditor, reverse("trail")
    entry = TrailEntry.objects.exclude(after="").order_by("id")[0]
    yield "trail-entry", auditor, reverse("trail-entry", args=[entry.pk])
    yield "trail-verify", auditor, reverse("trail-verify")
    yield "trail-mine", scene.raiser, reverse("trail-mine")


def test_every_page_is_accessible_and_fits_narrow_and_wide(
    page: Any,
    sign_in: Callable[[Any], None],
    axe: Callable[[Any], None],
    no_sideways_scroll: Callable[[Any], None],
    scene: Scene,
) -> None:
    for _, officer, address in pages(scene):
        sign_in(officer)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(address)
            no_sideways_scroll(page)
        axe(page)
