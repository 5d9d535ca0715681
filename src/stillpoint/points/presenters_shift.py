"""The page of the shift: who checked in, and for a supervisor how the call was covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stillpoint import practice
from stillpoint.people.access import managed_directly
from stillpoint.people.models import Officer
from stillpoint.points import access, handover_preparing, presenters_point, shift
from stillpoint.points.forms_shift import CheckInForm, CoverForm
from stillpoint.points.models import Point, PointState
from stillpoint.points.sections import may_write_section


@dataclass(frozen=True)
class Cover:
    """One officer without current training: what was recorded, or the form that asks."""

    officer: Officer
    name: str
    recorded: str
    form: CoverForm | None


def shift_page(
    point: Point, viewer: Officer, *, form: CheckInForm | None, cover: dict[str, CoverForm]
) -> dict[str, Any]:
    """``form``: of a check-in, for those who may record one; ``cover``: forms that were refused, by
    the officer's reference."""
    frame = presenters_point.frame(point, viewer)
    several = len(shift.responders(point)) > 1
    return {
        **frame,
        **_handover(point, viewer),
        "home": frame["here"],
        "checks": [_row(one, several) for one in shift.checks_of(point)],
        "form": form,
        "why_not": _why_not(point, viewer) if form is None else "",
        "cover": cover_of(point, viewer, cover),
        "cover_words": practice.current().handover.cover.words,
    }


def _handover(point: Point, viewer: Officer) -> dict[str, str]:
    """Where the handover is begun or read, for those who may."""
    opened = handover_preparing.handover_of(point.case)
    if opened is not None:
        may = bool(access.can_read_point(viewer, opened))
        href = reverse("point-handover", kwargs={"ref": opened.ref}) if may else ""
        return {"handover_href": href, "handover_words": "Open the handover"}
    may = point.state == PointState.OPEN and bool(
        may_write_section(viewer, point, handover_preparing.PREPARATION)
    )
    href = reverse("point-handover-prepare", kwargs={"ref": point.ref}) if may else ""
    return {"handover_href": href, "handover_words": "Begin the handover"}


def cover_of(point: Point, viewer: Officer, refused: dict[str, CoverForm]) -> list[Cover]:
    """Officers of the viewer's without current training that day. Nobody else is shown any."""
    if not shift.can_record_cover(viewer, point):
        return []
    reasons = {one.key: one.title for one in practice.current().handover.cover_reasons}
    known = {one.officer_id: one for one in point.cover_exceptions.all()}
    found, mine = [], set(managed_directly(viewer).values_list("pk", flat=True))
    for officer in shift.without_training(point):
        if officer.pk in mine:
            kept = known.get(officer.pk)
            if kept is None and point.state == PointState.WAIVED:
                continue
            form = refused.get(officer.ref)
            if form is None and kept is None:
                form = CoverForm(auto_id=_ids(officer))
            said = reasons.get(kept.reason, kept.reason) if kept else ""
            found.append(Cover(officer, officer.titled_name, said, form))
    return found


def _ids(officer: Officer) -> str:
    return f"id_{officer.ref}_%s"


def cover_form(data: Any, officer: Officer) -> CoverForm:
    """The form as it was posted, its boxes named apart from another officer's."""
    return CoverForm(data, auto_id=_ids(officer))


def _row(check: Any, several: bool) -> dict[str, Any]:
    titles = {one.key: one.title for one in practice.current().handover.support}
    whom = f", with {check.officer.titled_name}" if several else ""
    return {
        "title": titles.get(check.support, check.support),
        "when": check.at,
        "by": f"{check.by.titled_name} ({check.get_checked_as_display().lower()}){whom}",
    }


def _why_not(point: Point, viewer: Officer) -> str:
    if point.state != PointState.OPEN:
        return ""
    answer = shift.can_check_in(viewer, point)
    return "" if answer else answer.reason
