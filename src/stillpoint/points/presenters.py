"""Lists of points as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.points.presenters_point import state_tag

# Of a point that somebody who reports to the viewer owns as a supervisor.
NOT_READ = "Read by those who take part. You can waive it, with a reason."


def point_rows(
    points: Iterable[Point], now: dt.datetime, *, readable: set[int] | None = None
) -> list[dict[str, Any]]:
    """One line for a point: what, which case, whose, by when, why. ``readable``: ids of those that
    the viewer may read, where the list has others: those have no words here, and no page."""
    return [
        {
            "href": _href(one, readable),
            "title": title_of(one.kind),
            "case": one.case.reference,
            "owner": one.owner.titled_name if one.owner else "Nobody yet",
            "why": one.why if readable is None or one.pk in readable else NOT_READ,
            "due": one.due_at,
            "state": state_tag(one, now),
            "reason": one.waived_reason,
            "waived_by": one.waived_by.titled_name if one.waived_reason and one.waived_by else "",
            "waived_at": one.waived_at,
        }
        for one in points
    ]


def _href(point: Point, readable: set[int] | None) -> str:
    if readable is None or point.pk in readable:
        return reverse("point", kwargs={"ref": point.ref})
    if point.state == PointState.OPEN:
        return reverse("point-waive", kwargs={"ref": point.ref})
    return ""


def title_of(kind: str) -> str:
    """The title of a kind of point; a kind that the practice model no longer has is its key."""
    titles = {one.key: one.title for one in practice.current().points.kinds}
    return titles.get(kind, kind)


def people_rows(people: Iterable[Officer], now: dt.datetime) -> list[dict[str, Any]]:
    """How long each has gone without a conversation, in words."""
    rows = []
    for one in people:
        last: dt.datetime | None = one.last_talk  # type: ignore[attr-defined]
        rows.append({"name": one.titled_name, "last": last, "ago": _ago(last, now)})
    return rows


def count_rows(counts: Iterable[dict[str, Any]]) -> list[list[Any]]:
    names = ("open", "overdue", "held", "waived", "overtaken", "without_owner")
    return [[title_of(one["kind"]), *(f"{one[name]:,}" for name in names)] for one in counts]


def _ago(last: dt.datetime | None, now: dt.datetime) -> str:
    if last is None:
        return "None recorded"
    days = (timezone.localdate(now) - timezone.localdate(last)).days
    return "Today" if days < 1 else "1 day ago" if days == 1 else f"{days} days ago"
