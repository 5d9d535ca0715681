"""Measure pages against an empty one, in a database with a given number of cases.

The seconds are the processor's for this process: SQLite runs in it, so nothing of a page is left
out, and what else the machine is doing is.
"""

from __future__ import annotations

import statistics
import time
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.visits import Visit
from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points.models import Point, PointState
from stillpoint.reviews.models import Review, ReviewState, Round, RoundState

RUNS = 31


def visits() -> list[Visit]:
    """Measure the main pages, each as somebody who opens it, in the database as it is."""
    lead = Officer.objects.filter(roles__role="rasso_lead").order_by("pk")[0]
    newest = Case.objects.order_by("-reported_on", "reference")[0]
    point = _open_point()
    assert point.owner is not None
    supervisor = LineManagement.objects.filter(officer=point.owner).order_by("pk")[0].manager
    held = Point.objects.filter(state=PointState.HELD, owner=point.owner).order_by("pk")[0]
    points = reverse("points")
    pages = [
        (lead, Visit("Today", "list", "/")),
        (point.owner, Visit("Today, with points to hold", "list", "/")),
        (lead, Visit("Cases", "list", reverse("cases:cases"))),
        (lead, Visit("Cases, searched", "list", f"{reverse('cases:cases')}?q=WX-2")),
        (lead, Visit("Case", "detail", reverse("case", args=[newest.ref]))),
        (point.owner, Visit("My points", "list", points)),
        (supervisor, Visit("My team’s points", "list", f"{points}?show=team")),
        (supervisor, Visit("My team, by last talk", "list", f"{points}?show=people")),
        (point.owner, Visit("Point to hold", "form", reverse("point", args=[point.ref]))),
        (point.owner, Visit("Point held", "detail", reverse("point", args=[held.ref]))),
        (lead, Visit("Rounds", "list", reverse("rounds"))),
        (lead, Visit("Live risks", "list", reverse("risks"))),
        (lead, Visit("Due for retention review", "list", reverse("retention"))),
        (lead, Visit("Open a round", "form", reverse("round-open"))),
        (lead, Visit("Raise a live risk", "form", _about(newest, "risk-raise"))),
        (lead, Visit("People", "list", reverse("people:people"))),
        (lead, Visit("Person", "detail", reverse("people:officer", args=[point.owner.ref]))),
        *_of_rounds(lead),
        *_of_reviews(lead),
    ]
    for who, page in pages:
        client = Client()
        client.force_login(who)
        _measure(client, page)
    return [page for _, page in pages]


def _of_rounds(lead: Officer) -> list[tuple[Officer, Visit]]:
    """What the lead opens most of a round under way, the feedback of one that is done, and a plan
    that is tried: it counts all cases by the outcome."""
    under_way = Round.objects.filter(state=RoundState.PUBLISHED).order_by("-pk")[0]
    planned = Round.objects.get(state=RoundState.OPEN)
    plan = {"by": "outcome", "decide": "size", "amount": 40, "rule": "power", "minimum": 2}
    minutes = {"first_minutes": 120, "second_minutes": 60}
    done = Round.objects.filter(feedback_released_at__isnull=False).order_by("-pk")[0]
    rows = [
        ("Round", "detail", "round", under_way),
        ("Progress of a round", "list", "round-progress", under_way),
        ("Close a round", "form", "round-close", under_way),
        ("Feedback of a round", "list", "round-feedback", done),
    ]
    tried = f"{reverse('round-plan', args=[planned.ref])}?{urlencode(plan | minutes)}"
    return [
        (lead, Visit("Plan of a round, tried", "page", tried)),
        *(
            (lead, Visit(title, kind, reverse(name, args=[round.ref])))
            for title, kind, name, round in rows
        ),
    ]


def _of_reviews(lead: Officer) -> list[tuple[Officer, Visit]]:
    """A first and a second review as they are written, and a second one as the lead reads it."""
    reviews = Review.objects.select_related("assignment__reviewer").order_by("pk")
    first = reviews.filter(step=1, state=ReviewState.DRAFT)[0]
    second = reviews.filter(step=2, state=ReviewState.DRAFT, revealed_at__isnull=False)[0]
    submitted = reviews.filter(step=2, state=ReviewState.SUBMITTED)[0]
    area = practice.current().review_template.areas[0].key
    rows = [
        ("My reviews", "list", first.assignment.reviewer, reverse("reviews")),
        ("Review: tasks", "detail", first.assignment.reviewer, _page("review", first)),
        ("Review: an area", "form", first.assignment.reviewer, _page("review-area", first, area)),
        ("Review: check", "form", first.assignment.reviewer, _page("review-check", first)),
        (
            "Review: compare",
            "form",
            second.assignment.reviewer,
            _page("review-compare", second, area),
        ),
        ("Review to read", "detail", lead, _page("review", submitted)),
    ]
    return [(who, Visit(title, kind, path)) for title, kind, who, path in rows]


def _page(name: str, review: Review, *more: str) -> str:
    return reverse(name, args=[review.ref, *more])


def _open_point() -> Point:
    """One of the investigator who has the most to do."""
    found = Point.objects.filter(state=PointState.OPEN, owner__isnull=False)
    owners = found.order_by().values("owner").annotate(points=Count("pk"))
    busiest = owners.order_by("-points", "owner")[0]["owner"]
    return found.filter(owner=busiest).select_related("owner").order_by("due_at", "pk")[0]


def _about(case: Case, name: str) -> str:
    return f"{reverse(name)}?{urlencode({'case': case.ref})}"


def _measure(client: Client, page: Visit) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.path)
    if answer.status_code != 200:
        raise SystemExit(f"{page.path} answered {answer.status_code}: nothing to measure.")
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    page.queries = len(captured)
    page.kib = len(answer.content) / 1024
    ours, empty = [], []
    for _ in range(RUNS):
        ours.append(_once(client, page.path))
        empty.append(_once(client, "/bench/empty/"))
    page.seconds, page.empty = statistics.median(ours), statistics.median(empty)


def _once(client: Client, path: str) -> float:
    started = time.process_time()
    client.get(path)
    return time.process_time() - started
