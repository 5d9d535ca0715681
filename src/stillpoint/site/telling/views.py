"""How I am told, and the calendar at its private address."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.site.opening import open_to_all
from stillpoint.site.telling import choosing, feed
from stillpoint.site.telling.calendar_file import CONTENT_TYPE, calendar_file
from stillpoint.site.telling.forms import DigestForm
from stillpoint.trust import trail
from stillpoint.trust.answers import Answer, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.screens import screen

_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


def can_choose(officer: Officer) -> Answer:
    return yes("How you are told is yours to choose.")


@screen(can_choose, quiet="one's own choices, and no record of anybody")
def how_i_am_told(request: HttpRequest) -> HttpResponse:
    viewer, action = person(request), request.POST.get("action", "")
    if action == "calendar":
        token = choosing.make_calendar_address(by=viewer)
        path = reverse("calendar-feed", kwargs={"token": token})
        return _shown(request, viewer, address=urljoin(settings.STILLPOINT_ADDRESS, path))
    if action == "calendar-off":
        choosing.turn_calendar_off(by=viewer)
        messages.success(request, "The calendar is off: its address shows nothing any more.")
        return redirect("how-told")
    if request.method == "POST":
        form = DigestForm(request.POST)
        if not form.is_valid():
            return _shown(request, viewer, form=form)
        choosing.choose_digest(by=viewer, digest=form.cleaned_data["digest"])
        messages.success(request, "Your choice is kept.")
        return redirect("how-told")
    return _shown(request, viewer)


def _shown(
    request: HttpRequest, viewer: Officer, *, form: DigestForm | None = None, address: str = ""
) -> HttpResponse:
    """The page; ``address``: of the calendar, which is shown once and never again."""
    told = choosing.how_told(viewer)
    context = {
        "form": form or DigestForm(initial={"digest": told.digest}),
        "calendar_since": told.calendar_since,
        "address": address,
    }
    status = 422 if form is not None else 200
    return render(request, "pages/how_told.jinja", context, status=status)


@open_to_all("a calendar program cannot sign in: the long random address is the key")
@require_safe
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The days on which something is due; whoever has the address reads nothing else."""
    officer = feed.officer_of(token)
    if officer is None:
        raise Http404
    now = timezone.now()
    if feed.read_too_often(officer, now):
        return HttpResponse("Read too often. Try again in an hour.", status=429, headers=_HEADERS)
    reminders, about = feed.reminders_for(officer)
    trail.record(
        Operation.CONSULTATION, "read the calendar", by=officer, about=about or ["calendar"]
    )
    made = calendar_file("Stillpoint", reminders, made_at=now)
    return HttpResponse(made, content_type=CONTENT_TYPE, headers=_HEADERS)
