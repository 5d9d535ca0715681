"""Text that comes in by a form or an address is cleaned of characters that no file or database can
hold, once and for all pages. Passwords stay as they were typed. An address that names something
with such a character names nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from stillpoint.site.typed import SECRET
from stillpoint.trust.characters import holdable


class TypedCharactersMiddleware:
    """After Django's check of the form's token, which reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = with_holdable_text(request.GET)
        if asked is not request.GET:
            request.GET = asked  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if holdable(request.path_info) != request.path_info:
            raise Http404
        if request.method != "POST":
            return
        cleaned = with_holdable_text(request.POST)
        if cleaned is not request.POST:
            request.POST = cleaned  # type: ignore[assignment]


def with_holdable_text(posted: QueryDict) -> QueryDict:
    """The same form, or a copy in which every answer can be held."""
    changed = {
        name: [holdable(value) for value in values]
        for name, values in posted.lists()
        if not SECRET.search(name) and any(holdable(value) != value for value in values)
    }
    if not changed:
        return posted
    copied = posted.copy()
    for name, values in changed.items():
        copied.setlist(name, values)
    copied._mutable = False
    return copied
