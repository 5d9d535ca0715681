"""Who is told that a conversation names them, and that someone says they were not there. Nothing of
the conversation leaves the service."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.people.models import Officer
from stillpoint.points.facts import AttendanceDenied, PointHeld
from stillpoint.points.models import Point


def tell_those_named(fact: PointHeld) -> None:
    """Everyone who is said to have been there, but for whoever shared it."""
    point = Point.objects.select_related("held_with").get(ref=fact.point)
    last = (point.held_with or point).revisions.order_by("-number").first()
    if last is None:
        return
    for part in point.participations.filter(took_part=True).select_related("officer"):
        if part.officer_id != last.by_id:
            tell(
                part.officer,
                subject="You are named as having taken part in a conversation",
                text="Sign in to read what was shared. If you were not there, say so with one "
                "press.",
                link=f"/points/{point.ref}/",
                key=f"named:{point.ref}:{last.number}",
            )


def tell_who_shared(fact: AttendanceDenied) -> None:
    point = Point.objects.get(ref=fact.point)
    last = point.revisions.order_by("-number").select_related("by").first()
    if last is None or last.by is None:
        return
    denied = Officer.objects.get(ref=fact.officer)
    tell(
        last.by,
        subject="Someone you named says that they were not there",
        text="Sign in to see who. Talk to them, or open the point again to put it right.",
        link=f"/points/{point.ref}/",
        key=f"not-there:{point.ref}:{denied.ref}",
    )
