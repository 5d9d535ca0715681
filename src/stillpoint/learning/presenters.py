"""What the pages of learning show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stillpoint import practice
from stillpoint.learning import access
from stillpoint.learning.models import LearningPoint, NeedState, TrainingNeed
from stillpoint.people.models import Officer

COLOURS = {NeedState.RAISED: "yellow", NeedState.PLANNED: "teal", NeedState.MET: "green"}


def learning_rows(point: LearningPoint, viewer: Officer) -> list[dict[str, Any]]:
    """What the viewer may read of a learning point. Where it came from goes with the raw words:
    in what everyone reads, nobody can be recognised."""
    rows: list[dict[str, Any]] = [
        {"key": "Kind", "value": point.get_kind_display()},
        {"key": "Level", "value": point.get_level_display()},
    ]
    if point.what_we_will_try and point.agreed_at is None:
        rows.append({"key": "What we will try", "value": point.what_we_will_try})
    if access.can_see_raw_words(viewer, point):
        if point.agreed_at:
            rows.append({"key": "As it was written", "value": point.text})
        rows.append({"key": "Written by", "value": point.written_by.titled_name})
        rows.append({"key": "Case", "value": point.case.reference if point.case else "None"})
    return rows


def trials(point: LearningPoint, viewer: Officer) -> list[dict[str, Any]]:
    """What was said of whether it worked, the latest first. The words and their writer are read by
    those who read the learning point as it was written; everyone else sees the answer."""
    said = {one.key: one.label for one in practice.current().learning.trial_answers}
    raw = bool(access.can_see_raw_words(viewer, point))
    return [
        {
            "answer": said.get(one.answer, one.answer),
            "at": one.at,
            "by": one.by.titled_name if raw else "",
            "text": one.text if raw else "",
            "again": one.ask_again_on,
        }
        for one in point.trials.select_related("by").order_by("-id")
    ]


def need_rows(need: TrainingNeed) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"key": "What it is for", "value": need.aim},
        {"key": "What people will be able to do", "value": need.capability},
        {"key": "How we shall know", "value": need.how_we_shall_know},
        {"key": "For whom", "value": for_whom(need)},
        {"key": "Raised by", "value": need.raised_by.titled_name},
    ]
    if need.plan:
        rows.append({"key": "What is planned", "value": need.plan})
    if need.shown_by:
        rows.append({"key": "What shows that it was met", "value": need.shown_by})
    return rows


def for_whom(need: TrainingNeed) -> str:
    if need.for_whom:
        return need.for_whom.titled_name
    return need.for_group or "Not said"


def need_list(needs: list[TrainingNeed]) -> list[dict[str, Any]]:
    return [
        {
            "aim": need.aim,
            "href": reverse("training-need", kwargs={"ref": need.ref}),
            "whom": for_whom(need),
            "state": need.get_state_display(),
            "colour": COLOURS[NeedState(need.state)],
            "raised_at": need.raised_at,
        }
        for need in needs
    ]
