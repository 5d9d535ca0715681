"""The force, its areas and its teams."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stillpoint.people import access, finding, forms, organising, presenters, presenters_lists
from stillpoint.people.models import Area, Team
from stillpoint.people.views.filling_in import fill_in
from stillpoint.trust.screens import screen


@screen(access.can_administer, quiet="names of areas say nothing about anybody")
def areas(request: HttpRequest) -> HttpResponse:
    shown = {"heading": "Areas", "shown": presenters_lists.areas(finding.areas())}
    add = presenters.Link("Add an area", reverse("people:add_area"))
    return render(request, "people/table.jinja", {**shown, "add": add})


@screen(access.can_administer, quiet="an empty form")
def add_area(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        forms.AreaForm(request.POST or None),
        partial(organising.add_area, by=access.person(request)),
        heading="Add an area",
        done="The area was added.",
        to=reverse("people:areas"),
    )


@screen(access.can_administer, find=finding.area_by_ref)
def area(request: HttpRequest, area: Area) -> HttpResponse:
    held = {name: getattr(area, name) for name in forms.AreaForm.base_fields}
    return fill_in(
        request,
        forms.AreaForm(request.POST or None, initial=held),
        partial(organising.change_area, by=access.person(request), area=area),
        heading="Change an area",
        caption=area.name,
        purpose="A changed name shows on every case of this area.",
        done="The area was changed.",
        about=area,
        to=reverse("people:areas"),
    )


@screen(access.can_administer, quiet="names of teams say nothing about anybody")
def teams(request: HttpRequest) -> HttpResponse:
    shown = {"heading": "Teams", "shown": presenters_lists.teams(finding.teams())}
    add = presenters.Link("Add a team", reverse("people:add_team"))
    return render(request, "people/table.jinja", {**shown, "add": add})


@screen(access.can_administer, quiet="an empty form")
def add_team(request: HttpRequest) -> HttpResponse:
    return fill_in(
        request,
        forms.NewTeamForm(request.POST or None),
        partial(organising.add_team, by=access.person(request)),
        heading="Add a team",
        done="The team was added.",
        to=reverse("people:teams"),
    )


@screen(access.can_administer, find=finding.team_by_ref)
def team(request: HttpRequest, team: Team) -> HttpResponse:
    held = {name: getattr(team, name) for name in forms.TeamForm.base_fields}
    return fill_in(
        request,
        forms.TeamForm(request.POST or None, initial=held),
        partial(organising.change_team, by=access.person(request), team=team),
        heading="Change a team",
        caption=team.name,
        purpose="A team is closed once everybody in it has been moved.",
        done="The team was changed.",
        about=team,
        to=reverse("people:teams"),
    )


@screen(access.can_administer, quiet="the force’s own name and telephone number")
def force(request: HttpRequest) -> HttpResponse:
    named = organising.force()
    held = {"name": named.name, "emergency_contact": named.emergency_contact} if named else {}
    return fill_in(
        request,
        forms.ForceForm(request.POST or None, initial=held),
        partial(organising.name_force, by=access.person(request)),
        heading="The force",
        done="The force was changed.",
        to=reverse("people:people"),
    )
