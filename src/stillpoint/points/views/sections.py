"""How a section of a point is opened, saved and shared: the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import conversing, presenters_point, sections
from stillpoint.points.complete import NotComplete
from stillpoint.points.forms_sections import SectionForm, words_of
from stillpoint.points.models import Point
from stillpoint.points.sections import SectionKind
from stillpoint.trust.saving import Page, saving_page, wants_json

SHARE = "share"


def section_page(
    request: HttpRequest,
    point: Point,
    kind: SectionKind,
    form: type[SectionForm],
    *,
    template: str,
    context: Mapping[str, Any],
    onward: str,
    shared: str,
) -> HttpResponse:
    """The page of a section for somebody who writes it. ``onward``: where it leads when saved or
    shared; ``shared``: what is said then. ``context`` may replace any part of the frame."""
    viewer = person(request)

    def save(written: Any) -> int:
        return _save(request, viewer, point, kind, written, shared=shared)

    def count(seconds: int) -> None:
        conversing.add_seconds(by=viewer, point=point, seconds=seconds)

    frame = presenters_point.frame(point, viewer)
    page = Page(
        template=template,
        context={**frame, "home": frame["here"], "section": kind, **context},
        opened=lambda: form.of(sections.section_of(point, kind, writer=viewer)),
        posted=lambda: form(request.POST, point=point),
        save=save,
        onward=onward,
        theirs=words_of,
        count=count,
    )
    return saving_page(request, [point, point.case], page, act=f"open {kind.title.lower()}")


def _save(
    request: HttpRequest,
    viewer: Officer,
    point: Point,
    kind: SectionKind,
    form: SectionForm,
    *,
    shared: str,
) -> int:
    """Save; unless the page's own script saves, also share when that was pressed."""
    saved = sections.save_section(
        by=viewer,
        point=point,
        kind=kind,
        version=form.cleaned_data["version"],
        answers=form.answers(),
    )
    if wants_json(request) or request.POST.get("action") != SHARE:
        return saved.version
    # What was saved stays saved, whatever is refused from here on.
    form.on_version(saved.version)
    if not form.may_share_now():
        return saved.version
    try:
        sections.share_section(
            by=viewer,
            point=point,
            kind=kind,
            not_identifiers=form.cleaned_data["not_identifiers"],
        )
    except NotComplete as problem:
        first, *rest = problem.missing
        for one in rest:
            form.add_error(one.field if one.field in form.fields else None, one.message)
        raise first from None
    messages.success(request, shared)
    return saved.version
