"""Addresses by their URL names; those without arguments, twenty to a frame, are found once."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its URL name: ``url("rounds:round", ref=round.ref)``."""
    if args or kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _without_arguments(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def has_address(name: str) -> bool:
    try:
        address(name)
    except NoReverseMatch:
        return False
    return True


@functools.cache
def _without_arguments(name: str, urlconf: str, prefix: str) -> str:
    return reverse(name, urlconf)
