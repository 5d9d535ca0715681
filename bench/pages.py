"""Measure pages against an empty one, in a database with a given number of cases."""

from __future__ import annotations

import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.visits import Visit
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer

RUNS = 15


def visits() -> list[Visit]:
    """Measure the main pages as the RASSO lead, in the database as it is."""
    lead = Officer.objects.filter(roles__role="rasso_lead").order_by("pk")[0]
    client = Client()
    client.force_login(lead)
    newest = Case.objects.order_by("-reported_on", "reference")[0]
    pages = [
        Visit("Today", "list", "/"),
        Visit("Cases", "list", reverse("cases:cases")),
        Visit("Cases, searched", "list", reverse("cases:cases") + "?q=WX-2"),
        Visit("Case", "detail", reverse("case", args=[newest.ref])),
        Visit("Rounds", "list", reverse("rounds")),
        Visit("Live risks", "list", reverse("risks")),
        Visit("Open a round", "form", reverse("round-open")),
        Visit("People", "list", reverse("people:people")),
    ]
    for page in pages:
        _measure(client, page)
    return pages


def _measure(client: Client, page: Visit) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.path)
    if answer.status_code != 200:
        raise SystemExit(f"{page.path} answered {answer.status_code}: nothing to measure.")
    page.queries = len(captured)
    page.kib = len(answer.content) / 1024
    ours, empty = [], []
    for _ in range(RUNS):
        ours.append(_once(client, page.path))
        empty.append(_once(client, "/bench/empty/"))
    page.seconds, page.empty = statistics.median(ours), statistics.median(empty)


def _once(client: Client, path: str) -> float:
    started = time.perf_counter()
    client.get(path)
    return time.perf_counter() - started
