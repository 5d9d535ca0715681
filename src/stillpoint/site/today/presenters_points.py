"""Reflective practice points as items of Today: one's own, first due first."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points import waiting as points_waiting
from stillpoint.points.handover_turns import TURN_WORDS, turns
from stillpoint.points.models import Point
from stillpoint.points.presenters import title_of
from stillpoint.points.presenters_point import state_tag
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters, shown


def points(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Points to hold; for the lead, those without an owner."""
    waiting = points_waiting.waiting_for(officer, most=most + 1)
    found, more = shown(waiting.points, most)
    next_up = turns(found, officer)
    items = [_point(one, officer, now, next_up.get(one.pk, "")) for one in found]
    if waiting.without_owner:
        items.append(
            Item(
                matters=Matters.POINT_DUE,
                sentence=f"See to {plural(waiting.without_owner, 'point')} without an owner",
                why="Nobody holds the part that owns them: say who does in the case system.",
                href=f"{reverse('points')}?show=counts",
            )
        )
    return Kind(tuple(items), reverse("points") if more else "", "All my points")


def _point(point: Point, officer: Officer, now: dt.datetime, turn: str) -> Item:
    """``turn``: what is next at a handover; it is said first, and the way leads there."""
    overdue = point.due_at < now
    today = timezone.localdate(point.due_at) <= timezone.localdate(now)
    own = "" if point.owner_id == officer.pk else "You were asked to take part. "
    return Item(
        matters=Matters.POINT_OVERDUE if overdue or today else Matters.POINT_DUE,
        sentence=f"{TURN_WORDS.get(turn) or title_of(point.kind)}: case {point.case.reference}",
        why=f"{own}{point.why}",
        href=reverse("point-handover" if turn else "point", kwargs={"ref": point.ref}),
        due=point.due_at,
        tag=state_tag(point, now)["words"] if overdue else f"Due {_day(point.due_at, now)}",
        colour="red" if overdue else "yellow" if today else "blue",
        about=(point.trail_reference, point.case.trail_reference),
    )


def _day(due: dt.datetime, now: dt.datetime) -> str:
    day = timezone.localdate(due)
    return "today" if day == timezone.localdate(now) else f"{day.day} {day:%b}"
