"""The disclosure officer's queue: flagged words and nothing else of where they stand."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.disclosure import access, finding, flagging, scheduling
from stillpoint.disclosure.finding import flag_by_ref
from stillpoint.disclosure.forms import FlagForm
from stillpoint.disclosure.models import FlagState, RelevanceFlag
from stillpoint.people.access import person
from stillpoint.trust import trail
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.models import Operation
from stillpoint.trust.screens import consulted, screen

A_PAGE, A_SHEET = 25, 200


@screen(access.can_see_queue)
def queue(request: HttpRequest) -> HttpResponse:
    decided = request.GET.get("show") == "decided"
    viewer = person(request)
    found = finding.decided_flags(viewer) if decided else finding.waiting_flags(viewer)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    consulted(request, list(page.object_list) or ["flagged words"], act="list flagged words")
    address = reverse("disclosure")
    context = {
        "page": page,
        "address": f"{address}?show=decided" if decided else address,
        "tabs": [
            {"text": "Waiting", "href": address, "active": not decided},
            {"text": "Decided", "href": f"{address}?show=decided", "active": decided},
        ],
    }
    return render(request, "disclosure/queue.jinja", context)


@screen(access.can_see_flag, find=flag_by_ref)
def flag(request: HttpRequest, flag: RelevanceFlag) -> HttpResponse:
    form = FlagForm(request.POST or None, initial=_decided(flag), standing=flagging.decided(flag))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, flag, form)
        except CannotDo as problem:
            form.refused(problem)
            flag = flag_by_ref(flag.ref)
        else:
            messages.success(request, "Your decision is kept.")
            mark_found(request, form)
            return redirect("disclosure")
    consulted(request, flag, act="read flagged words")
    present = finding.those_present([flag])[flag.pk]
    context = {"flag": flag, "present": present, "form": form, "back": reverse("disclosure")}
    return render(request, "disclosure/flag.jinja", context)


@screen(access.can_see_queue)
def schedule(request: HttpRequest) -> HttpResponse:
    """The schedule to read and to print; ``?case=`` keeps to one case."""
    case = request.GET.get("case", "")
    found = finding.scheduled(person(request), case)
    page = Paginator(found, A_SHEET).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["schedule"], act="read the schedule of flagged words")
    query = f"?case={shown[0].case.ref}" if case and shown else ""
    context = {
        "columns": [{"text": text} for text in scheduling.COLUMNS],
        "rows": scheduling.schedule_rows(shown, first=page.start_index() or 1),
        "page": page,
        "address": reverse("disclosure-schedule") + query,
        "file": reverse("disclosure-schedule-file") + query,
        "back": reverse("disclosure"),
    }
    return render(request, "disclosure/schedule.jinja", context)


@screen(access.can_see_queue)
def schedule_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV. It leaves the service, so the trail calls it a disclosure."""
    viewer = person(request)
    found = list(finding.scheduled(viewer, request.GET.get("case", "")))
    trail.record(
        Operation.DISCLOSURE,
        "take the schedule of flagged words",
        by=viewer,
        about=found or ["schedule"],
        recipients=[viewer.trail_reference],
    )
    response = HttpResponse(scheduling.schedule_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="unused-material-schedule.csv"'
    return response


def _decided(flag: RelevanceFlag) -> dict[str, str]:
    chosen = {str(FlagState.SCHEDULED): "schedule", str(FlagState.NOT_RELEVANT): "aside"}
    return {
        "decision": chosen.get(flag.state, ""),
        "description": flag.description,
        "reason": flag.reason,
    }


def _decide(request: HttpRequest, flag: RelevanceFlag, form: FlagForm) -> None:
    viewer, data = person(request), form.cleaned_data
    if data["decision"] == "schedule":
        flagging.schedule_words(
            by=viewer, flag=flag, description=data["description"], version=data["version"]
        )
    else:
        flagging.set_aside(by=viewer, flag=flag, reason=data["reason"], version=data["version"])
