"""The pages of a handover: whose turn it is, and the sections that the two sides write."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import access, handover, handover_preparing, presenters_handover, readers
from stillpoint.points.finding import point_with_part
from stillpoint.points.forms_handover import AnswerForm, ExcuseForm, NeedsForm, ReplyForm
from stillpoint.points.forms_sections import SectionForm
from stillpoint.points.handover_sections import SECTIONS
from stillpoint.points.models import Point, PointState
from stillpoint.points.sections import SectionKind, may_write_section
from stillpoint.points.views.sections import section_page
from stillpoint.points.views.shift import shift_point
from stillpoint.trust.answers import Answer, CannotDo, no, require
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

FORMS: dict[str, type[SectionForm]] = {
    "needs": NeedsForm,
    "answer": AnswerForm,
    "reply": ReplyForm,
}
SHARED = {
    "needs": "Passed on. Thank you: nobody else knows this as you do.",
    "answer": "Shared. Thank you for telling them at once.",
    "reply": "Shared. Thank you.",
}


def handover_point(ref: str) -> Point:
    return point_with_part(ref, "handover")


@screen(access.can_open_point, find=handover_point)
def page(request: HttpRequest, point: Point) -> HttpResponse:
    viewer = person(request)
    if request.method == "POST" and request.POST.get("action") == "accept":
        handover.accept(by=viewer, point=point)
        messages.success(request, "The handover is accepted.")
        return redirect("point-handover", ref=point.ref)
    form = None
    if presenters_handover.may_excuse(viewer, point):
        form = ExcuseForm(standing=handover.excuses_of(point))
    if request.method == "POST":
        require(access.can_supervise_point(viewer, point))
        form = ExcuseForm(request.POST)
        if form.is_valid() and _excused(request, point, form):
            return redirect("point-handover", ref=point.ref)
    consulted(request, [point, point.case], act="read a handover")
    shown = presenters_handover.handover_page(point, viewer, form=form)
    return render(request, "points/handover.jinja", shown)


def _excused(request: HttpRequest, point: Point, form: ExcuseForm) -> bool:
    try:
        handover.excuse(by=person(request), point=point, **form.cleaned_data)
    except CannotDo as problem:
        form.refused(problem)
        return False
    messages.success(request, "The reason is recorded.")
    mark_found(request, form)
    return True


@screen(access.can_read_point, find=handover_point)
def section(request: HttpRequest, point: Point, name: str) -> HttpResponse:
    """One section, for the side that writes it; what was shared stands on the page before."""
    kind = SECTIONS.get(name)
    if kind is None:
        raise Http404
    require(may_write_section(person(request), point, kind))
    if point.state != PointState.OPEN and request.method != "POST":
        return redirect("point-handover", ref=point.ref)
    return section_page(
        request,
        point,
        kind,
        FORMS[name],
        template=f"points/handover_{name}.jinja",
        context=presenters_handover.section_frame(point, name),
        onward=reverse("point-handover", kwargs={"ref": point.ref}),
        shared=SHARED[name],
    )


def can_prepare(officer: Officer, point: Point) -> Answer:
    """Whoever answered the call, at the first response."""
    if not access.can_read_point(officer, point):
        return no(readers.sentence("A point"))
    return may_write_section(officer, point, handover_preparing.PREPARATION)


@screen(can_prepare, find=shift_point)
def prepare(request: HttpRequest, point: Point) -> HttpResponse:
    """Begin the handover at the first response; once it is open, it is written there."""
    opened = handover_preparing.handover_of(point.case)
    if opened is not None and request.method != "POST":
        return redirect("point-handover", ref=opened.ref)
    if point.state != PointState.OPEN and request.method != "POST":
        return redirect("point-shift", ref=point.ref)
    kind: SectionKind = handover_preparing.PREPARATION
    back = reverse("point-shift", kwargs={"ref": point.ref})
    context = {
        **presenters_handover.section_frame(point, "needs"),
        "home": back,
        "home_words": "The shift",
        "name": "prepare",
    }
    return section_page(
        request,
        point,
        kind,
        NeedsForm,
        template="points/handover_needs.jinja",
        context=context,
        onward=back,
        shared="",
    )
