"""The force in a few numbers, for those who answer for it: the RASSO lead, the analyst, the chief
officer. Numbers without content, each leading to the page that says more and that they may open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from stillpoint.evidence import access as evidence
from stillpoint.evidence.models import Report
from stillpoint.people.models import Officer
from stillpoint.points import access as points
from stillpoint.points.models import Point, PointState
from stillpoint.reviews import access as reviews
from stillpoint.reviews.models import Round, RoundState
from stillpoint.risks.access import seen_by, sees_all_risks
from stillpoint.risks.models import RiskState
from stillpoint.trust.prepared import how_many, prepared

# More than so many points are not counted out: the page of counts has the number.
MOST = 99
LATELY = dt.timedelta(days=28)


def in_the_force(officer: Officer, now: dt.datetime) -> list[dict[str, Any]]:
    """At most four figures as ``stat_row`` takes them; none for anybody else."""
    sees_counts, is_chief = bool(points.can_see_counts(officer)), evidence.is_chief_officer(officer)
    if not sees_counts and not is_chief:
        return []
    found = []
    if sees_counts:
        counts = f"{reverse('points')}?show=counts"
        found += [
            _figure(len(_overdue(now)), "points overdue", counts),
            _figure(len(_waived(now - LATELY)), "points waived in four weeks", counts),
        ]
    if sees_all_risks(officer) or is_chief:
        open_ones = _risks(officer.pk, now.date(), everything=sees_all_risks(officer))
        found.append(_figure(sum(open_ones), "live risks open", reverse("risks")))
    if reviews.can_list_rounds(officer):
        found.append(_figure(sum(_under_way()), "rounds under way", reverse("rounds")))
    if is_chief:
        found.append(_figure(sum(_reports()), "reports of rounds to read", reverse("evidence")))
    return found


def _figure(number: int, words: str, href: str) -> dict[str, Any]:
    return {"figure": f"{MOST}+" if number > MOST else number, "words": words, "href": href}


@prepared
def _overdue(now: dt.datetime) -> QuerySet[Point, int]:
    late = Point.objects.filter(state=PointState.OPEN, due_at__lt=now)
    return late.order_by("due_at").values_list("pk", flat=True)[: MOST + 1]


@prepared
def _waived(since: dt.datetime) -> QuerySet[Point, int]:
    lately = Point.objects.filter(state=PointState.WAIVED, waived_at__gte=since)
    return lately.order_by("waived_at").values_list("pk", flat=True)[: MOST + 1]


@prepared
def _risks(officer: int, today: dt.date, *, everything: bool) -> QuerySet[Any, int]:
    risks = seen_by(officer, today, everything=everything).exclude(state=RiskState.CLOSED)
    return how_many(risks.select_related(None))


@prepared
def _under_way() -> QuerySet[Round, int]:
    return how_many(Round.objects.exclude(state__in=[RoundState.CLOSED, RoundState.ABANDONED]))


@prepared
def _reports() -> QuerySet[Report, int]:
    return how_many(Report.objects.filter(round__state=RoundState.CLOSED))
