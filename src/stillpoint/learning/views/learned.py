"""Learning points, training needs, thanks."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint import practice
from stillpoint.learning import access, finding, finding_actions, presenters
from stillpoint.learning.agreeing import agree_learning
from stillpoint.learning.forms import AgreeForm, LearningFilter, NeedFilter, NeedForm
from stillpoint.learning.meeting_needs import STEPS, change_need
from stillpoint.learning.models import LearningPoint, Recognition, TrainingNeed
from stillpoint.learning.thanking import note_thanks_seen
from stillpoint.people.access import person
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
UNAGREED_SHOWN = 25


@screen(access.can_list_learning)
def learning(request: HttpRequest) -> HttpResponse:
    """What was agreed, for everyone; and what is not agreed yet, for those who may read it."""
    viewer = person(request)
    form = LearningFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = finding.agreed_learning(
        kind=wanted.get("kind", ""), level=wanted.get("level", ""), words=wanted.get("q", "")
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    unagreed = list(access.unagreed_for(viewer)[: UNAGREED_SHOWN + 1])
    shown = [*page.object_list, *unagreed[:UNAGREED_SHOWN]]
    consulted(request, shown or ["learning"], act="read what was learned")
    query = urlencode({key: value for key, value in wanted.items() if value})
    context = {
        "filter": form,
        "page": page,
        "address": reverse("learning") + (f"?{query}" if query else ""),
        "unagreed": unagreed[:UNAGREED_SHOWN],
        "more_unagreed": len(unagreed) > UNAGREED_SHOWN,
        "agrees": access.agrees_learning(viewer),
    }
    return render(request, "learning/learning.jinja", context)


@screen(access.can_see_learning, find=finding.learning_by_ref)
def learning_point(request: HttpRequest, point: LearningPoint) -> HttpResponse:
    viewer = person(request)
    may = access.can_agree(viewer, point)
    form = None
    if request.method == "POST":
        form = AgreeForm(request.POST)
        if form.is_valid() and _agreed(request, point, form):
            return redirect("learning-point", ref=point.ref)
    elif may and point.agreed_at is None:
        form = AgreeForm(initial={"text": point.text})
    consulted(request, point, act="read a learning point")
    context = {
        "point": point,
        "rows": presenters.learning_rows(point, viewer),
        "form": form,
        "trials": presenters.trials(point, viewer),
        "trial_question": practice.current().learning.trial_question,
        "can_answer_trial": bool(access.can_answer_trial(viewer, point)),
        "actions": finding_actions.of_source(viewer, point.trail_reference),
        "can_add_action": bool(access.can_see_raw_words(viewer, point)),
        "why_not": "" if may or point.agreed_at else may.reason,
    }
    wrong = form is not None and form.is_bound
    return render(request, "learning/point.jinja", context, status=422 if wrong else 200)


def _agreed(request: HttpRequest, point: LearningPoint, form: AgreeForm) -> bool:
    try:
        agree_learning(
            by=person(request),
            point=point,
            text=form.cleaned_data["text"],
            not_identifiers=form.cleaned_data["not_identifiers"],
        )
    except CannotDo as problem:
        form.add_error(problem.field, problem.message)
        point.refresh_from_db()
        return False
    messages.success(request, "The learning point is agreed: everyone can read it now.")
    return True


@screen(access.can_list_needs)
def training_needs(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    form = NeedFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    page = Paginator(finding.needs_for(viewer, show=show), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, list(page.object_list) or ["training needs"], act="list training needs")
    context = {
        "filter": form,
        "page": page,
        "rows": presenters.need_list(list(page.object_list)),
        "address": reverse("training-needs") + (f"?show={show}" if show else ""),
    }
    return render(request, "learning/needs.jinja", context)


@screen(access.can_see_need, find=finding.need_by_ref)
def training_need(request: HttpRequest, need: TrainingNeed) -> HttpResponse:
    viewer = person(request)
    form: NeedForm | None = None
    if request.method == "POST":
        form = NeedForm(request.POST, need=need)
        if form.is_valid():
            try:
                change_need(by=viewer, need=need, **form.cleaned_data)
            except CannotDo as problem:
                form.refused(problem)
                need = finding.need_by_ref(need.ref)
            else:
                messages.success(request, "The training need is changed.")
                mark_found(request, form)
                return redirect("training-need", ref=need.ref)
    elif access.can_change_need(viewer, need) and STEPS[need.state]:
        form = NeedForm(need=need)
    consulted(request, need, act="read a training need")
    context = {"need": need, "rows": presenters.need_rows(need), "form": form}
    wrong = form is not None and form.is_bound
    return render(request, "learning/need.jinja", context, status=422 if wrong else 200)


@screen(access.can_see_thanks, find=finding.thanks_by_ref)
def thanks(request: HttpRequest, thanks: Recognition) -> HttpResponse:
    """Thanks, as the person thanked reads them; that they have been read is noted."""
    note_thanks_seen(by=person(request), thanks=thanks)
    consulted(request, thanks, act="open thanks")
    return render(request, "learning/thanks.jinja", {"thanks": thanks})
