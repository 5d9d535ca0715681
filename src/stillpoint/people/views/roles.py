"""Roles: who holds which, what waits for a second administrator, granting and ending."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.people import access, finding, forms, granting_roles, presenters
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.people.views.filling_in import fill_in
from stillpoint.trust.answers import Answer, CannotDo
from stillpoint.trust.screens import consulted, screen

DECIDED = {
    "agree": (granting_roles.agree_role, "The role was agreed and holds now."),
    "decline": (granting_roles.decline_role, "The role was declined."),
    "end": (granting_roles.end_role, "The role has ended."),
}


@screen(access.can_see_roles)
def roles(request: HttpRequest) -> HttpResponse:
    waiting, held = list(granting_roles.awaiting_agreement()), list(finding.roles_held())
    people = {grant.officer for grant in [*waiting, *held]}
    consulted(request, people or ["roles"], act="read who holds which role")
    viewer = access.person(request)
    tables = [
        presenters.roles("Waiting for a second administrator", waiting, viewer, "Nothing waits."),
        presenters.roles("Held now", held, viewer, "Nobody holds a role."),
    ]
    return render(request, "people/roles.jinja", {"tables": tables})


@screen(access.can_grant_role, find=finding.officer_by_ref)
def grant(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.RoleForm(request.POST or None),
        partial(granting_roles.grant_role, by=access.person(request), officer=officer),
        heading="Grant a role",
        caption=officer.full_name,
        purpose="A role that opens content, and that of administrator, holds once a second "
        "administrator has agreed.",
        done="The role was granted. If it opens content, a second administrator must agree.",
        button="Grant",
        about=officer,
        to=reverse("people:officer", args=[officer.ref]),
    )


def may_see_grant(viewer: Officer, grant: RoleGrant) -> Answer:
    return access.can_see_roles(viewer)


@screen(may_see_grant, find=finding.grant_by_ref)
def role(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    """One grant: agree, decline or end it."""
    viewer = access.person(request)
    problem = ""
    if request.method == "POST" and request.POST.get("action") in DECIDED:
        decide, done = DECIDED[request.POST["action"]]
        try:
            decide(by=viewer, grant=grant)
        except CannotDo as refusal:
            problem = refusal.message
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("people:roles"))
    consulted(request, [grant, grant.officer], act="read a role")
    shown = presenters.grant_page(grant, viewer)
    return render(
        request,
        "people/role.jinja",
        {"page": shown, "problem": problem},
        status=409 if problem else 200,
    )
