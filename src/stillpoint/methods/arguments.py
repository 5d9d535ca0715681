"""What is asked of an argument before anything is reckoned: a sentence that names it, if not so."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real


def must_be_text(name: str, value: object) -> None:
    """Raise ValueError unless the value is a string."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text, not {_kind(value)}.")


def must_be_mapping(name: str, value: object, gives: str) -> None:
    """Raise ValueError unless the value is a mapping; ``gives`` says from what to what."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a mapping that gives {gives}, not {_kind(value)}.")


def must_be_number(name: str, value: object) -> None:
    """Raise ValueError unless the value is a real number (a truth value is none)."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"{name} must be a number, not {_kind(value)}.")


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}: {value!r:.60}"
