"""No page is kept by a browser or on its way: any of them may show a secret or a record.

Most of our pages say so themselves. Those of the sign-in library do not all: recovery codes, the
secret of an authenticator app and the page at the end of a link to set a password are among them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class NotKeptMiddleware:
    """Stands behind the files of the design, which may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "no-store" not in response.get("Cache-Control", ""):
            add_never_cache_headers(response)
        return response
