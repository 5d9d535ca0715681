"""The Full Code Test: its overview, its second person, its sections, and reading along."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stillpoint import practice
from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import access, conversing, presenters_code_test, presenters_point, sections
from stillpoint.points import second_person as second_person_of
from stillpoint.points.code_test import PART, SECTIONS, challenged_in
from stillpoint.points.conversing import LONGEST
from stillpoint.points.finding import point_by_ref
from stillpoint.points.forms_code_test import ASKED, FORMS, SHOWN, CodeTestForm, SecondPersonForm
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_lines import open_line
from stillpoint.points.parts import must_have
from stillpoint.points.sections import SectionKind
from stillpoint.points.views.sections import SHARE, section_page
from stillpoint.trust.answers import Answer, CannotDo
from stillpoint.trust.saving import StaleForm, wants_json
from stillpoint.trust.screens import consulted, screen

OPEN_LINE = "line:"
ONCE = (
    "It is saved, and not shared yet. Before you share, look at the question beside your words: "
    "keep them with a reason, write them another way or open a line of enquiry. You can also share "
    "again as it is."
)
AFTER_SAVING = "It is saved. A question stands beside what you wrote, for when you come back to it."


@dataclass(frozen=True)
class Step:
    """One section of one point's test."""

    point: Point
    kind: SectionKind


def code_test_by_ref(ref: str) -> Point:
    """The point, where its kind has this part; raises Point.DoesNotExist."""
    point = point_by_ref(ref)
    must_have(point, PART.key)
    return point


def step_by_ref(ref: str, section: str) -> Step:
    """One section of a test, by the name in its address; raises Point.DoesNotExist."""
    for kind in SECTIONS:
        if presenters_code_test.slug_of(kind) == section:
            return Step(code_test_by_ref(ref), kind)
    raise Point.DoesNotExist


def can_write_step(officer: Officer, step: Step) -> Answer:
    return sections.may_write_section(officer, step.point, step.kind)


def can_choose(officer: Officer, point: Point) -> Answer:
    """Those who take part say who the second person is."""
    return access.can_write_point(officer, point)


@screen(access.can_open_point, find=code_test_by_ref)
def code_test(request: HttpRequest, point: Point) -> HttpResponse:
    consulted(request, [point, point.case], act="read a full code test")
    context = presenters_code_test.overview(point, person(request))
    return render(request, "points/code_test.jinja", context)


@screen(can_choose, find=code_test_by_ref)
def second_person(request: HttpRequest, point: Point) -> HttpResponse:
    viewer = person(request)
    conversing.must_be_open(point)
    shown = presenters_code_test.second_person_page(point)
    posted = request.POST if request.method == "POST" else None
    form = SecondPersonForm(
        posted, people=shown["people"], standing=second_person_of.chosen_at(point)
    )
    if form.is_valid():
        try:
            chosen = form.cleaned_data["chosen"]
            second_person_of.choose_second_person(
                by=viewer, point=point, officer=chosen, version=form.cleaned_data["version"]
            )
        except StaleForm as problem:
            form.refused(problem)
            shown = presenters_code_test.second_person_page(point)
        except CannotDo as problem:
            form.add_error("number" if form.cleaned_data["number"] else None, problem.message)
        else:
            messages.success(request, f"{chosen.titled_name} is the second person.")
            return redirect(PART.address, ref=point.ref)
    consulted(request, [point, point.case], act="choose a second person")
    context = {
        **shown,
        "heading": "Second person",
        "caption": f"{presenters_point.frame(point, viewer)['title']}, case {point.case.reference}",
        "purpose": "A supervisor or a peer who did not write in it. They can read this point, are "
        "told when their challenge is asked, and write it.",
        "form": form,
        "button": "Ask them",
        "back": reverse(PART.address, kwargs={"ref": point.ref}),
    }
    return render(request, "points/second_person.jinja", context)


@sensitive_post_parameters()
@screen(can_write_step, find=step_by_ref)
def section(request: HttpRequest, step: Step) -> HttpResponse:
    """Write one section. One that cannot be written yet says why."""
    point, kind, viewer = step.point, step.kind, person(request)
    if point.state != PointState.OPEN and request.method == "GET":
        return redirect(PART.address, ref=point.ref)
    conversing.must_be_open(point)
    kind.ready(point)
    form = FORMS[kind.key]
    template = "lines" if kind.key == SECTIONS[0].key else "section"
    response = section_page(
        request,
        point,
        kind,
        form,
        template=f"points/code_test_{template}.jinja",
        context={
            **presenters_code_test.section_context(point, viewer, kind),
            ASKED: request.GET.get(ASKED, ""),
            "asked_before": request.POST.getlist(ASKED),
        },
        onward=presenters_code_test.onward_from(point, kind),
        shared="Shared.",
    )
    if response.status_code != HttpResponseRedirect.status_code or wants_json(request):
        return response
    return _with_cards(request, step, form(request.POST, point=point)) or response


def _with_cards(request: HttpRequest, step: Step, form: CodeTestForm) -> HttpResponse | None:
    """After a save: open the line that was asked for; show cards that the writer has not seen."""
    here, action = request.path, request.POST.get("action", "")
    if action.startswith(OPEN_LINE):
        card = action.removeprefix(OPEN_LINE)
        open_line(by=person(request), point=step.point, kind=step.kind, card=card)
        messages.success(request, "A line of enquiry was opened with the question of the card.")
        return HttpResponseRedirect(f"{here}#card-{card}")
    waiting = form.unanswered()
    if action == SHARE and not form.may_share_now():
        messages.info(request, ONCE)
        return HttpResponseRedirect(f"{here}?{ASKED}=1#card-{waiting[0].key}")
    unseen = [card for card in waiting if card.key not in request.POST.getlist(SHOWN)]
    if action != SHARE and unseen:
        messages.info(request, AFTER_SAVING)
        return HttpResponseRedirect(f"{here}#card-{unseen[0].key}")
    return None


@sensitive_post_parameters()
@screen(can_write_step, find=step_by_ref, quiet="reads the writer's own words and keeps nothing")
@require_POST
def read_along(request: HttpRequest, step: Step) -> HttpResponse:
    """The cards that the text of one field calls for: ``field`` and ``text`` by POST. Answers
    ``{"cards": [{"key", "html"}]}``. Nothing is kept of it, here or in the trail."""
    name, text = request.POST.get("field", ""), request.POST.get("text", "")
    if name not in challenged_in(step.kind):
        return JsonResponse({"problem": "Send the name of a field that is read along."}, status=400)
    if len(text) > LONGEST:
        problem = f"The text is longer than {LONGEST:,} characters and is not read. Shorten it."
        return JsonResponse({"problem": problem}, status=413)
    conversing.must_be_open(step.point)
    written = request.POST.copy()
    written[name] = text
    form = FORMS[step.kind.key](written, point=step.point)
    return JsonResponse({"cards": _rendered(request, step, form, name)})


def _rendered(
    request: HttpRequest, step: Step, form: CodeTestForm, name: str
) -> list[dict[str, str]]:
    context = {
        "asked_now": False,
        "misread": practice.current().points.card_may_misread,
        "read_by": practice.current().points.card_is_read_by,
        "lines_href": reverse(
            "point-code-test-section", kwargs={"ref": step.point.ref, "section": "lines"}
        ),
    }
    return [
        {
            "key": shown.card.key,
            "html": render_to_string("points/_card.jinja", {**context, "shown": shown}, request),
        }
        for shown in form.cards_beside(name)
    ]
