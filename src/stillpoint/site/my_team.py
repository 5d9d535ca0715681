"""My team: for a supervisor, what their people are asked for and how long since they were heard.

Nobody is scored, and nobody is put in order of how well they work: points stand by due time, people
by how long it is since somebody sat down with them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stillpoint.learning import waiting as learning_waiting
from stillpoint.people.access import person
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points import access as points_access
from stillpoint.points import presenters
from stillpoint.points import waiting as points_waiting
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared
from stillpoint.trust.screens import consulted, screen

POINTS_SHOWN, PEOPLE_SHOWN, WAIVED_SHOWN = 10, 10, 5


def can_see_my_team(officer: Officer) -> Answer:
    if officer.is_active and _manages_somebody(officer.pk, timezone.localdate()):
        return yes("You manage somebody.")
    return no("My team is for those who manage somebody: nobody is recorded as reporting to you.")


@prepared
def _manages_somebody(officer: int, today: dt.date) -> Any:
    lines = LineManagement.objects.on(today).filter(manager=officer)
    return lines.values_list("pk", flat=True)[:1]


@screen(can_see_my_team)
def my_team(request: HttpRequest) -> HttpResponse:
    viewer, now = person(request), timezone.now()
    points = list(points_waiting.open_in_team(viewer)[: POINTS_SHOWN + 1])
    waived = list(points_waiting.waived_in_team(viewer)[: WAIVED_SHOWN + 1])
    people = list(points_waiting.longest_without(viewer)[: PEOPLE_SHOWN + 1])
    shown = [*points[:POINTS_SHOWN], *waived[:WAIVED_SHOWN], *people[:PEOPLE_SHOWN]]
    consulted(request, shown or ["my team"], act="read My team")
    address = reverse("points")
    readable = points_access.readable_among(viewer, [*points, *waived])
    context = {
        "figures": _figures(viewer, now),
        "points": presenters.point_rows(points[:POINTS_SHOWN], now, readable=readable),
        "more_points": f"{address}?show=team" if len(points) > POINTS_SHOWN else "",
        "people": presenters.people_rows(people[:PEOPLE_SHOWN], now),
        "more_people": f"{address}?show=people" if len(people) > PEOPLE_SHOWN else "",
        "waived": presenters.point_rows(waived[:WAIVED_SHOWN], now, readable=readable),
        "more_waived": f"{address}?show=waived" if len(waived) > WAIVED_SHOWN else "",
    }
    return render(request, "pages/my_team.jinja", context)


def _figures(viewer: Officer, now: dt.datetime) -> list[dict[str, Any]]:
    """Counts of the whole team, never of one person."""
    points = points_waiting.team_counts(viewer, now)
    learning = learning_waiting.team_counts(viewer, timezone.localdate(now))
    team, actions = f"{reverse('points')}?show=team", f"{reverse('actions')}?show=team"
    return [
        {"figure": points["open"], "words": "points open", "href": team},
        {"figure": points["overdue"], "words": "of them overdue", "href": team},
        {"figure": learning["actions"], "words": "actions to do", "href": actions},
        {"figure": learning["overdue"], "words": "of them overdue", "href": actions},
        {"figure": learning["asked"], "words": "asked whether what they tried worked"},
    ]
