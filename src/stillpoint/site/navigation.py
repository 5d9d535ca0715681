"""What stands in the service navigation, and who sees it: one table.

A page that a person may not reach is not offered to them. The rule is the same one that guards
the page (``access.py`` of its room), so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from stillpoint.cases import access as cases
from stillpoint.cases import breaking_glass
from stillpoint.disclosure import access as disclosure
from stillpoint.evidence import access as evidence
from stillpoint.learning import access as learning
from stillpoint.people import access as people
from stillpoint.points import access as points
from stillpoint.reviews import access as reviews
from stillpoint.reviews import access_reviewing as reviewing
from stillpoint.risks import access as risks
from stillpoint.site import my_team, trail_pages
from stillpoint.site.addresses import address, has_address
from stillpoint.trust.answers import Answer, yes


def everyone(officer: Any) -> Answer:
    """Whoever is signed in."""
    return yes()


@dataclass(frozen=True)
class Item:
    """One entry: its words, the URL name of its first page, the rule that opens it.

    ``under`` is the start of the addresses at which the entry is marked as the current one;
    by default the address of its page. ``words``: what one finds there, for the page "More".
    """

    label: str
    url_name: str
    rule: Callable[[Any], Answer] = everyone
    under: str = ""
    words: str = ""


# In the order of a working day: what is one's own first, what one keeps for the force last.
ITEMS: list[Item] = [
    Item("Today", "today", words="What is left for you."),
    Item("Cases", "cases:cases", cases.can_list_cases, words="The cases that you may see."),
    Item("Points", "points", points.can_list_points, words="Reflective practice points."),
    Item("My team", "my-team", my_team.can_see_my_team, words="What your people are asked for."),
    Item("Rounds", "rounds", reviews.can_list_rounds, words="Plan, draw, assign, follow, report."),
    Item("Disclosure", "disclosure", disclosure.can_see_queue, words="What is not on a case file."),
    Item("Trail", "trail", trail_pages.can_read_trail, words="Who saw, changed, disclosed what."),
    Item("Live risks", "risks", risks.can_list_risks, words="Raised, and not closed yet."),
    Item("My reviews", "reviews", reviewing.can_list_own_reviews, words="Cases you review."),
    Item("Learning", "learning", learning.can_list_learning, words="What was learned and agreed."),
    Item("Evidence", "evidence", evidence.can_list_reports, words="Reports and their figures."),
    Item("Feedback", "feedback-list", reviews.can_list_feedback, words="From reviews of cases."),
    Item("Intake", "intake:intake", cases.can_see_intake, words="Files, held rows, wordings."),
    Item(
        "Retention",
        "retention",
        disclosure.can_hold,
        words="Holds on cases, and what is due to go.",
    ),
    Item("People", "people:people", people.can_see_people, words="Officers, teams and areas."),
    Item(
        "Break-glass",
        "broken-glass-list",
        breaking_glass.can_ask_for_glass,
        words="Open one case for a few hours, with a second person.",
    ),
    Item("Worker", "worker", people.can_administer, words="What runs in the background."),
]
# More than these would not stand in one line: the rest is one press away, under "More".
MOST = 9
MORE = "More"


def items_for(request: HttpRequest, table: Iterable[Item] | None = None) -> list[dict[str, Any]]:
    """The entries that the person may reach, as the service navigation macro takes them."""
    entries = [_entry(item, href, request.path) for item, href in _reached(request, table)]
    if len(entries) <= MOST:
        return entries
    shown, folded = entries[: MOST - 1], entries[MOST - 1 :]
    href = address("more")
    active = request.path == href or any(entry["active"] for entry in folded)
    return [*shown, {"text": MORE, "href": href, "active": active, "current": request.path == href}]


def folded_for(request: HttpRequest) -> list[dict[str, str]]:
    """What stands under "More", with what one finds there; everything where all has room."""
    reached = _reached(request, None)
    rest = reached[MOST - 1 :] if len(reached) > MOST else reached
    return [{"title": item.label, "href": href, "hint": item.words} for item, href in rest]


def _reached(request: HttpRequest, table: Iterable[Item] | None) -> list[tuple[Item, str]]:
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return []
    found = []
    for item in ITEMS if table is None else table:
        if has_address(item.url_name) and item.rule(officer).allowed:
            found.append((item, address(item.url_name)))
    return found


def _entry(item: Item, href: str, path: str) -> dict[str, Any]:
    start = item.under or href
    active = path == href or (start != "/" and path.startswith(start))
    return {"text": item.label, "href": href, "active": active, "current": path == href}
