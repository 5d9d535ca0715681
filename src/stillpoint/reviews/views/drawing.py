"""The seed from two people, the draw, and the file with which anyone can replay it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.text import slugify

from stillpoint.people.access import person
from stillpoint.reviews import access, drawing, presenters_planning
from stillpoint.reviews.finding import drawn_cases, round_by_ref
from stillpoint.reviews.forms_rounds import SeedPartForm
from stillpoint.reviews.models import Round
from stillpoint.reviews.presenters_rounds import page_of
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_give_seed_part, find=round_by_ref)
def seed(request: HttpRequest, round: Round) -> HttpResponse:
    if request.method != "POST":
        return _seed_page(request, round, None)
    form = SeedPartForm(request.POST)
    if not form.is_valid():
        return _seed_page(request, round, form)
    part = form.cleaned_data["part"]
    try:
        if request.POST.get("action") == "show":
            drawing.reveal_part(by=person(request), round=round, part=part)
            messages.success(request, "Your part is shown.")
            return HttpResponseRedirect(page_of("round-seed", round))
        drawing.commit_part(by=person(request), round=round, part=part)
    except CannotDo as problem:
        form.add_error(problem.field, problem.message)
        return _seed_page(request, round, form)
    # Shown once, on this answer alone: the service keeps only the hash.
    return _seed_page(request, round, None, keep=part)


def _seed_page(
    request: HttpRequest, round: Round, form: SeedPartForm | None, keep: str = ""
) -> HttpResponse:
    consulted(request, round, act="read the parts of a seed")
    page = presenters_planning.seed_page(round, person(request))
    form = form or SeedPartForm(initial={"part": page.suggestion})
    return render(
        request,
        "reviews/draw_seed.jinja",
        {"page": page, "form": form, "keep": keep},
        status=422 if form.errors else 200,
    )


@screen(access.can_see_draw, find=round_by_ref)
def draw(request: HttpRequest, round: Round) -> HttpResponse:
    if request.method == "POST":
        drawn = drawing.draw_round(by=person(request), round=round)
        messages.success(request, f"{len(drawn):,} cases are drawn. Anyone can replay the draw.")
        return HttpResponseRedirect(page_of("round-draw", round))
    number = request.GET.get("page")
    cases = Paginator(drawn_cases(round), A_PAGE).get_page(number)
    shown = presenters_planning.draw_page(round, person(request), list(cases.object_list))
    strata = Paginator(shown.strata, A_PAGE).get_page(None if shown.references else number)
    about = [round, *(one.case for one in cases.object_list)] if shown.references else [round]
    consulted(request, about, act="read a draw")
    return render(request, "reviews/draw.jinja", {"page": shown, "cases": cases, "strata": strata})


@screen(access.can_lead, find=round_by_ref)
def draw_file(request: HttpRequest, round: Round) -> HttpResponse:
    """The draw as a file. Whoever takes it, and whom they name as its reader, are in the trail."""
    content = drawing.export_draw(
        by=person(request), round=round, recipient=request.GET.get("recipient", "")
    )
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = slugify(round.name) or round.ref
    answer["Content-Disposition"] = f'attachment; filename="draw-{name}.json"'
    return answer
