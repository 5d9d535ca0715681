"""The disclosure officer's queue: flagged words and nothing else of the conversation."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.points import access, flagging
from stillpoint.points.finding import flag_by_ref
from stillpoint.points.forms import FlagForm
from stillpoint.points.models import RelevanceFlag
from stillpoint.trust import trail
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.models import Operation
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_see_flag)
def queue(request: HttpRequest) -> HttpResponse:
    decided = request.GET.get("show") == "decided"
    found = flagging.decided_flags() if decided else flagging.waiting_flags()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    consulted(request, list(page.object_list) or ["flagged words"], act="list flagged words")
    address = reverse("disclosure")
    context = {
        "page": page,
        "present": flagging.those_present(page.object_list),
        "address": f"{address}?show=decided" if decided else address,
        "tabs": [
            {"text": "Waiting", "href": address, "active": not decided},
            {"text": "Decided", "href": f"{address}?show=decided", "active": decided},
        ],
    }
    return render(request, "points/disclosure.jinja", context)


@screen(access.can_see_flag, find=flag_by_ref)
def flag(request: HttpRequest, flag: RelevanceFlag) -> HttpResponse:
    form = FlagForm(request.POST or None, initial=_decided(flag))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, flag, form)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "Your decision is kept.")
            mark_found(request, form)
            return redirect("disclosure")
    consulted(request, flag, act="read flagged words")
    present = flagging.those_present([flag]).get(flag.point_id, [])
    context = {"flag": flag, "present": present, "form": form, "back": reverse("disclosure")}
    return render(request, "points/flag.jinja", context)


@screen(access.can_see_flag)
def schedule(request: HttpRequest) -> HttpResponse:
    """The schedule to read and to print; ``?case=`` keeps to one case."""
    case = request.GET.get("case", "")
    page = Paginator(flagging.scheduled(case), 200).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["schedule"], act="read the schedule of flagged words")
    query = f"?case={shown[0].point.case.ref}" if case and shown else ""
    context = {
        "columns": [{"text": text} for text in flagging.COLUMNS],
        "rows": flagging.schedule_rows(shown, first=page.start_index() or 1),
        "page": page,
        "address": reverse("disclosure-schedule") + query,
        "file": reverse("disclosure-schedule-file") + query,
        "back": reverse("disclosure"),
    }
    return render(request, "points/schedule.jinja", context)


@screen(access.can_see_flag)
def schedule_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV. It leaves the service, so the trail calls it a disclosure."""
    viewer = person(request)
    found = list(flagging.scheduled(request.GET.get("case", "")))
    trail.record(
        Operation.DISCLOSURE,
        "take the schedule of flagged words",
        by=viewer,
        about=found or ["schedule"],
        recipients=[viewer.trail_reference],
    )
    response = HttpResponse(flagging.schedule_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="unused-material-schedule.csv"'
    return response


def _decided(flag: RelevanceFlag) -> dict[str, str]:
    chosen = {flagging.SCHEDULED: "schedule", flagging.NOT_RELEVANT: "aside"}
    return {
        "decision": chosen.get(flag.state, ""),
        "description": flag.description,
        "reason": flag.reason,
    }


def _decide(request: HttpRequest, flag: RelevanceFlag, form: FlagForm) -> None:
    viewer, data = person(request), form.cleaned_data
    if data["decision"] == "schedule":
        flagging.schedule_words(by=viewer, flag=flag, description=data["description"])
    else:
        flagging.set_aside(by=viewer, flag=flag, reason=data["reason"])
