"""The list of cases, a case, and entering a milestone."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.cases import access, finding, presenters
from stillpoint.cases.entering import enter_milestone as enter
from stillpoint.cases.forms import FilterForm, MilestoneForm
from stillpoint.cases.models import Case
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_list_cases)
def cases(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(finding.cases(viewer, wanted), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, page.object_list, act="read the list of cases")
    return render(
        request,
        "cases/cases.jinja",
        {
            "filters": form,
            "narrowed": any(wanted.values()),
            "more": any(value for name, value in wanted.items() if name != "reference"),
            "rows": presenters.case_list(page, viewer),
            "page": page,
            "address": _address(request),
            "sees_intake": bool(access.can_see_intake(viewer)),
        },
    )


@screen(access.can_see_case, find=finding.case_by_ref)
def case(request: HttpRequest, case: Case) -> HttpResponse:
    consulted(request, case, act="read a case")
    return show_case(request, case, MilestoneForm())


@screen(access.can_enter_milestone, find=finding.case_by_ref)
def enter_milestone(request: HttpRequest, case: Case) -> HttpResponse:
    """The form stands on the case's page; this address takes it."""
    back = reverse("cases:case", kwargs={"ref": case.ref})
    if request.method != "POST":
        return HttpResponseRedirect(back)
    form = MilestoneForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            enter(
                by=person(request),
                case=case,
                kind=values["kind"],
                on=values["on"],
                time=values["time"],
            )
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "The milestone is recorded.")
            return HttpResponseRedirect(back)
    consulted(request, case, act="read a case")
    return show_case(request, case, form, status=422)


def show_case(
    request: HttpRequest, case: Case, form: MilestoneForm, *, status: int = 200
) -> HttpResponse:
    """Render the page of a case; ``form`` is the one for a milestone."""
    shown = presenters.case_page(case, person(request))
    return render(request, "cases/case.jinja", {"page": shown, "form": form}, status=status)


def _address(request: HttpRequest) -> str:
    kept = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
