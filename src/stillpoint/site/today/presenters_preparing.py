"""Protected time before court as items of Today: requests to answer, offers to accept."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points import preparing
from stillpoint.points.models import ProtectedTime, TimeState
from stillpoint.points.presenters_before_court import purpose_of
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters, shown


def protected_time(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """What waits for this person's answer, the longest due first; late ones are red."""
    found, more = shown(preparing.waits_for(officer, most=most + 1), most)
    items = tuple(_item(one, now) for one in found)
    return Kind(items, f"{reverse('points')}?show=team" if more else "", "My team’s points")


def _item(time: ProtectedTime, now: dt.datetime) -> Item:
    late = preparing.is_late(time, now)
    who = time.asked_by.titled_name
    if time.state == TimeState.OFFERED:
        sentence = "Take another time to prepare for court, or ask for another"
        why = "Your supervisor cannot give you the days that you asked for."
    else:
        sentence = f"Answer {who}, who asks for {plural(time.hours, 'hour')} to prepare for court"
        why = f"It is {purpose_of(time)}."
    return Item(
        matters=Matters.POINT_OVERDUE if late else Matters.POINT_DUE,
        sentence=sentence,
        why=why,
        href=reverse("protected-time", kwargs={"ref": time.ref}),
        due=time.answer_due_at if time.state == TimeState.ASKED else None,
        tag="Answer is late" if late else "To answer",
        colour="red" if late else "blue",
        about=(time.trail_reference, time.point.case.trail_reference),
    )
