"""On to the force's identity provider and back: a page that leads on, and a sentence when it is out
of reach.

A browser holds the policy of where a form may lead (``form-action``) against every redirect that
follows. A federated tenant sends people on to other addresses, which nobody can list, and the
browser would stop without a word. So the press of the button is answered by a page of ours, which
leads on by itself and has the link as well: following a link is no form.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

logger = logging.getLogger(__name__)
LOGIN, CALLBACK = "openid_connect_login", "openid_connect_callback"
OUT_OF_REACH = (
    "Your force’s sign-in does not answer at the moment. Try again in a few minutes, or sign in "
    "with a passkey or a password. If someone is in danger, do not wait for this: telephone."
)
TURNED_BACK = "You turned back at your force’s sign-in. Nothing has changed."
NOT_LET_THROUGH = (
    "Your force’s sign-in did not let you through. Begin again. If it happens twice, tell whoever "
    "looks after Stillpoint in your force."
)
# What comes of an answer that is none: no connection, no JSON, no such endpoint in it.
NO_ANSWER = (RequestException, ValueError, LookupError)


class ProviderMiddleware:
    """Stands before the two addresses at which the sign-in library speaks with the provider."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _is_at(request, LOGIN):
            return lead_on(request, response)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if _is_at(request, LOGIN, CALLBACK) and isinstance(problem, NO_ANSWER):
            return out_of_reach(request, problem)
        return None


def lead_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page that leads to where the answer would have redirected, if that is elsewhere."""
    onward = response.headers.get("Location", "")
    if not urlsplit(onward).netloc:
        return response
    page = render(request, "pages/lead_on.jinja", {"onward": onward})
    page.cookies = response.cookies
    return page


def out_of_reach(request: HttpRequest, problem: object) -> HttpResponse:
    logger.error("The identity provider does not answer (%s).", type(problem).__name__)
    return _not_signed_in(request, OUT_OF_REACH, 503)


def not_let_through(request: HttpRequest, *, cancelled: bool) -> HttpResponse:
    return _not_signed_in(request, TURNED_BACK if cancelled else NOT_LET_THROUGH, 403)


def _not_signed_in(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "sign_in_refused.jinja", {"reason": reason}, status=status)


def _is_at(request: HttpRequest, *names: str) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in names
