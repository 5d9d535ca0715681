"""Actions: mine, my team's, one with its steps, a new one from a learning point."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from stillpoint.learning import access, access_actions, finding_actions, presenters_actions
from stillpoint.learning.finding import learning_by_ref
from stillpoint.learning.finishing_actions import take_step
from stillpoint.learning.forms_actions import ActionFilter, ActionForm, ActionStepForm
from stillpoint.learning.giving_actions import give_action
from stillpoint.learning.models import Action, LearningPoint
from stillpoint.people.access import managed_directly, person
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import mark_found
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
TABS = {
    "mine": "Mine",
    "given": "Given to others",
    "team": "My team’s",
    "all": "Everybody’s",
}


@screen(access_actions.can_list_actions)
def actions(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    allowed = _allowed(viewer)
    show = request.GET.get("show", "mine")
    show = show if show in allowed else "mine"
    filter_form = ActionFilter(request.GET)
    closed = filter_form.is_valid() and filter_form.cleaned_data["state"] == "closed"
    found = finding_actions.listed(viewer, show=show, closed=closed)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    consulted(request, shown or ["actions"], act="list actions")
    address = reverse("actions")
    kept = {"show": show} | ({"state": "closed"} if closed else {})
    context = {
        "show": show,
        "closed": closed,
        "tabs": [
            {"text": TABS[one], "href": f"{address}?show={one}", "active": one == show}
            for one in allowed
        ],
        "other": f"{address}?{urlencode({'show': show} | ({} if closed else {'state': 'closed'}))}",
        "page": page,
        "rows": presenters_actions.action_list(shown, timezone.localdate()),
        "address": f"{address}?{urlencode(kept)}",
    }
    return render(request, "learning/actions.jinja", context)


def _allowed(viewer: Officer) -> list[str]:
    """The lists that this person has."""
    found = ["mine", "given"]
    if managed_directly(viewer).filter(is_active=True).exists():
        found.append("team")
    if access_actions.can_see_all_actions(viewer):
        found.append("all")
    return found


@screen(access_actions.can_see_action, find=finding_actions.action_by_ref)
def action(request: HttpRequest, action: Action) -> HttpResponse:
    viewer = person(request)
    form: ActionStepForm | None = None
    if request.method == "POST":
        form = ActionStepForm(request.POST, action=action)
        if form.is_valid():
            try:
                take_step(by=viewer, action=action, **form.cleaned_data)
            except CannotDo as problem:
                form.refused(problem)
                action = _as_it_is_now(viewer, action)
            else:
                messages.success(request, "The action is changed.")
                mark_found(request, form)
                return redirect(_after(viewer, action))
    elif access_actions.can_change_action(viewer, action):
        form = ActionStepForm(action=action)
    consulted(request, action, act="read an action")
    context = {
        "action": action,
        "state": presenters_actions.state_tag(action, timezone.localdate()),
        "rows": presenters_actions.action_rows(
            action, viewer, reads_source=action.involved.filter(pk=viewer.pk).exists()
        ),
        "steps": presenters_actions.steps(action),
        "form": form,
    }
    wrong = form is not None and form.is_bound
    return render(request, "learning/action.jinja", context, status=422 if wrong else 200)


def _as_it_is_now(viewer: Officer, action: Action) -> Action:
    """The action read again; as it was, for somebody who may not read it any more."""
    fresh = finding_actions.action_by_ref(action.ref)
    return fresh if access_actions.can_see_action(viewer, fresh) else action


def _after(viewer: Officer, action: Action) -> str:
    """The action's page, unless it went to somebody whose actions the viewer cannot read."""
    fresh = finding_actions.action_by_ref(action.ref)
    if access_actions.can_see_action(viewer, fresh):
        return reverse("action", kwargs={"ref": action.ref})
    return reverse("actions")


@screen(access.can_see_raw_words, find=learning_by_ref)
def new_action(request: HttpRequest, point: LearningPoint) -> HttpResponse:
    """Something to be done about a learning point, by those who may read it as it was written."""
    viewer = person(request)
    form = ActionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = give_action(
                by=viewer,
                source=point.trail_reference,
                case=point.case,
                involved=[point.written_by, *point.involved.all()],
                **form.cleaned_data,
            )
        except CannotDo as problem:
            _beside_its_field(form, problem)
        else:
            messages.success(request, f"{given.owner.titled_name} has it to do.")
            mark_found(request, form)
            return redirect("learning-point", ref=point.ref)
    consulted(request, point, act="open a new action")
    context: dict[str, Any] = {
        "heading": "Something to be done",
        "purpose": "So that what was learned changes something. Whoever is to do it and their "
        "supervisor, those who could read the learning point as it was written and RASSO leads "
        "can read it.",
        "form": form,
        "button": "Give it",
        "back": reverse("learning-point", kwargs={"ref": point.ref}),
    }
    return render(request, "form_page.jinja", context, status=422 if form.errors else 200)


def _beside_its_field(form: forms.Form, problem: CannotDo) -> None:
    if problem.field not in form.fields:
        raise problem
    form.add_error(problem.field, problem.message)
