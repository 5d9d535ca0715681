"""Reflective practice points as items of Today: one's own, first due first."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.points import waiting as points_waiting
from stillpoint.points.models import Point
from stillpoint.points.next_steps import Step, next_steps
from stillpoint.points.presenters import title_of
from stillpoint.points.presenters_point import state_tag
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters, due_words, shown


def points(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """Points to hold; for the lead, those without an owner."""
    waiting = points_waiting.waiting_for(officer, most=most + 1)
    found, more = shown(waiting.points, most)
    steps = next_steps(found, officer)
    items = [_point(one, officer, now, steps.get(one.pk)) for one in found]
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


def _point(point: Point, officer: Officer, now: dt.datetime, step: Step | None) -> Item:
    """``step``: what is next on a page of the point; it is said first, and the way leads there."""
    overdue = point.due_at < now
    day, this_day = timezone.localdate(point.due_at), timezone.localdate(now)
    today = day <= this_day
    own = "" if point.owner_id == officer.pk else "You were asked to take part. "
    return Item(
        matters=Matters.POINT_OVERDUE if overdue or today else Matters.POINT_DUE,
        sentence=f"{step.words if step else title_of(point.kind)}: case {point.case.reference}",
        why=f"{own}{point.why}",
        href=reverse(step.address if step else "point", kwargs={"ref": point.ref}),
        due=point.due_at,
        tag=state_tag(point, now)["words"] if overdue else due_words(day, this_day),
        colour="red" if overdue else "yellow" if today else "blue",
        about=(point.trail_reference, point.case.trail_reference),
    )
