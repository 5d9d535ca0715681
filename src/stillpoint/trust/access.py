"""Who may use what trust offers to every room."""

from __future__ import annotations

from stillpoint.trust.answers import Answer, yes


def can_scan(officer: object) -> Answer:
    """Everyone signed in may have their own words read for identifiers."""
    return yes()
