"""When something goes wrong: say what happened, what to do, and that nothing typed is lost."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from stillpoint.site.typed import typed_values


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Drawn without the request: one with a wrong Host ends before it has a nonce or a person."""
    page = loader.get_template("faults/400.jinja")
    shown = page.render({"wrong_address": isinstance(exception, DisallowedHost)})
    return HttpResponse(shown, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A library's refusal: its words are for programmers, so the page has its own."""
    return render(request, "refused.jinja", {"reason": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None, **_: Any) -> HttpResponse:
    return render(request, "faults/404.jinja", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the database, the session or the person: any of them may be what failed. A
    database that does not answer is not a fault of the page: it says when to come back."""
    if isinstance(sys.exc_info()[1], OperationalError):
        shown = loader.get_template("faults/503.jinja").render({})
        return HttpResponse(shown, status=503, headers={"Retry-After": "30"})
    return HttpResponse(loader.get_template("faults/500.jinja").render({}), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open while somebody signed out and in again, or cookies are off.

    What was typed is shown again only to the same site: a form of another site gets nothing back.
    """
    typed = typed_values(request) if _came_from_here(request) else []
    return render(request, "faults/csrf.jinja", {"typed": typed}, status=403)


def _came_from_here(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()
