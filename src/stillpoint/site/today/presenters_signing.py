"""Pages of a case that is not progressed, as items of Today: for a supervisor who signs next and
has no part in the point. Those who have one find it among their points."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points import signing_next
from stillpoint.points.models import Point
from stillpoint.points.next_steps import SIGN
from stillpoint.site.today.items import Item, Kind, Matters, shown


def signatures(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """What waits for this person's signature, first due first."""
    found, more = shown(signing_next.waits_for(officer, most=most + 1), most)
    items = tuple(_item(one, now) for one in found)
    return Kind(items, f"{reverse('points')}?show=team" if more else "", "My team’s points")


def _item(point: Point, now: dt.datetime) -> Item:
    late = point.due_at < now
    return Item(
        matters=Matters.POINT_OVERDUE if late else Matters.POINT_DUE,
        sentence=f"{SIGN.words}: case {point.case.reference}",
        why="The officer has signed. It stands once you have, too.",
        href=reverse(SIGN.address, kwargs={"ref": point.ref}),
        due=point.due_at,
        tag="To sign",
        colour="red" if late else "yellow",
        about=(point.trail_reference, point.case.trail_reference),
    )
