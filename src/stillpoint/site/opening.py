"""Views that anybody may open, signed in or not: each says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(why: str) -> Callable[[View], View]:
    """Mark a view as open. The access matrix fails for a view with neither a rule nor this."""

    def mark(view: View) -> View:
        view.open_to_all = why  # type: ignore[attr-defined]
        return view

    return mark
