"""One point's page: the conversation while it is open, what was shared once it is held."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stillpoint.cases.access import can_see_case
from stillpoint.cases.finding import case_by_ref
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import (
    access,
    attending,
    conversing,
    forms_agreed_actions,
    presenters_point,
    readers,
    sharing,
    waiving,
)
from stillpoint.points.complete import NotComplete
from stillpoint.points.finding import point_by_ref
from stillpoint.points.forms_conversation import AskForm, ConversationForm, ReasonForm, words_of
from stillpoint.points.models import ConversationRevision, Point, PointState
from stillpoint.points.opening_points import ask_for_point
from stillpoint.trust.answers import Answer, CannotDo, require
from stillpoint.trust.marking import mark_found
from stillpoint.trust.saving import Page, posted_seconds, saving_page, wants_json
from stillpoint.trust.screens import consulted, screen

SHARED = "Shared. Thank you for taking the time."


@screen(access.can_open_point, find=point_by_ref)
def point(request: HttpRequest, point: Point) -> HttpResponse:
    viewer = person(request)
    action = request.POST.get("action", "")
    if action == "join":
        conversing.join(by=viewer, point=point)
        messages.success(request, "You take part in this point now.")
        return redirect("point", ref=point.ref)
    if action == "not-there":
        attending.say_not_there(by=viewer, point=point)
        messages.success(request, "Thank you. The point says that you were not there.")
        return redirect("point", ref=point.ref)
    if request.method == "POST":
        require(access.can_write_point(viewer, point))
        if point.state == PointState.HELD and action == "share":
            return redirect("point", ref=point.ref)
        conversing.must_be_open(point)
    if point.state == PointState.OPEN and access.can_write_point(viewer, point):
        return _written(request, viewer, point)
    consulted(request, [point, point.case], act="read a point")
    context = presenters_point.read_page(point, viewer)
    context["just_shared"] = point.state == PointState.HELD and "shared" in request.GET
    return render(request, "points/read.jinja", context)


def _written(request: HttpRequest, viewer: Officer, point: Point) -> HttpResponse:
    """The page that saves itself; with the button it is shared as well."""
    people = presenters_point.people_of(point, viewer)
    others = presenters_point.other_points(viewer, point)

    def opened() -> ConversationForm:
        return ConversationForm.of(
            conversing.draft_of(point),
            viewer=viewer,
            people=people,
            others=others,
            measured=conversing.measured_minutes(point),
        )

    def posted() -> ConversationForm:
        return ConversationForm(request.POST, point=point, people=people, others=others)

    def save(form: ConversationForm) -> int:
        return _save(request, viewer, point, form)

    def count(seconds: int) -> None:
        if request.POST.get("action") != "share" or wants_json(request):
            conversing.add_seconds(by=viewer, point=point, seconds=seconds)

    page = Page(
        template="points/point.jinja",
        context={
            **presenters_point.open_page(point, viewer),
            "lenses_of": presenters_point.lenses_of,
            "actions_of": forms_agreed_actions.shown,
            "more_actions": request.GET.get("more") == forms_agreed_actions.MORE,
        },
        opened=opened,
        posted=posted,
        save=save,
        onward=_onward(request, point),
        theirs=words_of,
        count=count,
    )
    return saving_page(request, [point, point.case], page, act="open a conversation")


def _onward(request: HttpRequest, point: Point) -> str:
    """The point's page; once it is shared, that page also asks how the conversation was."""
    here = reverse("point", kwargs={"ref": point.ref})
    return f"{here}?shared=1" if request.POST.get("action") == "share" else here


