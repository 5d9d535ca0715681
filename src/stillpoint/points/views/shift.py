"""The page of the shift of a first response."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import access, presenters_shift, shift
from stillpoint.points.finding import point_with_part
from stillpoint.points.forms_shift import CheckInForm, CoverForm
from stillpoint.points.models import Point, PointState
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.screens import consulted, screen


def shift_point(ref: str) -> Point:
    return point_with_part(ref, "shift")


@screen(access.can_open_point, find=shift_point)
def page(request: HttpRequest, point: Point) -> HttpResponse:
    """What was recorded; and for those who may, a check-in and the reason of the cover."""
    viewer = person(request)
    form, refused = _form(request, viewer, point), {}
    if request.method == "POST" and request.POST.get("action") == "cover":
        refused = _cover(request, viewer, point)
        if not refused:
            messages.success(request, "Recorded.")
            return redirect("point-shift", ref=point.ref)
    elif request.method == "POST":
        require(shift.can_check_in(viewer, point))
        if form is None or _checked_in(viewer, point, form):
            messages.success(request, "The check-in is recorded.")
            return redirect("point-shift", ref=point.ref)
    consulted(request, [point, point.case], act="read the check-ins of a shift")
    shown = presenters_shift.shift_page(point, viewer, form=form, cover=refused)
    return render(request, "points/shift.jinja", shown)


def _form(request: HttpRequest, viewer: Officer, point: Point) -> CheckInForm | None:
    if point.state != PointState.OPEN or not shift.can_check_in(viewer, point):
        return None
    people = shift.people_to_check_on(viewer, point)
    posted = request.method == "POST" and request.POST.get("action") != "cover"
    return CheckInForm(request.POST if posted else None, people=people)


def _checked_in(viewer: Officer, point: Point, form: CheckInForm) -> bool:
    if not form.is_valid():
        return False
    try:
        shift.check_in(
            by=viewer,
            point=point,
            officer=form.chosen,
            support=form.cleaned_data["support"],
            at=form.at(timezone.now()),
        )
    except CannotDo as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


def _cover(request: HttpRequest, viewer: Officer, point: Point) -> dict[str, CoverForm]:
    """Record it, or give back the form that was refused by the officer's reference."""
    require(shift.can_record_cover(viewer, point))
    people = {one.ref: one for one in shift.without_training(point)}
    officer = people.get(request.POST.get("officer", ""))
    if officer is None:
        raise CannotDo("Nothing has to be recorded about this officer’s training that day.")
    form = presenters_shift.cover_form(request.POST, officer)
    if not form.is_valid():
        return {officer.ref: form}
    try:
        shift.record_cover(by=viewer, point=point, officer=officer, **form.cleaned_data)
    except CannotDo as problem:
        form.refused(problem)
        return {officer.ref: form}
    return {}
