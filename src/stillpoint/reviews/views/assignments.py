"""Reviewers: proposed, looked at, moved by hand, published; and what each of them answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from stillpoint.people.access import person
from stillpoint.reviews import access, assigning, handing_out, presenters_assigning
from stillpoint.reviews.finding import (
    assignment_by_ref,
    drawn_in_order,
    round_by_ref,
    selection_in_round,
    selections_listed,
)
from stillpoint.reviews.forms_assigning import AcceptForm, DeclineForm, MoveForm, ProposeForm
from stillpoint.reviews.models import Assignment, Round, Selection
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_lead, find=round_by_ref)
def assignments(request: HttpRequest, round: Round) -> HttpResponse:
    form = ProposeForm(request.POST if request.POST.get("action") == "propose" else None)
    problem = ""
    if request.method == "POST":
        try:
            said = _carry_out(request, round, form)
        except CannotDo as refusal:
            problem = refusal.message
        else:
            if said:
                messages.success(request, said)
                return HttpResponseRedirect(page_of("round-assignments", round))
    page = Paginator(drawn_in_order(round), A_PAGE).get_page(request.GET.get("page"))
    shown = selections_listed(list(page.object_list))
    consulted(request, [round, *(one.case for one in shown)], act="read assignments")
    return render(
        request,
        "reviews/assignments.jinja",
        {
            "page": presenters_assigning.assignments_page(
                round, shown, may_move=bool(access.can_move_by_hand(person(request), round))
            ),
            "cases": page,
            "form": form,
            "problem": problem,
        },
        status=422 if problem or form.errors else 200,
    )


def _carry_out(request: HttpRequest, round: Round, form: ProposeForm) -> str:
    """What was pressed; says what was done, or nothing when the form must be shown again."""
    if request.POST.get("action") == "publish":
        with_gaps = request.POST.get("with_gaps") == "on"
        handing_out.publish_round(by=person(request), round=round, with_gaps=with_gaps)
        return "The round is published. Reviewers are told, and can read their cases."
    if not form.is_valid():
        return ""
    outcome = assigning.assign_round(by=person(request), round=round, **form.cleaned_data)
    given, gaps = len(outcome.given), len(outcome.gaps)
    told = "told at once" if round.state == "published" else "proposed; nobody is told yet"
    words = f"{given} {'review has' if given == 1 else 'reviews have'} a reviewer: {told}."
    return words + (f" {gaps} still have none: see why below." if gaps else "")


@screen(access.can_move_selection, find=selection_in_round)
def move(request: HttpRequest, selection: Selection, step: int) -> HttpResponse:
    if step not in assigning.STEPS:
        raise Http404
    round = selection.round
    choices = assigning.choices(selection, step)
    form = MoveForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            given = handing_out.assign_by_hand(
                by=person(request),
                selection=selection,
                step=step,
                reviewer=form.cleaned_data["reviewer"],
                support=form.cleaned_data["support"],
            )
        except CannotDo as problem:
            named = {"reviewer": "other" if form.cleaned_data.get("other") else "choice"}
            field = named.get(problem.field or "", problem.field)
            form.add_error(field if field in form.fields else None, problem.message)
        else:
            messages.success(
                request, f"{selection.case.reference} is given to {given.reviewer.titled_name}."
            )
            mark_found(request, form)
            return HttpResponseRedirect(page_of("round-assignments", round))
    consulted(request, [round, selection.case], act="choose a reviewer by hand")
    return render(
        request,
        "form_page.jinja",
        {
            "form": form,
            "heading": f"{presenters_assigning.STEP_WORDS[step]} of {selection.case.reference}",
            "caption": "Choose a reviewer by hand",
            "purpose": "For the RASSO lead. The same rules hold as for those proposed: who was "
            "involved, manages someone who was or is managed by them, cannot be chosen."
            + ("" if "choice" in form.fields else " Nobody else can review it as things are."),
            "button": "Give the review to this person",
            "cancel": page_of("round-assignments", round),
            "back": page_of("round-assignments", round),
        },
        status=422 if form.errors else 200,
    )


@screen(access.can_answer_assignment, find=assignment_by_ref)
def assignment(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    action = request.POST.get("action", "")
    accept = AcceptForm(request.POST if action == "accept" else None, prefix="accept")
    decline = DeclineForm(request.POST if action == "decline" else None, prefix="decline")
    answered = accept if action == "accept" else decline
    if request.method == "POST" and answered.is_valid():
        given, by = answered.cleaned_data, person(request)
        if action == "accept":
            handing_out.accept_assignment(by=by, assignment=assignment, **given)
            messages.success(request, "Thank you. The review is yours.")
        else:
            handing_out.decline_assignment(by=by, assignment=assignment, **given)
            messages.success(
                request, "Thank you for saying so. Somebody else is asked to review the case."
            )
        mark_found(request, answered)
        return HttpResponseRedirect(request.path)
    consulted(request, [assignment, assignment.selection.case], act="read an assignment")
    return render(
        request,
        "reviews/assignment.jinja",
        {
            "page": presenters_assigning.assignment_page(assignment),
            "accept": accept,
            "decline": decline,
            "form": answered,
        },
        status=422 if answered.errors else 200,
    )
