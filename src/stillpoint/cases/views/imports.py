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
from stillpoint.people.access import can_administer, person
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
IMPORT = {
    ("cases",): "Import cases",
    ("people",): "Import people",
    ("cases", "people"): "Import cases or people",
}
PURPOSES = {
    "cases": "Cases, milestones, outcomes and involvement from the crime system.",
    "people": "Officers, teams, line management, training, duties and days away from the "
    "personnel, duty and training systems.",
}


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
            "imports": IMPORT[about] if (about := _about(person(request))) else "",
        },
    )


def _about(officer: Officer) -> tuple[str, ...]:
    """What the officer may import."""
    rules = (("cases", access.can_import), ("people", can_administer))
    return tuple(what for what, rule in rules if rule(officer))


@screen(access.can_import_something, quiet="a form that is still empty")
def upload(request: HttpRequest) -> HttpResponse:
    about = _about(person(request))
    form = UploadForm(request.POST or None, request.FILES or None, about=about)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            run = request_import(
                by=person(request),
                what=values["what"],
                files=values["tables"],
                mapping=values["mapping"],
                dry_run=values["dry_run"],
                form_token=values["form_token"],
            )
        except CannotDo as problem:
            field = problem.field if problem.field in form.fields else None
            form.add_error(field, problem.message)
        else:
            return HttpResponseRedirect(reverse("intake:run", kwargs={"ref": run.ref}))
    return render(
        request,
        "form_page.jinja",
        {
            "heading": IMPORT[about],
            "form": form,
            "button": "Import",
            "back": reverse("intake:intake"),
            "upload": True,
            "purpose": f"{' '.join(PURPOSES[what] for what in about)} Only the columns that the "
            "mapping names are kept; the file is deleted afterwards.",
        },
        status=422 if form.errors else 200,
    )


@screen(access.can_see_intake, find=finding.run_by_ref)
def run(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    consulted(request, run, act="read an import")
    settles = bool(access.can_settle(person(request), run))
    return render(request, "cases/run.jinja", {"shown": run_page(run), "settles": settles})


@screen(access.can_see_intake, find=finding.run_by_ref)
def progress(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    consulted(request, run, act="follow an import")
    return JsonResponse(progress_values(run))


upload.takes_files = True  # type: ignore[attr-defined]
