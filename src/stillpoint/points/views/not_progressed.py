"""A case that is not progressed: the page to read and sign, and the one to write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.points import access, not_progressed, presenters_not_progressed, signing
from stillpoint.points.finding import point_by_ref
from stillpoint.points.forms_agreed_actions import MORE as ACTIONS
from stillpoint.points.forms_not_progressed import NotProgressedForm
from stillpoint.points.models import Point, PointState, SectionRevision
from stillpoint.points.parts import must_have
from stillpoint.points.still_to_do import take_into_conversation
from stillpoint.points.views.sections import section_page
from stillpoint.trust.screens import consulted, screen


@screen(access.can_open_point, find=point_by_ref)
def page(request: HttpRequest, point: Point) -> HttpResponse:
    """What was shared; signing is a press below it, of the revision that was read."""
    must_have(point, not_progressed.PART.key)
    viewer = person(request)
    if request.POST.get("action") == "sign":
        read = request.POST.get("number", "")
        revision = SectionRevision.objects.get(
            section__point=point,
            section__key=not_progressed.SECTION.key,
            number=int(read) if read.isdigit() else 0,
        )
        signing.sign(by=viewer, point=point, revision=revision)
        messages.success(request, "You have signed.")
        return redirect("point-not-progressed", ref=point.ref)
    if request.POST.get("action") == "agree":
        return _agree(request, point)
    consulted(request, [point, point.case], act="read why a case is not progressed")
    context = presenters_not_progressed.page(point, viewer)
    return render(request, "points/not_progressed.jinja", context)


def _agree(request: HttpRequest, point: Point) -> HttpResponse:
    """Go on to the conversation, with what is still to do in its actions."""
    without = take_into_conversation(by=person(request), point=point)
    more = f" {without} more can follow: a conversation holds five." if without else ""
    messages.success(request, f"Say who does each and by when, then share.{more}")
    here = reverse("point", kwargs={"ref": point.ref})
    return redirect(f"{here}?more={ACTIONS}#{ACTIONS}")


@screen(access.can_write_point, find=point_by_ref)
def write(request: HttpRequest, point: Point) -> HttpResponse:
    must_have(point, not_progressed.PART.key)
    here = reverse("point-not-progressed", kwargs={"ref": point.ref})
    if point.state != PointState.OPEN and request.method != "POST":
        return redirect(here)
    return section_page(
        request,
        point,
        not_progressed.SECTION,
        NotProgressedForm,
        template="points/not_progressed_write.jinja",
        context={
            "home": here,
            "share_words": "Share, then sign",
            "readers": "Those who take part and their supervisors can read it once it is shared. "
            "The officer and a supervisor sign it.",
        },
        onward=here,
        shared="Shared. The officer signs next, then a supervisor.",
    )
