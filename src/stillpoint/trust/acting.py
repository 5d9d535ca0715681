"""What makes a function a business act: one transaction, and an entry in the trail."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from stillpoint.trust import trail

P = ParamSpec("P")
R = TypeVar("R")

ACTS: dict[str, Callable[..., Any]] = {}


class TrailMissing(AssertionError):
    """An act or a page ended without leaving an entry in the trail."""


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in a transaction and refuse to commit it without a trail entry.

    An act that rightly changes nothing says so with ``trail.nothing_changed()``.
    """

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            left = trail.entries_left()
            result = function(*args, **kwargs)
            if trail.entries_left() == left:
                raise TrailMissing(f"{function.__module__}.{function.__qualname__} left no entry.")
            return result

    ACTS[f"{function.__module__}.{function.__qualname__}"] = wrapped
    return wrapped
