"""Holds: the list, placing one on a case, lifting it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint import practice
from stillpoint.cases.finding import case_by_ref
from stillpoint.disclosure import access, finding, holding, presenters, presenters_retention
from stillpoint.disclosure.forms import LiftForm, PlaceForm
from stillpoint.disclosure.models import Hold
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_hold)
def holds(request: HttpRequest) -> HttpResponse:
    lifted = request.GET.get("show") == "lifted"
    page = Paginator(finding.holds(lifted=lifted), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["holds"], act="list holds")
    address = reverse("holds")
    context = {
        "page": page,
        "rows": [(one, presenters.label_of(one.kind)) for one in shown],
        "address": f"{address}?show=lifted" if lifted else address,
        "tabs": presenters_retention.tabs("holds"),
        "lifted": lifted,
    }
    return render(request, "disclosure/holds.jinja", context)


@screen(access.can_hold)
def place(request: HttpRequest) -> HttpResponse:
    """Place a hold on the case that the address names."""
    case = case_by_ref(request.GET.get("case", ""))
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.place_hold(by=person(request), case=case, **form.cleaned_data)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "The hold stands. Nothing about the case is erased.")
            mark_found(request, form)
            return redirect("case", ref=case.ref)
    consulted(request, case, act="open the placing of a hold")
    context = {
        "form": form,
        "case": case,
        "kinds": practice.current().retention.holds,
        "cancel": reverse("case", kwargs={"ref": case.ref}),
    }
    return render(request, "disclosure/place.jinja", context)


@screen(access.can_hold, find=finding.hold_by_ref)
def hold(request: HttpRequest, hold: Hold) -> HttpResponse:
    """A hold to read; while it stands, to lift."""
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.lift_hold(by=person(request), hold=hold, **form.cleaned_data)
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, "The hold is lifted.")
            mark_found(request, form)
            return redirect("case", ref=hold.case.ref)
    consulted(request, [hold, hold.case], act="read a hold")
    context = {
        "form": form,
        "hold": hold,
        "kind": presenters.label_of(hold.kind),
        "others": holding.standing_holds(hold.case).exclude(pk=hold.pk).count(),
    }
    return render(request, "disclosure/hold.jinja", context)
