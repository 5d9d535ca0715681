"""Rows held for a person, and wordings without a meaning."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.cases import access, finding, resolving
from stillpoint.cases.forms import DropForm, EditRowForm, HeldFilterForm, MeaningForm
from stillpoint.cases.intake_pages import held_line, rivals_table
from stillpoint.intake.held_rows import unknown_wordings
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_see_intake)
def all_held(request: HttpRequest) -> HttpResponse:
    return _list(request, None)


@screen(access.can_see_intake, find=finding.run_by_ref)
def held_by_run(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    return _list(request, run)


def _list(request: HttpRequest, run: IntakeRun | None) -> HttpResponse:
    form = HeldFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(finding.held(run, wanted), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, page.object_list or ["run:all"], act="list held rows")
    kept = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    return render(
        request,
        "cases/held.jinja",
        {
            "run": run,
            "filters": form,
            "page": page,
            "rows": [held_line(row) for row in page],
            "address": f"{request.path}?{urlencode(kept)}" if kept else request.path,
        },
    )


@screen(access.can_see_intake, find=finding.held_by_ref)
def held_row(request: HttpRequest, row: QuarantinedRow) -> HttpResponse:
    """One record's rows: choose, edit or drop."""
    viewer = person(request)
    drop, edit = DropForm(prefix="drop"), EditRowForm(row, prefix="edit")
    if request.method == "POST":
        require(access.can_import(viewer))
        answer = _settle(request, row)
        if isinstance(answer, HttpResponse):
            return answer
        drop, edit = answer
    together = finding.rows_of_the_same_record(row)
    consulted(request, [row.run, *together], act="read held rows")
    problem = drop if drop.errors else edit
    return render(
        request,
        "cases/held_row.jinja",
        {
            "row": row,
            "line": held_line(row),
            "table": rivals_table(row, together),
            "open": not row.resolution,
            "settles": bool(access.can_import(viewer)) and not row.resolution,
            "drop": drop,
            "edit": edit,
            "form": problem,
            "is_row": bool(edit.columns),
        },
        status=422 if problem.errors else 200,
    )


def _settle(request: HttpRequest, row: QuarantinedRow) -> Any:
    """Carry out what was pressed: the way on, or the two forms with what is wrong."""
    how = request.POST.get("how", "")
    drop, edit = DropForm(prefix="drop"), EditRowForm(row, prefix="edit")
    form: forms.Form = drop
    try:
        if how == "choose":
            resolving.choose_row(by=person(request), row=row)
        elif how == "edit":
            form = edit = EditRowForm(row, request.POST, prefix="edit")
            if not edit.is_valid():
                return drop, edit
            resolving.edit_row(by=person(request), row=row, values=edit.values())
        elif how == "drop":
            form = drop = DropForm(request.POST, prefix="drop")
            if not drop.is_valid():
                return drop, edit
            resolving.drop_row(by=person(request), row=row, reason=drop.cleaned_data["reason"])
        else:
            raise CannotDo("Choose, edit or drop the row.")
    except CannotDo as problem:
        if not form.is_bound:
            raise
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return drop, edit
    messages.success(request, "The row is settled.")
    return HttpResponseRedirect(reverse("intake:held_by_run", kwargs={"ref": row.run.ref}))


@screen(access.can_see_intake)
def wordings(request: HttpRequest) -> HttpResponse:
    """Unknown wordings by value and count."""
    waiting = unknown_wordings()
    consulted(request, ["wordings:all"], act="read unknown wordings")
    rows = []
    for one in waiting:
        asked = urlencode({"mapping": one.mapping, "column": one.column, "wording": one.wording})
        rows.append((one, f"{reverse('intake:meaning')}?{asked}"))
    return render(
        request,
        "cases/wordings.jinja",
        {"rows": rows, "settles": bool(access.can_import(person(request)))},
    )


@screen(access.can_import)
def meaning(request: HttpRequest) -> HttpResponse:
    """Give one wording its meaning."""
    mapping, column, wording = (
        request.GET.get(name, "") for name in ("mapping", "column", "wording")
    )
    row = (
        QuarantinedRow.objects.select_related("run")
        .filter(resolution="", kind="unknown", run__mapping=mapping, field=column, wording=wording)
        .first()
    )
    if row is None:
        raise CannotDo("No row waits for this wording any more. Look at the list again.")
    form = MeaningForm(resolving.meanings(row), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = resolving.map_wording(
                by=person(request),
                mapping=mapping,
                column=column,
                wording=wording,
                value=form.cleaned_data["value"],
            )
        except CannotDo as problem:
            form.add_error("value" if problem.field == "value" else None, problem.message)
        else:
            messages.success(request, f"Remembered. Rows that went in: {taken:,}.")
            return HttpResponseRedirect(reverse("intake:wordings"))
    consulted(request, row.run, act="read an unknown wording")
    return render(
        request,
        "form_page.jinja",
        {
            "heading": f"What does “{wording}” mean?",
            "caption": f"{column}, in files read as {mapping}",
            "form": form,
            "button": "Remember it",
            "back": reverse("intake:wordings"),
            "purpose": "It is remembered for every later import with this mapping, and the rows "
            "that waited for it go in now.",
        },
        status=422 if form.errors else 200,
    )
