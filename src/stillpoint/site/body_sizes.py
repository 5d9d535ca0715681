"""How large a request may be, asked before any of it is read: else a form of 400 MB is written to
the disk of the server before anyone looks whose it is.

A stranger sends a password, or words that were typed before a session ended. Someone signed in
sends a form. Files go only to the pages that take them (``takes_files`` on the view).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.urls import Resolver404, resolve

from stillpoint.intake.limits import LIMITS, MEGABYTE

FROM_A_STRANGER = MEGABYTE
WORDS_OF_A_FORM = "Copy what you wrote, shorten it or send it in parts."


class BodySizesMiddleware:
    """After Django's sign-in, before anything that reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= largest(request):
            return self.get_response(request)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"problem": f"This is too large. {WORDS_OF_A_FORM}"}, status=413)
        page = loader.get_template("faults/413.jinja")
        return HttpResponse(page.render({"megabytes": largest(request) // MEGABYTE}), status=413)


def largest(request: HttpRequest) -> int:
    """The most bytes that this request may bring; for a small one nobody is looked up."""
    length = _length(request)
    if length <= FROM_A_STRANGER:
        return FROM_A_STRANGER
    if not request.user.is_authenticated:
        return FROM_A_STRANGER
    if _takes_files(request):
        return LIMITS.packed + MEGABYTE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + MEGABYTE


def _takes_files(request: HttpRequest) -> bool:
    try:
        return bool(getattr(resolve(request.path_info).func, "takes_files", False))
    except Resolver404:
        return False


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
