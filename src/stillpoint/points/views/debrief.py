"""The debrief: what was shared, one's own contribution, the record, handing it on."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.people.views.filling_in import fill_in
from stillpoint.points import (
    access,
    debrief,
    inviting,
    presenters_before_court,
    presenters_debrief,
    readers,
)
from stillpoint.points.finding import point_by_ref
from stillpoint.points.forms_debrief import ContributionForm, HandOnForm, RecordForm
from stillpoint.points.models import Point, PointState
from stillpoint.points.parts import must_have
from stillpoint.points.sections import may_write_section
from stillpoint.points.views.sections import section_page
from stillpoint.trust.answers import Answer
from stillpoint.trust.screens import consulted, screen


@screen(access.can_open_point, find=point_by_ref)
def page(request: HttpRequest, point: Point) -> HttpResponse:
    """Outcome, who is invited, what was contributed; the owner can look for more people."""
    must_have(point, debrief.KEY)
    viewer = person(request)
    if request.POST.get("action") == "invite":
        new = inviting.invite_everybody(by=viewer, point=point)
        names = ", ".join(one.titled_name for one in new)
        messages.success(request, f"Invited: {names}." if new else "Everybody is invited already.")
        return redirect("point-debrief", ref=point.ref)
    consulted(request, [point, point.case], act="read a debrief")
    return render(request, "points/debrief.jinja", presenters_debrief.page(point, viewer))


@screen(access.can_write_point, find=point_by_ref)
def contribution(request: HttpRequest, point: Point) -> HttpResponse:
    must_have(point, debrief.KEY)
    here = reverse("point-debrief", kwargs={"ref": point.ref})
    if point.state != PointState.OPEN and request.method != "POST":
        return redirect(here)
    return section_page(
        request,
        point,
        debrief.CONTRIBUTION,
        ContributionForm,
        template="points/debrief_section.jinja",
        context={
            "home": here,
            "share_words": "Share with everybody invited",
            "readers": f"Once it is shared: {readers.sentence()} "
            "A later case review may read it, too.",
            "warning": debrief.witness_warning(point),
        },
        onward=here,
        shared="Shared with everybody invited. Thank you.",
    )


def can_record(officer: object, point: Point) -> Answer:
    return may_write_section(officer, point, debrief.RECORD)  # type: ignore[arg-type]


@screen(can_record, find=point_by_ref)
def record(request: HttpRequest, point: Point) -> HttpResponse:
    must_have(point, debrief.KEY)
    here = reverse("point-debrief", kwargs={"ref": point.ref})
    if point.state != PointState.OPEN and request.method != "POST":
        return redirect(here)
    return section_page(
        request,
        point,
        debrief.RECORD,
        RecordForm,
        template="points/debrief_section.jinja",
        context={
            "home": here,
            "share_words": "Share the record",
            "readers": f"{readers.sentence()} Time, place and those present may have to be "
            "disclosed.",
            "warning": debrief.witness_warning(point),
            "outcomes": presenters_before_court.outcome_rows(point.case, person(request)),
        },
        onward=here,
        shared="The record is shared.",
    )


@screen(debrief.can_hand_on, find=point_by_ref)
def hand_on(request: HttpRequest, point: Point) -> HttpResponse:
    must_have(point, debrief.KEY)
    reads = bool(access.can_read_point(person(request), point))
    back = reverse("point-debrief", kwargs={"ref": point.ref}) if reads else reverse("points")
    return fill_in(
        request,
        HandOnForm(request.POST or None, standing=inviting.owned_by(point)),
        partial(inviting.hand_debrief_on, by=person(request), point=point),
        heading="Hand this debrief on",
        caption=f"Case {point.case.reference}",
        purpose="For an owner who cannot hold it. Everybody invited can read who owns it and why.",
        button="Hand it on",
        done="The debrief is handed on. Its new owner is told.",
        to=back,
        about=[point, point.case],
        back=back,
    )
