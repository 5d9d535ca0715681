"""Pages at 500 and at 20,000 cases, against each other and against an empty page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.measuring import Line
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer

RUNS = 15
WEIGHT = 60


@dataclass
class Visit:
    """One page as one person sees it. ``seconds`` and ``empty`` are medians, taken in turn."""

    name: str
    kind: str
    path: str
    seconds: float = 0.0
    empty: float = 0.0
    queries: int = 0
    kib: float = 0.0
    timed: list[float] = field(default_factory=list)


def visits() -> list[Visit]:
    """Measure the main pages as the RASSO lead, in the database as it is."""
    lead = Officer.objects.filter(roles__role="rasso_lead").order_by("pk")[0]
    client = Client()
    client.force_login(lead)
    newest = Case.objects.order_by("-reported_on", "reference")[0]
    pages = [
        Visit("Today", "list", "/"),
        Visit("Cases", "list", reverse("cases")),
        Visit("Cases, searched", "list", reverse("cases") + "?q=WX-2"),
        Visit("Case", "detail", reverse("case", args=[newest.ref])),
        Visit("Rounds", "list", reverse("rounds")),
        Visit("Live risks", "list", reverse("risks")),
        Visit("Open a round", "form", reverse("round-open")),
        Visit("People", "list", reverse("people")),
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


def lines(small: list[Visit], large: list[Visit]) -> Iterator[Line]:
    for few, many in zip(small, large, strict=True):
        if many.kind == "list":
            what = f"{many.name} at 20,000 cases / at 500"
            yield Line(what, many.seconds, few.seconds, 1.3)
            yield Line(f"{many.name}: queries, the same", many.queries, few.queries, 1, "queries")
    for page in large:
        budget = 8 if page.kind == "list" else 5
        yield Line(f"{page.name} / an empty page", page.seconds, page.empty, budget)
        yield Line(f"{page.name}: weight of its HTML", page.kib, None, WEIGHT, "KiB")
