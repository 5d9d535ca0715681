"""Forms that are saved while they are written: versions, so that nobody overwrites anybody, and
one way to open and save such a page, for a person and for the page's own script."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from stillpoint.trust import scanning
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.marking import CAN_CHANGE, mark_found
from stillpoint.trust.screens import consulted
from stillpoint.trust.trail import Subject

STALE = (
    "Somebody saved this page after you opened it: another person, or you in another window. "
    "Nothing of yours is lost. Compare, then save again."
)
ACTIVE = "active_seconds"
MOST_SECONDS_A_POST = 120


ANSWERED = (
    "Somebody has answered this since you opened the page: another person, or you in another "
    "window. What stands there now is shown here, and what you wrote is still in the form. Read "
    "both; press again only if yours is to stand instead."
)


class StaleForm(CannotDo):
    """Someone saved since. ``theirs``: what stands there now; ``version``: the one to save on."""

    def __init__(self, theirs: Mapping[str, Any], version: int, message: str = STALE) -> None:
        super().__init__(message)
        self.theirs = dict(theirs)
        self.version = version


class PageForm(forms.Form):
    """A page that is saved while it is written, with the version that it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def on_version(self, version: int) -> None:
        """Show what was typed on top of what stands there now: saving again is then a choice."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        self.data = data


class SeenForm(PageForm):
    """A form that answers something which others can answer as well, with the version of what stood
    there when it was opened. ``standing``: the values that stand there now."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, standing: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version_of(standing)

    def refused(self, problem: CannotDo) -> None:
        """Put the sentence beside its field, or above the form. After somebody else's answer the
        form is on what stands now, so that pressing again is a choice."""
        if isinstance(problem, StaleForm):
            self.on_version(problem.version)
        self.add_error(problem.field if problem.field in self.fields else None, problem.message)


def version_of(standing: Iterable[Any]) -> int:
    """A number for these values that is another one once any of them is."""
    return zlib.crc32("\n".join(map(str, standing)).encode())


def must_stand_as_seen(version: int | None, standing: Iterable[Any]) -> None:
    """Raise StaleForm where what stands is not what the page of this version showed. Without a
    version (a command, a job) nothing was shown."""
    now = version_of(standing)
    if version is not None and version != now:
        raise StaleForm({}, now, ANSWERED)


@dataclass(frozen=True)
class Page:
    """One page that saves itself. ``save`` returns the version now saved on; ``theirs`` puts what
    somebody else saved into words by field; ``count`` adds active seconds to what is timed."""

    template: str
    context: Mapping[str, Any]
    opened: Callable[[], PageForm]
    posted: Callable[[], PageForm]
    save: Callable[[Any], int]
    onward: str
    theirs: Callable[[Mapping[str, Any]], dict[str, str]] = field(default=lambda values: {})
    count: Callable[[int], object] | None = None


def saving_page(
    request: HttpRequest, about: Subject | Iterable[Subject], page: Page, *, act: str
) -> HttpResponse:
    """Show the page, or save what was posted and go on. ``about`` is what the trail says was read;
    ``act`` names the reading. ``context`` holds ``home``, where "later" leads."""
    if request.method != "POST":
        consulted(request, about, act=act)
        return _shown(request, page, page.opened())
    form = page.posted()
    if not form.is_valid():
        consulted(request, about, act=act)
        return _invalid(request, page, form)
    try:
        version = page.save(form)
    except StaleForm as stale:
        # Someone else's words go out with the answer.
        consulted(request, about, act=act)
        return _stale(request, page, form, stale)
    except CannotDo as problem:
        known = problem.field if problem.field in form.fields else None
        form.add_error(known, problem.message)
        consulted(request, about, act=act)
        return _invalid(request, page, form)
    if page.count is not None and (seconds := posted_seconds(request)):
        page.count(seconds)
    if wants_json(request):
        return JsonResponse({"saved_at": _clock(), "version": version, "found": found_in(form)})
    mark_found(request, form, then=CAN_CHANGE)
    return HttpResponseRedirect(_onward(request, page))


def posted_seconds(request: HttpRequest) -> int:
    """The active seconds that came with the form; 0 where none did."""
    seconds = request.POST.get(ACTIVE, "")
    return int(seconds[:6]) if seconds.isdigit() else 0


def counted_seconds(seconds: int, *, since: dt.datetime, now: dt.datetime) -> int:
    """How many of the posted seconds count, 0 to 120: never more than has gone by since the last
    post, and none when the clock went back."""
    gone_by = int((now - since).total_seconds())
    return max(0, min(seconds, MOST_SECONDS_A_POST, gone_by))


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def found_in(form: forms.Form) -> list[dict[str, str]]:
    """Words in the form that look like identifiers, by field, as the page's script takes them."""
    return [
        {"field": name, "kind": one.label, "words": one.text, "advice": one.advice}
        for name, one in scanning.found_in(form)
    ]


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
