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

from stillpoint.cases import access as cases
from stillpoint.disclosure import access as disclosure
from stillpoint.evidence import access as evidence
from stillpoint.learning import access as learning
from stillpoint.people import access as people
from stillpoint.points import access as points
from stillpoint.reviews import access as reviews
from stillpoint.reviews import access_reviewing as reviewing
from stillpoint.risks import access as risks
from stillpoint.site import trail_pages
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
    Item("Cases", "cases:cases", cases.can_list_cases),
    Item("Points", "points", points.can_list_points),
    Item("Rounds", "rounds", reviews.can_list_rounds),
    Item("My reviews", "reviews", reviewing.can_list_own_reviews),
    Item("Live risks", "risks", risks.can_list_risks),
    Item("Feedback", "feedback-list", reviews.can_list_feedback),
    Item("Disclosure", "disclosure", disclosure.can_see_queue),
    Item("Retention", "holds", disclosure.can_hold, under="/retention/"),
    Item("Learning", "learning", learning.can_list_learning),
    Item("Evidence", "evidence", evidence.can_list_reports),
    Item("People", "people:people", people.can_see_people),
    Item("Intake", "intake:intake", cases.can_see_intake),
    Item("Trail", "trail", trail_pages.can_read_trail),
    Item("Worker", "worker", people.can_administer),
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
