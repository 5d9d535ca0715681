"""Rounds: the list, opening one, where it stands, closing and abandoning it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.people.access import person
from stillpoint.people.views.filling_in import fill_in
from stillpoint.reviews import access, closing, opening, presenters_rounds
from stillpoint.reviews.counting import counts
from stillpoint.reviews.finding import round_by_ref, rounds_newest_first
from stillpoint.reviews.forms_rounds import AbandonForm, OpenForm, PurposeForm
from stillpoint.reviews.models import Round
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_list_rounds)
def rounds(request: HttpRequest) -> HttpResponse:
    page = Paginator(rounds_newest_first(), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, page.object_list, act="read the list of rounds")
    return render(
        request,
        "reviews/rounds.jinja",
        {
            "rows": presenters_rounds.round_rows(list(page.object_list)),
            "page": page,
            "leads": bool(access.can_lead(person(request))),
        },
    )


@screen(access.can_lead, quiet="an empty form")
def open_round(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        OpenForm(request.POST or None),
        partial(opening.open_round, by=person(request)),
        heading="Open a round",
        purpose="For the RASSO command. Reviewers, and those whose work is reviewed, can read the "
        "purpose and the use that you write.",
        button="Open the round",
        done="The round is open. Plan it next.",
        to=partial(page_of, "round"),
        template="reviews/round_open.jinja",
        guidance=presenters_rounds.guidance(),
        cancel=reverse("rounds"),
        back=reverse("rounds"),
    )


@screen(access.can_see_round, find=round_by_ref)
def round_page(request: HttpRequest, round: Round) -> HttpResponse:
    consulted(request, round, act="read a round")
    page = presenters_rounds.round_page(round, person(request))
    return render(request, "reviews/round.jinja", {"page": page})


@screen(access.can_lead, find=round_by_ref)
def purpose(request: HttpRequest, round: Round) -> HttpResponse:
    opening.must_be_editable(round)
    held = {"purpose": round.purpose, "how_used": round.how_used}
    return fill_in(
        request,
        PurposeForm(request.POST or None, initial=held),
        partial(opening.edit_purpose, by=person(request), round=round),
        heading="Purpose and use of this round",
        caption=round.name,
        purpose="For the RASSO command. Reviewers, and those whose work is reviewed, can read it. "
        "It can be changed until the round is published.",
        button="Save",
        done="The purpose and the use are saved.",
        to=page_of("round", round),
        about=round,
    )


@screen(access.can_lead, find=round_by_ref)
def abandon(request: HttpRequest, round: Round) -> HttpResponse:
    opening.must_go_on(round)
    return fill_in(
        request,
        AbandonForm(request.POST or None),
        partial(opening.abandon_round, by=person(request), round=round),
        heading="Abandon this round",
        caption=round.name,
        purpose="The round stays in the list with its reason and its seed, so that nobody can draw "
        "again until they like the result. Reviewers are no longer asked for anything.",
        button="Abandon the round",
        done=f"“{round.name}” is abandoned. It stays in the list.",
        to=page_of("round", round),
        about=round,
    )


@screen(access.can_lead, find=round_by_ref)
def close(request: HttpRequest, round: Round) -> HttpResponse:
    if request.method == "POST":
        try:
            closing.close_round(
                by=person(request),
                round=round,
                with_outstanding=request.POST.get("with_outstanding") == "on",
            )
        except CannotDo as problem:
            return _close_page(request, round, problem.message)
        messages.success(request, f"“{round.name}” is closed. Its figures stand.")
        return HttpResponseRedirect(page_of("round", round))
    return _close_page(request, round, "")


def _close_page(request: HttpRequest, round: Round, problem: str) -> HttpResponse:
    consulted(request, round, act="look at closing a round")
    now = counts(round)
    return render(
        request,
        "reviews/round_close.jinja",
        {
            "round": round,
            "words": presenters_rounds.close_words(now["standing"], now["reviewed"]),
            "left": now["standing"] - now["reviewed"],
            "ready": round.state == "published",
            "feedback_waits": not round.feedback_released_at,
            "problem": problem,
        },
        status=422 if problem else 200,
    )