def _save(request: HttpRequest, viewer: Officer, point: Point, form: ConversationForm) -> int:
    """Save; unless the page's own script saves, also ask in whoever was added, and share."""
    saved = conversing.save_conversation(
        by=viewer, point=point, version=form.cleaned_data["version"], lenses=form.values()
    )
    if wants_json(request):
        return saved.version
    # What was saved stays saved, whatever is refused from here on.
    form.on_version(saved.version)
    if form.joined:
        part = conversing.invite(by=viewer, point=point, number=form.joined)
        messages.success(request, f"{part.officer.titled_name} can read and write this point now.")
    if request.POST.get("action") == "share":
        if seconds := posted_seconds(request):
            conversing.add_seconds(by=viewer, point=point, seconds=seconds)
        _share(request, viewer, point, form)
    return saved.version


def _share(request: HttpRequest, viewer: Officer, point: Point, form: ConversationForm) -> None:
    try:
        sharing.share(by=viewer, point=point, not_identifiers=form.cleaned_data["not_identifiers"])
    except NotComplete as problem:
        first, *rest = problem.missing
        for one in rest:
            form.add_error(one.field if one.field in form.fields else None, one.message)
        raise first from None
    messages.success(request, SHARED)


@screen(access.can_open_point, find=point_by_ref)
def revision(request: HttpRequest, point: Point, number: int) -> HttpResponse:
    """What was shared, as it was at that revision."""
    shown = ConversationRevision.objects.select_related("by").get(point=point, number=number)
    consulted(request, [point, point.case], act="read a revision of a point")
    context = presenters_point.revision_page(point, shown, person(request))
    return render(request, "points/revision.jinja", context)


def can_waive_page(officer: Officer, point: Point) -> Answer:
    return waiving.can_waive(officer, point)


@screen(can_waive_page, find=point_by_ref)
def waive(request: HttpRequest, point: Point) -> HttpResponse:
    return _with_reason(request, point, waiving.waive, "Waive this point", "The point is waived.")


def can_reopen_page(officer: Officer, point: Point) -> Answer:
    return waiving.can_reopen(officer, point)


@screen(can_reopen_page, find=point_by_ref)
def reopen(request: HttpRequest, point: Point) -> HttpResponse:
    return _with_reason(
        request, point, waiving.reopen, "Open this point again", "The point is open again."
    )


def _with_reason(
    request: HttpRequest, point: Point, act: Callable[..., Point], heading: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=person(request), point=point, reason=form.cleaned_data["reason"])
        except CannotDo as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, done)
            mark_found(request, form)
            return redirect(_back(request, point))
    consulted(request, [point, point.case], act=heading.lower())
    shown = presenters_point.frame(point, person(request))
    context = {
        "heading": heading,
        "caption": f"{shown['title']}, case {point.case.reference}",
        "purpose": readers.sentence("The reason")
        + " Whoever can waive the point can read it, too, and its owner is told.",
        "form": form,
        "button": heading,
        "back": _back(request, point),
    }
    return render(request, "form_page.jinja", context)


def _back(request: HttpRequest, point: Point) -> str:
    """The point; the list for whoever may set it aside and does not read it."""
    if access.can_read_point(person(request), point):
        return reverse("point", kwargs={"ref": point.ref})
    return f"{reverse('points')}?show=team"


@screen(access.can_ask)
def ask(request: HttpRequest) -> HttpResponse:
    """Start a conversation unasked, from the page of a case (``?case=``)."""
    viewer, case = person(request), case_by_ref(request.GET.get("case", ""))
    require(can_see_case(viewer, case))
    form = AskForm(request.POST if request.method == "POST" else None, initial={"kind": "rpp3"})
    if request.method == "POST" and form.is_valid():
        opened = ask_for_point(by=viewer, case=case, **form.cleaned_data)
        mark_found(request, form)
        return redirect("point", ref=opened.ref)
    consulted(request, case, act="ask for a conversation")
    back = reverse("case", kwargs={"ref": case.ref})
    context = {
        "heading": "Start a conversation",
        "caption": f"Case {case.reference}",
        "purpose": "At a shift's end, after a good result, or whenever it would help. "
        + readers.sentence(),
        "form": form,
        "button": "Start",
        "back": back,
    }
    return render(request, "form_page.jinja", context)
