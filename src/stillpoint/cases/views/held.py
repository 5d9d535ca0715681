"""Rows held for a person, and wordings without a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.cases import access, finding
from stillpoint.cases.forms import DropForm, EditRowForm, HeldFilterForm, MeaningForm
from stillpoint.cases.intake_pages import held_line, rivals_table, settled_words
from stillpoint.cases.rule_pages import groups_alike
from stillpoint.cases.settling_many import ROOMS
from stillpoint.intake.held_rows import unknown_wordings
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.intake.settling import NOBODY_WAITS
from stillpoint.people.access import can_administer, person
from stillpoint.people.incoming.identity import Who
from stillpoint.people.resolving import PERSON, say_who
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.marking import mark_found
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
    viewer = person(request)
    return render(
        request,
        "cases/held.jinja",
        {
            "run": run,
            "filters": form,
            "page": page,
            "rows": [held_line(row) for row in page],
            "groups": groups_alike(viewer, run),
            "ticks": bool(access.can_import_something(viewer)),
            "address": f"{request.path}?{urlencode(kept)}" if kept else request.path,
        },
    )


@screen(access.can_see_intake, find=finding.held_by_ref)
def held_row(request: HttpRequest, row: QuarantinedRow) -> HttpResponse:
    """One record's rows: choose, edit or drop."""
    viewer = person(request)
    drop, edit = DropForm(prefix="drop"), EditRowForm(row, prefix="edit")
    if request.method == "POST":
        require(access.can_settle(viewer, row.run))
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
            "settled": settled_words(row),
            "settles": bool(access.can_settle(viewer, row.run)) and not row.resolution,
            "chooses": _chooses(row, together),
            "asks_who": row.kind == PERSON,
            "drop": drop,
            "edit": edit,
            "form": problem,
            "is_row": bool(edit.columns),
        },
        status=422 if problem.errors else 200,
    )


def _chooses(row: QuarantinedRow, together: Sequence[QuarantinedRow]) -> bool:
    """Whether choosing settles anything: a row about people may contradict what is on record
    instead of another row, and then it has to be edited."""
    return row.kind == "contradiction" and (row.run.what == "cases" or len(together) > 1)


def _settle(request: HttpRequest, row: QuarantinedRow) -> Any:
    """Carry out what was pressed: the way on, or the two forms with what is wrong."""
    how, room = request.POST.get("how", ""), ROOMS[row.run.what]
    drop, edit = DropForm(prefix="drop"), EditRowForm(row, prefix="edit")
    form: forms.Form = drop
    try:
        if how == "choose":
            room.choose_row(by=person(request), row=row)
        elif how in list(Who) and row.run.what == "people":
            say_who(by=person(request), row=row, who=Who(how))
        elif how == "edit":
            form = edit = EditRowForm(row, request.POST, prefix="edit")
            if not edit.is_valid():
                return drop, edit
            room.edit_row(by=person(request), row=row, values=edit.values())
        elif how == "drop":
            form = drop = DropForm(request.POST, prefix="drop")
            if not drop.is_valid():
                return drop, edit
            room.drop_row(by=person(request), row=row, reason=drop.cleaned_data["reason"])
        else:
            raise CannotDo("Choose, edit or drop the row.")
    except CannotDo as problem:
        if not form.is_bound:
            raise
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return drop, edit
    messages.success(request, "The row is settled.")
    mark_found(request, form)
    return HttpResponseRedirect(reverse("intake:held_by_run", kwargs={"ref": row.run.ref}))


@screen(access.can_see_intake)
def wordings(request: HttpRequest) -> HttpResponse:
    """Unknown wordings by value and count."""
    viewer = person(request)
    page = Paginator(unknown_wordings(), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, ["wordings:all"], act="read unknown wordings")
    rows = []
    for one in page:
        asked = {"mapping": one.mapping, "column": one.column, "wording": one.wording}
        if one.what != "cases":
            asked["what"] = one.what
        settles = bool(access.can_settle(viewer, IntakeRun(what=one.what)))
        rows.append((one, f"{reverse('intake:meaning')}?{urlencode(asked)}", settles))
    return render(request, "cases/wordings.jinja", {"rows": rows, "page": page})


@screen(access.can_import_something)
def meaning(request: HttpRequest) -> HttpResponse:
    """Give one wording its meaning."""
    mapping, column, wording = (
        request.GET.get(name, "") for name in ("mapping", "column", "wording")
    )
    viewer, what = person(request), request.GET.get("what", "cases")
    row = (
        QuarantinedRow.objects.select_related("run")
        .filter(resolution="", kind="unknown", run__what=what, run__mapping=mapping)
        .filter(field=column, wording=wording)
        .first()
    )
    if row is None:
        require(access.can_import(viewer) if what == "cases" else can_administer(viewer))
        raise CannotDo(NOBODY_WAITS)
    require(access.can_settle(viewer, row.run))
    room = ROOMS[what]
    options = room.meanings(row)
    if not options:
        raise CannotDo(
            f"“{column}” has no list of meanings to choose from. Edit the rows that wait, or add "
            "the wording to the mapping and import the file again."
        )
    form = MeaningForm(options, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = room.map_wording(
                by=viewer,
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
