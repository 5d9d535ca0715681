"""Before court: the case once more, and protected time asked for and answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.access import person
from stillpoint.people.views.filling_in import fill_in
from stillpoint.points import access, preparing, presenters_before_court, waiting
from stillpoint.points.finding import point_by_ref, time_by_ref
from stillpoint.points.forms_before_court import AnswerTimeForm, AskTimeForm
from stillpoint.points.models import Point, ProtectedTime
from stillpoint.points.parts import must_have
from stillpoint.trust.answers import require
from stillpoint.trust.saving import version_of
from stillpoint.trust.screens import consulted, screen

A_PAGE = 20


@screen(access.can_open_point, find=point_by_ref)
def before_court(request: HttpRequest, point: Point) -> HttpResponse:
    """The refresher, to read and to print."""
    must_have(point, "before_court")
    context = presenters_before_court.refresher_page(point, person(request))
    consulted(
        request,
        [point, point.case, *context["read"]],
        act="read the refresher of a case before court",
    )
    return render(request, "points/before_court.jinja", context)


@screen(preparing.can_ask_for_time, find=point_by_ref)
def ask(request: HttpRequest, point: Point) -> HttpResponse:
    back = reverse("point-before-court", kwargs={"ref": point.ref})
    return fill_in(
        request,
        AskTimeForm(request.POST or None),
        partial(preparing.ask_for_time, by=person(request), point=point),
        heading="Ask for time to prepare",
        caption=f"Case {point.case.reference}",
        purpose="For you and your line manager, who is told and answers. Whoever takes part in the "
        "point can read it.",
        button="Ask",
        done="Your supervisor is asked. You are told of the answer.",
        to=back,
        about=[point, point.case],
        back=back,
    )


@screen(preparing.can_list_times)
def times(request: HttpRequest) -> HttpResponse:
    """What I asked for; ``?show=team``: what my people asked for."""
    viewer = person(request)
    leads = waiting.supervises_anybody(viewer)
    team = leads and request.GET.get("show") == "team"
    found = preparing.asked_in_team(viewer) if team else preparing.asked_by_me(viewer)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["protected time"], act="list requests for protected time")
    address = reverse("protected-times")
    context = {
        "rows": presenters_before_court.listed_rows(shown, timezone.now()),
        "page": page,
        "team": team,
        "tabs": [
            {"text": "Mine", "href": address, "active": not team},
            {"text": "My team’s", "href": f"{address}?show=team", "active": team},
        ]
        if leads
        else [],
        "address": f"{address}?show={'team' if team else 'mine'}",
    }
    return render(request, "points/protected_times.jinja", context)


@screen(preparing.can_read_time, find=time_by_ref)
def time(request: HttpRequest, time: ProtectedTime) -> HttpResponse:
    """One request: a supervisor answers it, whoever asked accepts or withdraws."""
    viewer = person(request)
    done: dict[str, tuple[Callable[..., Any], str]] = {
        "accept": (preparing.accept_time, "The time is yours on these days."),
        "withdraw": (preparing.withdraw_time, "The request is withdrawn."),
    }
    action = request.POST.get("action", "")
    if action in done:
        act, said = done[action]
        read = request.POST.get("version", "")
        if action == "accept" and read.isdigit():
            act = partial(act, version=int(read))
        act(by=viewer, time=time)
        messages.success(request, said)
        return redirect("protected-time", ref=time.ref)
    context = {
        **presenters_before_court.time_page(time, viewer),
        "version": version_of(preparing.standing_of(time)),
    }
    if request.method == "POST":
        require(preparing.can_answer(viewer, time))
    if not context["answers"]:
        consulted(request, [time, time.point], act="read a request for protected time")
        return render(request, "points/protected_time.jinja", {**context, "form": None})
    return fill_in(
        request,
        AnswerTimeForm(request.POST or None, standing=preparing.standing_of(time)),
        partial(preparing.answer_time, by=viewer, time=time),
        heading="Time to prepare for court",
        purpose="For the officer and their line manager; those who take part in the point can read "
        "it.",
        button="Answer",
        done="The officer is told of your answer.",
        to=reverse("protected-time", kwargs={"ref": time.ref}),
        about=[time, time.point],
        template="points/protected_time.jinja",
        **context,
    )
