"""My points, my team's, and counts for those who see counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stillpoint.people.access import person
from stillpoint.people.models import Officer
from stillpoint.points import access, presenters, readers, waiting
from stillpoint.trust.screens import consulted, screen

A_PAGE = 25
TABS = {
    "mine": "Mine",
    "team": "My team’s",
    "waived": "Waived",
    "people": "Longest without a conversation",
    "counts": "Counts",
}
LISTS: dict[str, Callable[[Officer], Any]] = {
    "mine": waiting.open_for,
    "team": waiting.open_in_team,
    "waived": waiting.waived_in_team,
    "people": waiting.longest_without,
}


@screen(access.can_list_points)
def points(request: HttpRequest) -> HttpResponse:
    viewer, now = person(request), timezone.now()
    allowed = _allowed(viewer)
    show = request.GET.get("show", "mine")
    show = show if show in allowed else "mine"
    address = reverse("points")
    context: dict[str, Any] = {
        "show": show,
        "tabs": [
            {"text": TABS[one], "href": f"{address}?show={one}", "active": one == show}
            for one in allowed
        ],
        "address": f"{address}?show={show}",
        "page": None,
        "rows": [],
    }
    if show == "counts":
        context["rows"] = presenters.count_rows(waiting.counts(now))
        context["readers"] = readers.sentence("What is said at a point")
        consulted(request, "counts of points", act="read counts of points")
    else:
        page = Paginator(LISTS[show](viewer), A_PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        context |= {"page": page, "rows": _rows(viewer, show, shown, now)}
        consulted(request, shown or ["points"], act="list points")
    return render(request, "points/points.jinja", context)


def _rows(viewer: Officer, show: str, shown: list[Any], now: dt.datetime) -> list[dict[str, Any]]:
    if show == "people":
        return presenters.people_rows(shown, now)
    readable = access.readable_among(viewer, shown) if show in ("team", "waived") else None
    return presenters.point_rows(shown, now, readable=readable)


def _allowed(viewer: Officer) -> list[str]:
    """The tabs that this person has."""
    found = ["mine"]
    if waiting.supervises_anybody(viewer):
        found += ["team", "waived", "people"]
    if access.can_see_counts(viewer):
        found.append("counts")
    return found
