"""The list of people, and a person's page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stillpoint.people import access, finding, presenters
from stillpoint.people.forms import SearchForm
from stillpoint.people.models import Officer
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25


@screen(access.can_see_people)
def people(request: HttpRequest) -> HttpResponse:
    viewer = access.person(request)
    form = SearchForm(request.GET, with_roles=bool(access.can_see_roles(viewer)))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(finding.people(viewer, wanted), A_PAGE).get_page(request.GET.get("page"))
    consulted(request, page.object_list, act="read the list of people")
    return render(
        request,
        "people/people.jinja",
        {
            "search": form,
            "shown": presenters.people_list(page, viewer),
            "page": page,
            "query": urlencode(
                [(key, value) for key, value in request.GET.items() if key != "page" and value]
            ),
            "administers": bool(access.can_administer(viewer)),
            "links": presenters.list_links(viewer),
        },
    )


@screen(access.can_see_officer, find=finding.officer_by_ref)
def officer(request: HttpRequest, officer: Officer) -> HttpResponse:
    consulted(request, officer, act="read a person’s record")
    shown = presenters.officer_page(officer, access.person(request))
    return render(request, "people/officer.jinja", {"page": shown})
