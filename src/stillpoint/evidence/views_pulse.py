"""One press after a conversation, and what the presses of a quarter show."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stillpoint import practice
from stillpoint.evidence import access, presenters_pulse, pulse
from stillpoint.evidence.pulse_figures import pulse_rows
from stillpoint.people.access import person
from stillpoint.points.finding import point_by_ref
from stillpoint.points.models import Point
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

THANKS = "Thank you. Your answer was added to the count, and nothing else of it is kept."


@screen(access.can_answer_pulse, find=point_by_ref)
def answer(request: HttpRequest, point: Point) -> HttpResponse:
    viewer, learning = person(request), practice.current().learning
    if request.method == "POST":
        given = request.POST.get("answer", "")
        if given not in {one.key for one in learning.pulse_answers}:
            raise CannotDo("This is not one of the answers. Go back and press one of them.")
        pulse.answer_pulse(by=viewer, point=point, answer=given)
        messages.success(request, THANKS)
        return redirect("today")
    consulted(request, point, act="open the pulse")
    context = {
        "point": point,
        "question": learning.pulse_question,
        "answers": learning.pulse_answers,
        "answered": pulse.has_answered(viewer, point),
    }
    return render(request, "evidence/pulse_answer.jinja", context)


@screen(access.can_list_reports)
def figures(request: HttpRequest) -> HttpResponse:
    """Suppressed for everybody: in the RASSO command people know who talked with whom."""
    consulted(request, "pulse", act="read the pulse")
    shown = presenters_pulse.pulse_page(pulse_rows(timezone.localdate()))
    return render(request, "evidence/pulse.jinja", shown)
