"""The main screens, as the demonstration shows them: each opens, without barriers, at both widths.

With ``STILLPOINT_SCREENSHOTS=1`` the pictures in ``docs/screenshots`` are taken anew. They differ
a little each time, because a draw is never the same twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q
from django.urls import reverse

from stillpoint import practice
from stillpoint.cases.importing import import_cases
from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import QuarantinedRow
from stillpoint.people.models import Officer
from stillpoint.reviews import second_reviewing
from stillpoint.reviews.models import Feedback, Review, Round
from stillpoint.risks.models import LiveRisk
from stillpoint.site.demo.making import make_demo
from stillpoint.trust.actors import Actor
from tests.browser import invented_file
from tests.browser.conftest import NARROW, ROOT, WIDE
from tests.browser.smaller_png import smaller

pytestmark = [pytest.mark.django_db(transaction=True)]
CONSOLE = Actor("console", "tests")
FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 150_000


@dataclass
class Screen:
    """One picture: its name, who looks, and where."""

    name: str
    officer: Officer
    address: str
    anchor: str = ""


@dataclass
class Force:
    """The demonstration, with a larger import that holds rows."""

    people: dict[str, Officer] = field(default_factory=dict)

    def by_role(self, role: str) -> Officer:
        return self.people[role]


@pytest.fixture
def force(transactional_db: None, tmp_path: Path) -> Force:
    listed = make_demo(by=CONSOLE, cases=600, seed=7, say=lambda line: None)
    people = {one["role"]: Officer.objects.get(email=one["email"]) for one in listed}
    file = invented_file.write_file(tmp_path / "2026-06-wexmoor-street.csv")
    import_cases(by=CONSOLE, files=[file], mapping="data-police-uk")
    run_until_idle(raising=True)
    return Force(people)


def compared_review() -> Review:
    """A second review whose own ratings are locked and whose first review is shown."""
    drafts = Review.objects.filter(step=2, state="draft").select_related("assignment__reviewer")
    for draft in drafts:
        if draft.assignment.selection.assignments.filter(reviews__state="submitted").exists():
            by = draft.assignment.reviewer
            locked = second_reviewing.lock_ratings(by=by, review=draft)
            return second_reviewing.reveal(by=by, review=locked)
    raise LookupError("No second review of the demonstration can be compared.")


def screens(force: Force) -> Iterator[Screen]:
    lead, reviewer = force.by_role("RASSO lead"), force.by_role("First reviewer")
    spring, autumn, winter = (
        Round.objects.get(name=f"{name} round") for name in ("Spring", "Autumn", "Winter")
    )
    yield Screen("today-lead", lead, "/")
    yield Screen("today-reviewer", reviewer, "/")
    yield Screen("rounds", lead, reverse("rounds"))
    yield Screen("round", lead, reverse("round", args=[autumn.ref]))
    plan = reverse("round-plan", args=[winter.ref])
    design = "by=outcome&decide=hours&amount=114&rule=power"
    yield Screen("plan", lead, f"{plan}?{design}", "#shown")
    yield Screen("draw", lead, reverse("round-draw", args=[spring.ref]))
    yield Screen("assignments", lead, reverse("round-assignments", args=[autumn.ref]))
    yield Screen("progress", lead, reverse("round-progress", args=[autumn.ref]))
    draft = Review.objects.filter(step=1, state="draft", assignment__reviewer=reviewer)[0]
    yield Screen("review-tasks", reviewer, reverse("review", args=[draft.ref]))
    area = practice.current().review_template.areas[0].key
    yield Screen("review-area", reviewer, reverse("review-area", args=[draft.ref, area]))
    second = compared_review()
    where = reverse("review-compare", args=[second.ref, area])
    yield Screen("second-review", second.assignment.reviewer, where)
    risk = LiveRisk.objects.exclude(state="closed").exclude(receiver=None)[0]
    assert risk.receiver is not None
    yield Screen("live-risk", risk.receiver, reverse("risk", args=[risk.ref]))
    answered = Feedback.objects.filter(replies__isnull=False)[0]
    yield Screen("feedback", answered.officer, reverse("feedback", args=[answered.ref]))
    yield Screen("report", lead, reverse("round-report", args=[spring.ref]))
    part = reverse("round-report-part", args=[spring.ref, "ratings"])
    yield Screen("report-ratings", lead, part)
    yield Screen("evidence", force.by_role("Chief officer"), reverse("evidence"))
    yield Screen("cases", lead, reverse("cases:cases"))
    case = Case.objects.filter(~Q(outcome=""), selections__round=spring)[0]
    yield Screen("case", lead, reverse("cases:case", args=[case.ref]))
    held = QuarantinedRow.objects.filter(kind="contradiction")[0]
    yield Screen("quarantine", lead, reverse("intake:held"))
    yield Screen("held-row", lead, reverse("intake:held_row", args=[held.ref]))
    yield Screen("trail", force.by_role("Auditor"), reverse("trail"))
    yield Screen("people", force.by_role("Administrator"), reverse("people:people"))


def test_the_main_screens_stand_as_the_guides_show_them(
    force: Force, page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any
) -> None:
    taking = os.environ.get("STILLPOINT_SCREENSHOTS") == "1"
    pictures = os.environ.get("STILLPOINT_PICTURES")
    blank = page.context.browser.new_page()
    for screen in screens(force):
        sign_in(screen.officer)
        page.set_viewport_size(WIDE)
        answer = page.goto(screen.address + screen.anchor)
        assert answer.status == 200, f"{screen.name}: {answer.status}"
        page.wait_for_load_state("networkidle")
        axe(page)
        if taking:
            taken = smaller(blank, page.screenshot())
            assert len(taken) <= LARGEST, f"{screen.name}.png has {len(taken):,} bytes"
            (FOLDER / f"{screen.name}.png").write_bytes(taken)
        if pictures:
            page.screenshot(path=Path(pictures) / f"demo-{screen.name}-1280.png", full_page=True)
        page.set_viewport_size(NARROW)
        no_sideways_scroll(page)
        if pictures:
            page.screenshot(path=Path(pictures) / f"demo-{screen.name}-320.png", full_page=True)
    blank.close()


def test_every_picture_that_the_documents_show_is_there() -> None:
    """And none is kept that no document shows."""
    shown = set()
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for part in document.read_text(encoding="utf-8").split("](")[1:]:
            target = part.split(")")[0]
            if target.endswith(".png"):
                picture = (document.parent / target).resolve()
                assert picture.exists(), f"{document.name} shows {target}, which is not there"
                shown.add(picture)
    assert shown == set(FOLDER.glob("*.png"))
