"""Live risks: the list, raising one, its thread."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.events.telling import messages_for
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.risks import access, finding, presenters
from stillpoint.risks.calling import note_seen
from stillpoint.risks.forms import LearningForm, MoveForm, RaiseForm, RiskFilter, WhichCaseForm
from stillpoint.risks.handling import Learning, move_risk, open_learning, raise_risk
from stillpoint.risks.models import LiveRisk, RiskState
from stillpoint.risks.receiving import possible_receivers
from stillpoint.risks.states import MOVES, Move, moves_from
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
APART = ("hand_over", "open_learning")


@screen(access.can_list_risks)
def risks(request: HttpRequest) -> HttpResponse:
    """The live risks that one may read: overdue first, then by clock."""
    form = RiskFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    show, whose = wanted.get("show") or "open", wanted.get("whose") or "all"
    viewer = person(request)
    found = finding.risks_for(viewer, show=show, whose=whose)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    consulted(request, list(page.object_list) or ["risks"], act="read the list of live risks")
    address = reverse("risks") + "?" + urlencode({"show": show, "whose": whose})
    context = {
        "filter": RiskFilter({"show": show, "whose": whose}),
        "rows": presenters.risk_rows(page.object_list, viewer, timezone.now()),
        "page": page,
        "address": address,
        "closed": show == "closed",
    }
    return render(request, "risks/risks.jinja", context)


@screen(access.can_list_risks, quiet="without a case it is an empty form")
def raise_one(request: HttpRequest) -> HttpResponse:
    """Raise a live risk in ``?case=``, found at ``&from=``."""
    if not request.GET.get("case"):
        return _which_case(request)
    viewer, case = person(request), finding.case_by_ref(request.GET["case"])
    require(access.can_raise(viewer, case))
    possible = possible_receivers(case, viewer)
    form = RaiseForm(request.POST or None, possible=possible)
    if request.method == "POST" and form.is_valid():
        try:
            risk = raise_risk(
                by=viewer, case=case, source=request.GET.get("from", ""), **form.cleaned_data
            )
        except CannotDo as problem:
            form.add_error(_field(form, problem), problem.message)
        else:
            messages.success(request, "The live risk is raised. Those who are to act are told.")
            mark_found(request, form)
            return redirect("risk", ref=risk.ref)
    consulted(request, case, act="open the form to raise a live risk")
    context = {
        "form": form,
        "case": case,
        "telephone_first": presenters.telephone_first(),
        "purpose": presenters.READERS,
    }
    return render(request, "risks/raise.jinja", context, status=422 if form.errors else 200)


@screen(access.can_see_risk, find=finding.risk_by_ref)
def risk(request: HttpRequest, risk: LiveRisk) -> HttpResponse:
    """The thread: its clock, the next step as a form for whoever may take it, what was done."""
    viewer = person(request)
    offered = _offered(risk, viewer)
    if request.method == "POST":
        done = _take_step(request, risk, viewer, offered)
        if done:
            return redirect("risk", ref=risk.ref)
    consulted(request, [risk, risk.case], act="read a live risk")
    note_seen(risk, viewer)
    messages_for(viewer, unseen=True).filter(link=request.path).update(seen_at=timezone.now())
    context = {
        "page": presenters.risk_page(risk, viewer, timezone.now()),
        "danger_now": presenters.danger_now(),
        **{name: offered.get(name) for name in ("next", "hand_over", "open_learning")},
        "form": next((form for form in offered.values() if form.is_bound), None),
    }
    wrong = context["form"] is not None
    return render(request, "risks/risk.jinja", context, status=422 if wrong else 200)


def _which_case(request: HttpRequest) -> HttpResponse:
    form = WhichCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = Case.objects.filter(reference__iexact=form.cleaned_data["reference"]).first()
        if case is not None and access.can_raise(person(request), case):
            return redirect(f"{reverse('risk-raise')}?{urlencode({'case': case.ref})}")
        form.add_error("reference", "You have no case with this reference. Check how it is written")
    context = {
        "form": form,
        "heading": "Raise a live risk",
        "button": "Continue",
        "telephone_first": presenters.telephone_first(),
        "back": reverse("risks"),
    }
    status = 422 if form.errors else 200
    return render(request, "risks/which_case.jinja", context, status=status)


def _offered(risk: LiveRisk, viewer: Officer) -> dict[str, django_forms.Form]:
    """The forms that this person may use now: the next step, giving it away, learning."""
    parts = access.parts_of(viewer, risk)
    moves = [move for move in moves_from(risk.state) if parts & set(move.who)]
    offered: dict[str, django_forms.Form] = {}
    if main := tuple(move for move in moves if move.name not in APART):
        offered["next"] = _move_form(risk, main)
    if MOVES["hand_over"] in moves:
        offered["hand_over"] = _move_form(risk, (MOVES["hand_over"],))
    if MOVES["open_learning"] in moves:
        offered["open_learning"] = LearningForm()
    return offered


def _move_form(risk: LiveRisk, moves: tuple[Move, ...], data: Any = None) -> MoveForm:
    apart = "hand_over" if moves[0].name == "hand_over" else "next"
    possible = None
    if moves[0].name in ("direct", "hand_over"):
        possible = [
            one
            for one in possible_receivers(risk.case, risk.raised_by)
            if moves[0].name == "direct" or one.officer.pk != risk.receiver_id
        ]
    initial = {"receiver": risk.receiver.ref} if risk.receiver else {}
    return MoveForm(data, moves=moves, possible=possible, auto_id=f"id_{apart}_%s", initial=initial)


def _take_step(
    request: HttpRequest, risk: LiveRisk, viewer: Officer, offered: dict[str, django_forms.Form]
) -> bool:
    """Take the posted step; False when its form is to be shown again, now in ``offered``."""
    name = request.POST.get("move", "")
    if name == "open_learning":
        form: django_forms.Form = LearningForm(request.POST)
        place = name
    else:
        place = "hand_over" if name == "hand_over" else "next"
        moves = (MOVES["hand_over"],) if place == "hand_over" else _main_moves(risk, name)
        form = _move_form(risk, moves, request.POST)
    if form.is_valid():
        try:
            _act(viewer, risk, name, form)
        except CannotDo as problem:
            if problem.field is None:
                raise
            form.add_error(_field(form, problem), problem.message)
        else:
            messages.success(request, "The step is recorded. Whoever acts next is told.")
            mark_found(request, form)
            return True
    elif place not in offered:
        _act(viewer, risk, name, form)
    offered[place] = form
    return False


def _main_moves(risk: LiveRisk, name: str) -> tuple[Move, ...]:
    """The moves among which the posted one was chosen: those of the state in which it was."""
    state = risk.state
    if name in MOVES and RiskState(state) not in MOVES[name].source:
        state = MOVES[name].source[0]
    moves = tuple(move for move in moves_from(state) if move.name not in APART)
    return moves or (MOVES["direct"],)


def _act(viewer: Officer, risk: LiveRisk, name: str, form: django_forms.Form) -> None:
    values = form.cleaned_data
    if name == "open_learning":
        open_learning(by=viewer, risk=risk, learning=Learning(**values))
        return
    move_risk(
        by=viewer,
        risk=risk,
        name=name,
        text=values.get("text", ""),
        receiver=values.get("receiver"),
    )


def _field(form: django_forms.Form, problem: CannotDo) -> str | None:
    return problem.field if problem.field in form.fields else None
