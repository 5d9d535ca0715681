"""What the pages of the practice cases show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from stillpoint import practice
from stillpoint.practice import QUALITY_OF_RECORD, Anchor, CalibrationCase
from stillpoint.reviews import review_presenters
from stillpoint.reviews.calibrating import area_title
from stillpoint.reviews.calibration_forms import PracticeForm
from stillpoint.reviews.models import CalibrationRun

PURPOSE = (
    "For learning to review: what you rate here is shown to nobody but you. The RASSO lead sees "
    "the day on which you completed the practice cases, and nothing else."
)


def list_page(runs: Mapping[str, CalibrationRun]) -> dict[str, Any]:
    model = practice.current()
    tasks = [
        {
            "title": case.title,
            "href": reverse("calibration-case", kwargs={"case": case.key}),
            "hint": "",
            **_status(runs.get(case.key)),
        }
        for case in model.calibration
    ]
    done = [run for run in runs.values() if run.completed_at]
    return {
        "purpose": PURPOSE,
        "guidance": model.calibration_guidance,
        "tasks": tasks,
        "complete": len(done) >= len(model.calibration),
    }


def case_page(case: CalibrationCase, form: PracticeForm) -> dict[str, Any]:
    stories = {story.area: story.text for story in case.story}
    areas = [
        {
            "title": area_title(area),
            "story": stories.get(area, ""),
            "rating": form[f"rating-{area}"],
            "why": form[f"why-{area}"],
        }
        for area in form.areas
    ]
    anchors = practice.current().review_template.anchors
    return {"purpose": PURPOSE, "case": case, "areas": areas, "form": form, "anchors": anchors}


def panel_page(case: CalibrationCase, run: CalibrationRun) -> dict[str, Any]:
    """One's own rating beside the panel's, with its reason. No score: it is for thinking about."""
    given = {answer.area: answer for answer in run.answers.all()}
    stories = {story.area: story.text for story in case.story}
    rows = []
    for judged in case.areas:
        mine = given.get(judged.area)
        anchors = _anchors(judged.area)
        rows.append(
            {
                "title": area_title(judged.area),
                "story": stories.get(judged.area, ""),
                "mine": review_presenters.rating_words(anchors, mine.rating if mine else None),
                "why_mine": mine.why if mine else "",
                "panel": review_presenters.rating_words(anchors, judged.rating),
                "why": judged.why,
                "comparison": _comparison(mine.rating if mine else None, judged.range),
            }
        )
    return {"purpose": PURPOSE, "case": case, "rows": rows}


def _comparison(rating: int | None, accepted: tuple[int, int]) -> str:
    low, high = accepted
    span = f"{low}" if low == high else f"{low} to {high}"
    if rating is None:
        return f"The panel would accept {span}."
    if low <= rating <= high:
        return f"The panel would accept {span}, and so your rating."
    side = "more lenient" if rating > high else "stricter"
    return f"The panel would accept {span}. Your rating is {side}: read why they judged it so."


def _anchors(area: str) -> tuple[Anchor, ...]:
    template = practice.current().review_template
    return template.quality_of_record.anchors if area == QUALITY_OF_RECORD else template.anchors


def _status(run: CalibrationRun | None) -> dict[str, str]:
    if run is None:
        return review_presenters.NOT_STARTED
    return review_presenters.COMPLETED if run.completed_at else review_presenters.STARTED
