"""The morning's digest for a whole force: what it takes for one officer, in empty pages."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measuring import Line
from stillpoint.people.models import LineManagement, Officer
from stillpoint.points.models import Participation, Point
from stillpoint.site.models import HowTold
from stillpoint.site.telling import digest
from stillpoint.trust.actors import job

OFFICERS = 3_000
# No budget of the design: what a form may take, because nobody waits for it.
BUDGET, QUERIES = 5, 30


def lines() -> Iterator[Line]:
    """Look at what waits for each of 3,000 officers, as the worker does on a working morning."""
    _recruit()
    now = timezone.localtime()
    officers = list(digest.to_look_at(now.date()))
    by, took, asked, told = job("send digests"), [], [], 0
    for officer in officers:
        started = time.process_time()
        told += digest.send_digest(by=by, officer=officer, now=now)
        took.append(time.process_time() - started)
    with transaction.atomic():
        for officer in officers[:200]:
            HowTold.objects.filter(officer=officer).update(digest_on=None)
            with CaptureQueriesContext(connection) as captured:
                digest.send_digest(by=by, officer=officer, now=now)
            asked.append(len(captured))
        transaction.set_rollback(True)
    what = f"digest for one of {len(officers):,} officers ({told:,} are told) / an empty page"
    yield Line(what, statistics.mean(took), _empty(officers[0]), BUDGET)
    yield Line(f"digest for {len(officers):,} officers, processor seconds", sum(took), None, 60)
    yield Line("digest: queries for one officer at most", max(asked), None, QUERIES, "queries")


def _recruit() -> None:
    """As many officers as a large force has, each with a manager; open points are spread."""
    chance = random.Random(7)
    old = list(Officer.objects.order_by("pk"))
    password = make_password(None)
    new = Officer.objects.bulk_create(
        Officer(
            number=f"B{number}",
            given_name="Bench",
            family_name=f"Officer {number}",
            email=f"bench{number}@force.example",
            rank="constable",
            joined_on="2015-01-01",
            password=password,
        )
        for number in range(OFFICERS - len(old))
    )
    LineManagement.objects.bulk_create(
        LineManagement(officer=one, manager=chance.choice(old), since="2020-01-01") for one in new
    )
    everyone = [*old, *new]
    open_points = list(Point.objects.filter(state="open"))
    for point in open_points:
        point.owner = chance.choice(everyone)
    Point.objects.bulk_update(open_points, ["owner"], batch_size=500)
    Participation.objects.bulk_create(
        (
            Participation(point=point, officer=chance.choice(everyone), role="peer")
            for point in open_points
        ),
        ignore_conflicts=True,
    )


def _empty(officer: Officer) -> float:
    client = Client()
    client.force_login(officer)
    client.get("/bench/empty/")
    taken = []
    for _ in range(51):
        started = time.process_time()
        client.get("/bench/empty/")
        taken.append(time.process_time() - started)
    return statistics.median(taken)
