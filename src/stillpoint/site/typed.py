"""What a person had typed into a form that could not be taken: shown again, never stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

# Never shown again, not even to the person who typed it.
SECRET = re.compile(r"password|passcode|token|secret|credential|^code$", re.IGNORECASE)
# Carried by the form for itself.
MACHINERY = re.compile(r"^(csrfmiddlewaretoken|version|active_seconds|action|next)$|_FORMS$")
MOST = 60


@dataclass(frozen=True)
class TypedValue:
    """One answer: the field's name in words, what was typed, and whether it is long text."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        return min(14, 2 + self.text.count("\n") + len(self.text) // 70)


def typed_values(request: HttpRequest) -> list[TypedValue]:
    """The answers in the request, secrets and empty ones left out."""
    try:
        posted = request.POST
    except SuspiciousOperation:
        return []
    found = [
        TypedValue(in_words(name), "\n".join(values).strip())
        for name, values in posted.lists()
        if not SECRET.search(name) and not MACHINERY.search(name)
    ]
    return [value for value in found if value.text][:MOST]


def in_words(name: str) -> str:
    """``what_happened-2`` as ``What happened 2``."""
    return re.sub(r"[_\-]+", " ", name).strip().capitalize() or "Answer"
