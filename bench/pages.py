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
from stillpoint.cases.models import Case
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points.models import Point, PointState

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
    ]
    for who, page in pages:
        client = Client()
        client.force_login(who)
        _measure(client, page)
    return [page for _, page in pages]


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
