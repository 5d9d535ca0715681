"""Three points for each case of a force: most were held, some waived, and few are open at once.

One investigator has more open than a page shows, so that their lists and their supervisor's are the
same page at every size of the force.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Involvement
from stillpoint.points.models import ConversationRevision, Participation, Point, PointState

OF_A_CASE, OPEN, WAIVED, BUSY = 3, 0.02, 0.05, 30
AT_ONCE = 2_000
NOTHING = {key: {"answer": "nothing"} for key in ("case", "learning", "welfare")}


def fill_points(seed: int = 7) -> None:
    """The owner investigates the case; their sergeant and a helper are asked to take part."""
    chance = random.Random(seed)
    people: dict[int, dict[str, int]] = {}
    for case, role, officer in Involvement.objects.values_list("case_id", "role", "officer_id"):
        people.setdefault(case, {})[role] = officer
    cases = Case.objects.order_by("pk").values_list("pk", "reported_on")
    for some in _batches(cases.iterator()):
        points = Point.objects.bulk_create(
            _point(chance, case, day, place, people.get(case, {}))
            for case, day in some
            for place in range(OF_A_CASE)
        )
        Participation.objects.bulk_create(
            Participation(point=point, officer_id=officer, role=role)
            for point in points
            for role, officer in people.get(point.case_id, {}).items()
            if officer != point.owner_id and role in ("supervisor", "interviewer")
        )
        ConversationRevision.objects.bulk_create(
            ConversationRevision(
                point=point, number=1, lenses=NOTHING, practice_version="bench", by_id=by
            )
            for point in points
            if point.state == PointState.HELD and (by := point.owner_id)
        )

    _keep_busy()


def _keep_busy() -> None:
    """Open the newest held points again, for one owner."""
    found = Point.objects.filter(owner__isnull=False, state=PointState.HELD).order_by("-pk")
    busy = found[0].owner_id
    theirs = found.values_list("pk", flat=True)[:BUSY]
    now = timezone.now()
    Point.objects.filter(pk__in=list(theirs)).update(
        owner=busy,
        state=PointState.OPEN,
        held_at=None,
        opened_at=now,
        due_at=now + dt.timedelta(days=13),
    )


def _batches(rows: Iterator[tuple[int, dt.date]]) -> Iterator[list[tuple[int, dt.date]]]:
    while some := list(itertools.islice(rows, AT_ONCE)):
        yield some


def _point(
    chance: random.Random, case: int, day: dt.date, place: int, people: dict[str, int]
) -> Point:
    kinds = practice.current().points.kinds
    opened = timezone.now() - dt.timedelta(days=chance.randrange(400))
    point = Point(
        case_id=case,
        kind=kinds[place].key,
        trigger=f"bench:{place}",
        why="Something happened in the case.",
        owner_id=people.get("oic") or people.get("fro"),
        opened_at=opened,
        due_at=opened + dt.timedelta(days=14),
    )
    drawn = chance.random()
    if drawn < OPEN:
        point.opened_at = timezone.now() - dt.timedelta(days=chance.randrange(20))
        point.due_at = point.opened_at + dt.timedelta(days=14)
    elif drawn < OPEN + WAIVED:
        point.state, point.waived_reason = PointState.WAIVED, "Held in another case."
        point.waived_at, point.waived_by_id = opened, people.get("supervisor")
    else:
        point.state, point.held_at = PointState.HELD, opened + dt.timedelta(days=3)
    return point
