"""What stands in the service navigation, and who sees it: one table.

A page that a person may not reach is not offered to them. The rule is the same one that guards
the page (``access.py`` of its room), so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from stillpoint.trust.answers import Answer, yes


def everyone(officer: Any) -> Answer:
    """Whoever is signed in."""
    return yes()


@dataclass(frozen=True)
class Item:
    """One entry: its words, the URL name of its first page, the rule that opens it.

    ``under`` is the start of the addresses at which the entry is marked as the current one;
    by default the address of its page.
    """

    label: str
    url_name: str
    rule: Callable[[Any], Answer] = everyone
    under: str = ""


ITEMS: list[Item] = [
    Item("Today", "today"),
]


def items_for(request: HttpRequest, table: Iterable[Item] | None = None) -> list[dict[str, Any]]:
    """The entries that the person may reach, as the service navigation macro takes them."""
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return []
    shown = []
    for item in ITEMS if table is None else table:
        try:
            href = reverse(item.url_name)
        except NoReverseMatch:
            continue
        if item.rule(officer).allowed:
            shown.append(_entry(item, href, request.path))
    return shown


def _entry(item: Item, href: str, path: str) -> dict[str, Any]:
    start = item.under or href
    active = path == href or (start != "/" and path.startswith(start))
    return {"text": item.label, "href": href, "active": active, "current": path == href}
