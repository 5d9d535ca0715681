"""Where each review is, and drawn cases that cannot be reviewed."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from stillpoint.people.access import person
from stillpoint.reviews import access, drawing, presenters_assigning
from stillpoint.reviews.finding import (
    drawn_in_order,
    round_by_ref,
    selection_in_round,
    selections_listed,
)
from stillpoint.reviews.forms_assigning import SetAsideForm
from stillpoint.reviews.models import Round, Selection
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_lead, find=round_by_ref)
def progress(request: HttpRequest, round: Round) -> HttpResponse:
    page = Paginator(drawn_in_order(round), A_PAGE).get_page(request.GET.get("page"))
    shown = selections_listed(list(page.object_list))
    consulted(request, [round, *(one.case for one in shown)], act="read a round's progress")
    return render(
        request,
        "reviews/round_progress.jinja",
        {"page": presenters_assigning.progress_page(round, shown), "cases": page},
    )


@screen(access.can_lead_selection, find=selection_in_round)
def set_aside(request: HttpRequest, selection: Selection) -> HttpResponse:
    round = selection.round
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _set_aside(request, selection, form)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, said)
            mark_found(request, form)
            return HttpResponseRedirect(page_of("round-progress", round))
    consulted(request, [round, selection.case], act="open a form: set a drawn case aside")
    return render(
        request,
        "form_page.jinja",
        {
            "form": form,
            "heading": f"Set {selection.case.reference} aside",
            "caption": round.name,
            "purpose": "For the RASSO lead. Nobody reviews the case any more; what was written "
            "about it is kept.",
            "button": "Set the case aside",
            "cancel": page_of("round-progress", round),
            "back": page_of("round-progress", round),
        },
        status=422 if form.errors else 200,
    )


def _set_aside(request: HttpRequest, selection: Selection, form: SetAsideForm) -> str:
    by, reason = person(request), form.cleaned_data["reason"]
    case = selection.case.reference
    if form.cleaned_data["how"] == "ineligible":
        drawing.mark_ineligible(by=by, selection=selection, reason=reason)
        return f"{case} is marked ineligible. Nothing takes its place."
    substitute = drawing.mark_unavailable(by=by, selection=selection, reason=reason)
    if substitute is None:
        return f"{case} is marked unavailable. Its stratum has no other case to take its place."
    return (
        f"{case} is marked unavailable. {substitute.case.reference} takes its place: give it "
        "reviewers."
    )
