"""Plan a round: the plan as an address, the frame frozen, live cases, earlier rounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from stillpoint.people.access import person
from stillpoint.people.views.filling_in import fill_in
from stillpoint.reviews import access, opening, planning, presenters_planning, presenters_rounds
from stillpoint.reviews.finding import round_by_ref
from stillpoint.reviews.forms_rounds import CoordinateForm, LiveForm, PlanForm, plan_data
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Round, RoundState
from stillpoint.reviews.planning import PlanRefused
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 40


@screen(access.can_lead, find=round_by_ref)
def plan(request: HttpRequest, round: Round) -> HttpResponse:
    consulted(request, round, act="read a round's plan")
    if round.state != RoundState.OPEN:
        return render(
            request,
            "reviews/plan_fixed.jinja",
            {
                "round": round,
                "columns": presenters_planning.COLUMNS,
                "rows": _page(
                    request, presenters_planning.strata_rows(round.plan.get("strata", ()))
                ),
                "precision": presenters_planning.precision_words(round.plan.get("half_width", 0)),
                "hours": presenters_planning.hours_words(
                    round.plan.get("hours", 0), round.hours_protected
                ),
            },
        )
    form = PlanForm(request.GET if "decide" in request.GET else _start(round))
    return _plan_page(request, round, form)


def _page(request: HttpRequest, rows: Sequence[Sequence[str]]) -> Page[Sequence[str]]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _start(round: Round) -> Any:
    population = (
        Population.read(round.population)
        if round.population
        else opening.default_population(timezone.localdate())
    )
    return plan_data(round, population)


def _plan_page(request: HttpRequest, round: Round, form: PlanForm) -> HttpResponse:
    shown, proposals, problem = None, [], ""
    if form.is_valid():
        _as_planned(round, form)
        try:
            shown = presenters_planning.plan_shown(round, planning.proposal(round, form.design()))
        except PlanRefused as refusal:
            problem, proposals = refusal.message, presenters_planning.proposals(refusal)
        except CannotDo as refusal:
            problem = refusal.message
    return render(
        request,
        "reviews/plan.jinja",
        {
            "round": round,
            "form": form,
            "shown": shown,
            "problem": problem,
            "proposals": proposals,
            "merged": presenters_planning.merged(form) if form.is_valid() else [],
            "merge_texts": [text for name, text in form.pairs() if name == "merge"]
            if form.is_valid()
            else [],
            "pairs": form.pairs() if shown else [],
            "columns": presenters_planning.COLUMNS,
            "rows": _page(request, shown.rows if shown else []),
            "address": "?" + urlencode(form.pairs()) if shown else "",
            "guidance": presenters_rounds.guidance(),
            "measured": presenters_planning.measured_words(),
            "may_let_live_in": bool(access.can_authorise_live(person(request), round)),
        },
    )


def _as_planned(round: Round, form: PlanForm) -> None:
    """The round as the page plans it; nothing of it is kept until the frame is frozen."""
    round.population = form.population(round).as_json()
    round.first_minutes = form.cleaned_data["first_minutes"]
    round.second_minutes = form.cleaned_data["second_minutes"]


@screen(access.can_lead, find=round_by_ref)
def freeze(request: HttpRequest, round: Round) -> HttpResponse:
    form = PlanForm(request.POST)
    here = page_of("round-plan", round)
    if request.method != "POST" or not form.is_valid():
        return HttpResponseRedirect(here)
    address = f"{here}?{urlencode(form.pairs())}"
    by, design = person(request), form.design()
    try:
        opening.set_population(by=by, round=round, population=form.population(round))
        opening.set_minutes(
            by=by,
            round=round,
            first=form.cleaned_data["first_minutes"],
            second=form.cleaned_data["second_minutes"],
        )
        if presenters_planning.seen(planning.proposal(round, design)) != request.POST.get("seen"):
            messages.warning(
                request, "Cases have changed since you looked. Read the plan again, then freeze it."
            )
            return HttpResponseRedirect(address)
        fixed = planning.freeze_frame(by=by, round=round, design=design)
    except PlanRefused:
        return HttpResponseRedirect(address)
    messages.success(
        request,
        f"The frame is frozen and the size is fixed: {fixed.size:,} of {fixed.population:,} cases. "
        "The seed comes next.",
    )
    return HttpResponseRedirect(page_of("round", round))


@screen(access.can_authorise_live, find=round_by_ref)
def live(request: HttpRequest, round: Round) -> HttpResponse:
    viewer = person(request)
    to = page_of("round-plan" if access.can_lead(viewer, round) else "round-live", round)
    return fill_in(
        request,
        LiveForm(request.POST or None),
        partial(opening.let_live_cases_in, by=viewer, round=round),
        heading="Let live and pre-trial cases in",
        caption=round.name,
        purpose="What reviewers write about a case that is investigated or before a court is "
        "likely to be relevant material. Your authority is recorded by name.",
        button="Let them in",
        done="Live and pre-trial cases are let in. Disclosure officers are told.",
        to=to,
        about=round,
        template="reviews/round_live.jinja",
        round=round,
    )


@screen(access.can_lead, find=round_by_ref)
def coordinate(request: HttpRequest, round: Round) -> HttpResponse:
    held = {"earlier": round.earlier.ref if round.earlier else None, "how": round.coordination}
    return fill_in(
        request,
        CoordinateForm(request.POST or None, round=round, initial=held),
        partial(opening.coordinate_with, by=person(request), round=round),
        heading="Coordinate with an earlier round",
        caption=round.name,
        purpose="For the plan of this round. Its weights take the earlier draw into account.",
        button="Save and go back to the plan",
        done="Saved with the round.",
        to=page_of("round-plan", round),
        about=round,
    )
