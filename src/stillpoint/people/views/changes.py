"""Changes that need a second administrator: what waits, agreeing, declining, showing a link."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from stillpoint.people import (
    access,
    agreeing_changes,
    finding,
    forms,
    presenters_changes,
    proposing,
)
from stillpoint.people.models import AuthorityChange, Officer
from stillpoint.people.views.filling_in import fill_in
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
DECIDED = {
    "agree": (agreeing_changes.agree_change, "The change was agreed and holds now."),
    "decline": (agreeing_changes.decline_change, "The change was declined. It never held."),
}
PROPOSED = "Proposed. It holds once a second administrator has agreed, and the person is told."


@screen(access.can_see_roles)
def changes(request: HttpRequest) -> HttpResponse:
    """What waits, a page at a time, and what was decided last. A file can bring many: those that
    a page shows from files can be agreed together, each by itself."""
    viewer = access.person(request)
    if request.method == "POST":
        agreed = agreeing_changes.agree_from_files(by=viewer, refs=request.POST.getlist("change"))
        messages.success(request, presenters_changes.agreed_together(agreed))
        return HttpResponseRedirect(reverse("people:changes"))
    page = Paginator(proposing.awaiting_agreement(), A_PAGE).get_page(request.GET.get("page"))
    waiting, decided = list(page.object_list), list(finding.changes_decided())
    people = {change.officer for change in [*waiting, *decided]}
    consulted(request, people or ["changes"], act="read the changes that need two administrators")
    together = [one.ref for one in waiting if access.can_agree_from_file(viewer, one)]
    return render(
        request,
        "people/changes.jinja",
        {
            "waiting": presenters_changes.changes("Waiting", waiting, "Nothing waits."),
            "decided": presenters_changes.changes("Decided last", decided, "Nothing yet."),
            "page": page,
            "together": together if len(together) > 1 else [],
        },
    )


@screen(access.can_see_change, find=finding.change_by_ref)
def change(request: HttpRequest, change: AuthorityChange) -> HttpResponse:
    """One change: agree, decline, or see the link to hand over."""
    viewer = access.person(request)
    problem, link = "", ""
    action = request.POST.get("action", "") if request.method == "POST" else ""
    try:
        if action in DECIDED:
            decide, done = DECIDED[action]
            decide(by=viewer, change=change)
            messages.success(request, done)
            to = reverse("people:change", args=[change.ref])
            return HttpResponseRedirect(to)
        if action == "link":
            path = agreeing_changes.show_password_link(by=viewer, change=change)
            link = request.build_absolute_uri(path)
    except CannotDo as refusal:
        problem = refusal.message
    change = finding.change_by_ref(change.ref)
    consulted(request, [change, change.officer], act="read a change that needs two administrators")
    shown = presenters_changes.change_page(change, viewer)
    return render(
        request,
        "people/change.jinja",
        {
            "page": shown,
            "problem": problem,
            "link": link,
            "list": bool(access.can_see_roles(viewer)),
        },
        status=409 if problem else 200,
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def join(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.JoinForm(request.POST or None),
        partial(proposing.propose_join, by=access.person(request), officer=officer),
        heading="Join with another record",
        caption=officer.full_name,
        purpose="For someone who came back under a new number, or is known twice. This record "
        "stays; the other one is closed, and a case of either is their own case.",
        done=PROPOSED,
        button="Propose",
        about=officer,
        to=reverse("people:officer", args=[officer.ref]),
    )


@screen(access.can_administer, find=finding.officer_by_ref)
def password(request: HttpRequest, officer: Officer) -> HttpResponse:
    return fill_in(
        request,
        forms.WhyForm(request.POST or None),
        partial(proposing.propose_password_link, by=access.person(request), officer=officer),
        heading="Link to set a password",
        caption=officer.full_name,
        purpose="For someone whom e-mail does not reach. Whoever has the link can sign in as this "
        "person, so a second administrator agrees. One of you two hands it over in person.",
        done=PROPOSED,
        button="Propose",
        about=officer,
        to=reverse("people:officer", args=[officer.ref]),
    )
