"""The page of a handover: whose turn it is, and what each side has shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points import access, handover, presenters_point, readers
from stillpoint.points.forms_handover import ExcuseForm
from stillpoint.points.handover import Step
from stillpoint.points.handover_sides import WORDS, is_on, people_on
from stillpoint.points.models import Point, PointState
from stillpoint.points.presenters_closure import asking_about

# What stands on the button of each section, and who is told.
SHARE_WORDS = {
    "needs": "Pass it on",
    "answer": "Share with the first response",
    "reply": "Share with the investigation",
}
PURPOSE = {
    "needs": "For those who take the case over: what they need to know to look after the victim. "
    "Needs, never who somebody is.",
    "answer": "For the officer who answered the call, so that they learn how their file was. "
    "What helped comes first; nothing is scored.",
    "reply": "For those who took the case over, so that they learn how the handover was.",
}


@dataclass(frozen=True)
class Shared:
    """What one side shared, in words."""

    title: str
    when: Any
    by: str
    said: list[tuple[str, str]]


def handover_page(point: Point, viewer: Officer, *, form: ExcuseForm | None) -> dict[str, Any]:
    """``form``: for a supervisor, why a side cannot answer."""
    frame = presenters_point.frame(point, viewer)
    steps = handover.steps_of(point)
    kept = handover.acceptance_of(point)
    is_open = point.state == PointState.OPEN
    return {
        **frame,
        "home": frame["here"],
        "tasks": [_task(one, point, viewer) for one in steps],
        "accepted": kept if kept and kept.accepted_by_id else None,
        "can_accept": is_open and bool(handover.can_accept(viewer, point)),
        "prepared": kept is not None and kept.prepared_from_id is not None,
        "shared": [_shared(one) for one in steps if one.done],
        "excused": {one.side: one.excused for one in steps if one.excused}.values(),
        "sides": [(WORDS[side], _names(point, side)) for side in WORDS],
        "form": form,
        **asking_about(point.case, viewer),
    }


def section_frame(point: Point, name: str) -> dict[str, Any]:
    """What the page of one section says besides its fields."""
    return {
        "purpose": f"{PURPOSE[name]} Once it is shared: {readers.sentence()}",
        "share_words": SHARE_WORDS[name],
        "home": reverse("point-handover", kwargs={"ref": point.ref}),
        "home_words": "The handover",
        "name": name,
        "helped": practice.current().handover.helped,
        "helped_more": practice.current().handover.helped_more,
    }


def may_excuse(viewer: Officer, point: Point) -> bool:
    return point.state == PointState.OPEN and bool(access.can_supervise_point(viewer, point))


def _task(step: Step, point: Point, viewer: Officer) -> dict[str, str]:
    mine = point.state == PointState.OPEN and is_on(viewer, point, step.side)
    words, colour = _status(step, mine)
    given = {"ref": point.ref, "name": step.name}
    return {
        "title": step.kind.title,
        "hint": _hint(step),
        "href": reverse("point-handover-section", kwargs=given) if mine else "",
        "status": words,
        "colour": colour if point.state == PointState.OPEN else "grey" if colour else "",
    }


def _status(step: Step, mine: bool) -> tuple[str, str]:
    now = timezone.now()
    if step.done is not None:
        return "Shared", ""
    if step.excused is not None:
        return "Cannot answer", "grey"
    if not step.holds_up(now):
        return "Not written", "grey"
    if step.asked > now:
        return "Later", "grey"
    return ("Your turn", "yellow") if mine else ("Waiting", "blue")


def _hint(step: Step) -> str:
    now = timezone.now()
    if step.done is not None or step.excused is not None or not step.asked <= now <= step.until:
        return ""
    until = timezone.localtime(step.until)
    return f"Until {until.day} {until:%B}; the conversation can be shared without it after that."


def _shared(step: Step) -> Shared:
    assert step.done is not None
    said = list(step.kind.said(step.done.answers))
    return Shared(step.kind.title, step.done.at, step.done.by.titled_name, said)


def _names(point: Point, side: str) -> str:
    return ", ".join(one.titled_name for one in people_on(point, side)) or "nobody at present"
