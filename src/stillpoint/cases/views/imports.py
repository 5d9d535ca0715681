"""Uploading files, and what became of each import."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from stillpoint.cases import access, finding
from stillpoint.cases.forms import UploadForm
from stillpoint.cases.intake_pages import progress_values, run_page, run_rows
from stillpoint.cases.uploading import request_import
from stillpoint.intake.held_rows import open_by_kind
from stillpoint.intake.models import IntakeRun
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_see_intake)
def intake(request: HttpRequest) -> HttpResponse:
    page = Paginator(IntakeRun.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, page.object_list, act="read the list of imports")
    return render(
        request,
        "cases/intake.jinja",
        {
            "page": page,
            "rows": run_rows(page),
            "waiting": open_by_kind(),
            "imports": bool(access.can_import(person(request))),
        },
    )


@screen(access.can_import, quiet="a form that is still empty")
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            run = request_import(
                by=person(request),
                files=values["tables"],
                mapping=values["mapping"],
                dry_run=values["dry_run"],
                form_token=values["form_token"],
            )
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            return HttpResponseRedirect(reverse("intake:run", kwargs={"ref": run.ref}))
    return render(
        request,
        "form_page.jinja",
        {
            "heading": "Import cases",
            "form": form,
            "button": "Import",
            "back": reverse("intake:intake"),
            "upload": True,
            "purpose": "Cases, milestones, outcomes and involvement from the crime system. Only "
            "the columns that the mapping names are kept; the file is deleted afterwards.",
        },
        status=422 if form.errors else 200,
    )


@screen(access.can_see_intake, find=finding.run_by_ref)
def run(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    consulted(request, run, act="read an import")
    settles = bool(access.can_import(person(request)))
    return render(request, "cases/run.jinja", {"shown": run_page(run), "settles": settles})


@screen(access.can_see_intake, find=finding.run_by_ref)
def progress(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    consulted(request, run, act="follow an import")
    return JsonResponse(progress_values(run))
