"""The identifier scan as a page's script asks for it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from stillpoint.trust import access
from stillpoint.trust.scanning import scan
from stillpoint.trust.screens import screen

LONGEST = 100_000


@sensitive_post_parameters()
@screen(access.can_scan, quiet="shows the writer's own words back to them and keeps nothing")
@require_POST
def scan_text(request: HttpRequest) -> HttpResponse:
    """``text`` as a form field or in a JSON object; answers ``{"found": [...]}``."""
    try:
        text = _text(request)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"problem": "Send the words to read as “text”."}, status=400)
    if len(text) > LONGEST:
        problem = f"The text is longer than {LONGEST:,} characters: scan it in parts."
        return JsonResponse({"problem": problem}, status=413)
    return JsonResponse({"found": [one.as_values() for one in scan(text)]})


def _text(request: HttpRequest) -> str:
    if request.content_type != "application/json":
        return str(request.POST["text"])
    text = json.loads(request.body)["text"]
    if not isinstance(text, str):
        raise ValueError("not a text")
    return text
