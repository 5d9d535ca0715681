"""Pages of a case that is not progressed, as items of Today: for whoever signs next."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.points import signing, signing_next
from stillpoint.points.signing_next import ToSign
from stillpoint.site.today.items import Item, Kind, Matters, shown

WHY = {
    signing.OFFICER: "It is shared. You sign first, and a supervisor after you.",
    signing.SUPERVISOR: "The officer has signed. It stands once you have, too.",
}


def signatures(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """What waits for this person's signature, first due first."""
    found, more = shown(signing_next.waits_for(officer, most=most + 1), most)
    items = tuple(_item(one, now) for one in found)
    return Kind(items, f"{reverse('points')}?show=team" if more else "", "My team’s points")


def _item(one: ToSign, now: dt.datetime) -> Item:
    point = one.point
    late = point.due_at < now
    return Item(
        matters=Matters.POINT_OVERDUE if late else Matters.POINT_DUE,
        sentence=f"Read and sign why it is not progressed: case {point.case.reference}",
        why=WHY[one.role],
        href=reverse("point-not-progressed", kwargs={"ref": point.ref}),
        due=point.due_at,
        tag="To sign",
        colour="red" if late else "yellow",
        about=(point.trail_reference, point.case.trail_reference),
    )
