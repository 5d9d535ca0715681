"""The disclosure officer's queue: flagged words and nothing else of where they stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.cases.finding import case_by_ref
from stillpoint.cases.models import Case
from stillpoint.disclosure import access, finding, flagging, scheduling
from stillpoint.disclosure.finding import flag_by_ref
from stillpoint.disclosure.flagging import NO, YES
from stillpoint.disclosure.forms import FlagForm
from stillpoint.disclosure.models import FlagState, RelevanceFlag, Sensitivity
from stillpoint.disclosure.recording import records_of
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.models import Operation
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


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
def schedules(request: HttpRequest) -> HttpResponse:
    """Choose the case: a schedule is of one case."""
    sought = request.GET.get("reference", "").strip()[:80]
    page = Paginator(finding.cases_with_flags(person(request), sought), A_PAGE).get_page(
        request.GET.get("page")
    )
    consulted(request, list(page.object_list) or ["schedules"], act="list schedules")
    address = reverse("disclosure-schedules")
    context = {
        "page": page,
        "sought": sought,
        "address": f"{address}?{urlencode({'reference': sought})}" if sought else address,
        "back": reverse("disclosure"),
    }
    return render(request, "disclosure/schedules.jinja", context)


@screen(access.can_see_schedule, find=case_by_ref)
def schedule(request: HttpRequest, case: Case) -> HttpResponse:
    """The numbered items of a case, and every record that exists of it, to read and to print."""
    viewer = person(request)
    items, records = list(finding.scheduled(viewer, case)), records_of(case)
    flags = list(finding.flags_of(viewer, case))
    consulted(request, [case, *items], act="read the schedule of a case")
    here = {"ref": case.ref}
    context = {
        "case": case,
        "columns": [{"text": text} for text in scheduling.COLUMNS],
        "rows": scheduling.schedule_rows(items),
        # The page is of one case and says so at its head; a file says it in each row.
        "record_columns": [{"text": text} for text in scheduling.RECORD_COLUMNS[1:]],
        "records": [row[1:] for row in scheduling.record_rows(case, records, flags)],
        "waits": sum(one.state == FlagState.WAITING for one in flags),
        "file": reverse("disclosure-schedule-file", kwargs=here),
        "records_file": reverse("disclosure-records-file", kwargs=here),
        "back": reverse("disclosure-schedules"),
    }
    return render(request, "disclosure/schedule.jinja", context)


@screen(access.can_see_schedule, find=case_by_ref)
def schedule_file(request: HttpRequest, case: Case) -> HttpResponse:
    """The items as CSV. It leaves the service, so the trail calls it a disclosure."""
    viewer = person(request)
    found = list(finding.scheduled(viewer, case))
    _disclosed(viewer, "take the schedule of a case", [case, *found])
    return _file(scheduling.schedule_csv(found), "unused-material-schedule.csv")


@screen(access.can_see_schedule, find=case_by_ref)
def records_file(request: HttpRequest, case: Case) -> HttpResponse:
    """Every record that exists of the case, as CSV."""
    viewer = person(request)
    flags = finding.flags_of(viewer, case)
    _disclosed(viewer, "take the list of records of a case", [case])
    return _file(scheduling.records_csv(case, records_of(case), flags), "records-of-a-case.csv")


def _disclosed(viewer: Officer, act: str, about: list[Any]) -> None:
    trail.record(
        Operation.DISCLOSURE, act, by=viewer, about=about, recipients=[viewer.trail_reference]
    )


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _decided(flag: RelevanceFlag) -> dict[str, str]:
    chosen = {str(FlagState.SCHEDULED): "schedule", str(FlagState.NOT_RELEVANT): "aside"}
    return {
        "decision": chosen.get(flag.state, ""),
        "description": flag.description,
        "sensitive": YES if flag.sensitivity == Sensitivity.SENSITIVE else NO,
        "sensitive_because": flag.sensitive_because,
        "reason": flag.reason,
    }


def _decide(request: HttpRequest, flag: RelevanceFlag, form: FlagForm) -> None:
    viewer, data = person(request), form.cleaned_data
    if data["decision"] == "schedule":
        flagging.schedule_words(
            by=viewer,
            flag=flag,
            description=data["description"],
            sensitive=data["sensitive"] == YES,
            sensitive_because=data["sensitive_because"],
            version=data["version"],
        )
    else:
        flagging.set_aside(by=viewer, flag=flag, reason=data["reason"], version=data["version"])
