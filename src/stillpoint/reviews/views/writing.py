"""How a page of a review is opened and saved: by a person, or by the page itself as they type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from stillpoint.methods import identifiers
from stillpoint.reviews import timing
from stillpoint.reviews.models import Review
from stillpoint.reviews.review_forms import PageForm
from stillpoint.reviews.reviewing import StaleForm
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.screens import consulted

Form = TypeVar("Form", bound=PageForm)
ACTIVE = "active_seconds"


@dataclass(frozen=True)
class Page:
    """One page of a review. ``save`` returns the version now saved on; ``theirs`` puts what
    somebody else saved into words by field; ``more`` is the address that adds lines to a list."""

    template: str
    context: Mapping[str, Any]
    opened: Callable[[], PageForm]
    posted: Callable[[], PageForm]
    save: Callable[[Any], int]
    onward: str
    theirs: Callable[[Mapping[str, Any]], dict[str, str]] = field(default=lambda values: {})


def page_of(request: HttpRequest, review: Review, page: Page) -> HttpResponse:
    if request.method != "POST":
        consulted(request, review, act="open a page of a review")
        return _shown(request, page, page.opened())
    form = page.posted()
    if not form.is_valid():
        return _invalid(request, page, form)
    try:
        version = page.save(form)
    except StaleForm as stale:
        return _stale(request, page, form, stale)
    except CannotDo as problem:
        known = problem.field if problem.field in form.fields else None
        form.add_error(known, problem.message)
        return _invalid(request, page, form)
    count_time(request, review)
    if wants_json(request):
        return JsonResponse({"saved_at": _clock(), "version": version, "found": found_in(form)})
    return HttpResponseRedirect(_onward(request, page))


def count_time(request: HttpRequest, review: Review) -> None:
    """Add the active seconds that came with the form, where any did."""
    seconds = request.POST.get(ACTIVE, "")
    if seconds.isdigit() and int(seconds[:6]):
        timing.add_seconds(by=request.user, review=review, seconds=int(seconds[:6]))  # type: ignore[arg-type]


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def found_in(form: forms.Form) -> list[dict[str, str]]:
    """Words in the form that look like identifiers, by field, as the page's script takes them."""
    found = []
    for name, one in form.fields.items():
        if not one.widget.attrs.get("data-scan"):
            continue
        words = form.cleaned_data.get(name) or ""
        for span in identifiers.find(words):
            kind = identifiers.KINDS[span.kind]
            found.append(
                {
                    "field": name,
                    "kind": kind.label,
                    "words": words[span.start : span.end],
                    "advice": kind.advice,
                }
            )
    return found


def _shown(request: HttpRequest, page: Page, form: PageForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {
        "stale": None,
        **page.context,
        "form": form,
        "autosave": request.path,
        "active_time": ACTIVE,
        **more,
    }
    return render(request, page.template, context, status=status)


def _invalid(request: HttpRequest, page: Page, form: PageForm) -> HttpResponse:
    if wants_json(request):
        errors = {
            "" if name == "__all__" else name: list(map(str, errors))
            for name, errors in form.errors.items()
        }
        return JsonResponse({"errors": errors}, status=400)
    return _shown(request, page, form)


def _stale(request: HttpRequest, page: Page, form: PageForm, stale: StaleForm) -> HttpResponse:
    """Show both: what was typed stays in the form, what was saved stands above it."""
    theirs = page.theirs(stale.theirs)
    if wants_json(request):
        reply = {"problem": stale.message, "theirs": theirs, "version": stale.version}
        return JsonResponse(reply, status=409)
    form.on_version(stale.version)
    rows = [
        {"label": str(form.fields[name].label), "text": words}
        for name, words in theirs.items()
        if name in form.fields and words
    ]
    return _shown(request, page, form, stale={"problem": stale.message, "rows": rows}, status=409)


def _onward(request: HttpRequest, page: Page) -> str:
    action = request.POST.get("action", "")
    if action.startswith("more-"):
        return f"{request.path}?more={action.removeprefix('more-')}"
    return str(page.context["home"]) if action == "later" else page.onward


def _clock() -> str:
    return f"{timezone.localtime():%H:%M}"
