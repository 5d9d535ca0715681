"""What is due for review: the list, deciding on a case, erasures, and the rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.finding import case_by_ref
from stillpoint.cases.models import Case
from stillpoint.disclosure import access, finding, presenters, presenters_retention, retaining
from stillpoint.disclosure.forms_retention import AnswerForm, DecideForm, RequestForm
from stillpoint.disclosure.models import Erasure, ErasureState
from stillpoint.methods.calendar_shifts import months_after
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
# As many as anybody decides on in a while: to count all that are due takes long where many are.
MOST = 500
PROPOSED = "The erasure is proposed. It waits for a second person."


@screen(access.can_hold)
def due(request: HttpRequest) -> HttpResponse:
    """Cases whose records are due for review, those longest due first."""
    found = retaining.due_cases(timezone.localdate())[:MOST]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["retention"], act="list what is due for retention review")
    context = {
        "tabs": presenters_retention.tabs("retention"),
        "period": presenters_retention.period(
            practice.current().retention.case_records.review_after_months
        ),
        "rows": presenters_retention.due_rows(shown),
        "most": MOST if page.paginator.count == MOST else 0,
        "page": page,
        "address": reverse("retention"),
    }
    return render(request, "disclosure/due.jinja", context)


def _case_to_decide(request: HttpRequest, ref: str) -> Case:
    """The case; where somebody else has decided since the page was opened, so that it is not due
    any more, what was typed is shown again with their decision."""
    try:
        return retaining.due_case_by_ref(ref)
    except Case.DoesNotExist:
        if request.method != "POST":
            raise
        return retaining.case_decided_by_ref(ref)


@screen(access.can_hold)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide on what is about one case."""
    case = _case_to_decide(request, ref)
    rule = practice.current().retention.case_records
    again = months_after(timezone.localdate(), rule.review_again_after_months)
    form = DecideForm(request.POST or None, initial={"next_review_on": again})
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(request, case, form.cleaned_data)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, said)
            mark_found(request, form)
            return redirect("retention")
    consulted(request, case, act="read what is held about a case")
    context = {
        "page": presenters_retention.case_page(case, person(request)),
        "form": form,
        "rule": rule,
        "period": presenters_retention.period(rule.review_after_months),
    }
    return render(request, "disclosure/due_case.jinja", context)


@screen(access.can_hold, find=case_by_ref)
def on_request(request: HttpRequest, case: Case) -> HttpResponse:
    """Propose to erase what is about a case because somebody has asked, before it is due."""
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasure = retaining.propose_erasure(
                by=person(request), case=case, on_request=True, **form.cleaned_data
            )
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, PROPOSED)
            mark_found(request, form)
            return redirect("erasure", ref=erasure.ref)
    consulted(request, case, act="open an erasure on request")
    context = {
        "case": case,
        "form": form,
        "holds": presenters.hold_lines(case, person(request)),
        "place_hold": presenters.place_hold_address(case, person(request)),
        "cancel": reverse("case", kwargs={"ref": case.ref}),
    }
    return render(request, "disclosure/on_request.jinja", context)


@screen(access.can_hold)
def erasures(request: HttpRequest) -> HttpResponse:
    page = Paginator(finding.erasures(), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["erasures"], act="list erasures")
    context = {
        "tabs": presenters_retention.tabs("erasures"),
        "rows": [(one, presenters_retention.state_tag(one)) for one in shown],
        "page": page,
        "address": reverse("erasures"),
    }
    return render(request, "disclosure/erasures.jinja", context)


@screen(access.can_hold, find=finding.erasure_by_ref)
def erasure(request: HttpRequest, erasure: Erasure) -> HttpResponse:
    """A proposal to answer, as a second person or to take back; later the record of it."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _answer(request, erasure, form.cleaned_data)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, said)
            mark_found(request, form)
            return redirect("erasures")
    consulted(request, [erasure, erasure.case], act="read an erasure")
    context = {
        "page": presenters_retention.erasure_page(erasure, person(request)),
        "form": form,
        "open": erasure.state == ErasureState.PROPOSED,
    }
    return render(request, "disclosure/erasure.jinja", context)


@screen(access.can_hold)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the practice model, as they are in force."""
    consulted(request, ["rules of retention"], act="read the rules of retention")
    context = {
        "tabs": presenters_retention.tabs("retention-rules"),
        "model": practice.current().retention,
        "period": presenters_retention.period,
    }
    return render(request, "disclosure/rules.jinja", context)


def _decide(request: HttpRequest, case: Case, data: dict[str, Any]) -> str:
    viewer = person(request)
    if data["decision"] == "keep":
        retaining.keep_records(
            by=viewer, case=case, reason=data["reason"], next_review_on=data["next_review_on"]
        )
        return "Your decision to keep it is recorded."
    retaining.propose_erasure(by=viewer, case=case, reason=data["reason"])
    return PROPOSED


def _answer(request: HttpRequest, erasure: Erasure, data: dict[str, Any]) -> str:
    viewer = person(request)
    if data["answer"] == "agree":
        retaining.agree_erasure(by=viewer, erasure=erasure)
        return "It is agreed. The worker erases it now; what stays is the record that it was."
    retaining.withdraw_erasure(by=viewer, erasure=erasure, reason=data["reason"])
    return "Nothing is erased. Your reason is kept."
