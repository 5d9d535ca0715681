"""Who was at a conversation, as those who were named say themselves."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points.facts import AttendanceDenied
from stillpoint.points.models import Participation, Point, PointState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import Answer, no, require, yes
from stillpoint.trust.models import Operation


def can_deny(officer: Officer, point: Point) -> Answer:
    """Someone who is named as having taken part in a conversation that was shared, and did not
    share it themselves."""
    if point.state != PointState.HELD or not _named(officer, point):
        return no("You are not named as having taken part in a conversation that was shared.")
    last = point.revisions.order_by("-number").first()
    if last is not None and last.by_id == officer.pk:
        return no("You shared this conversation yourself. Open it again to put it right.")
    return yes()


@act
def say_not_there(*, by: Officer, point: Point) -> Participation:
    """``by`` was not at the conversation that names them. It stays shared, and says so."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    denied = Participation.objects.filter(point=point, officer=by, said_not_there_at__isnull=False)
    if (before := denied.first()) is not None:
        trail.nothing_changed()
        return before
    require(can_deny(by, point))
    part = Participation.objects.get(point=point, officer=by)
    part.took_part, part.said_not_there_at = False, timezone.now()
    part.save(update_fields=["took_part", "said_not_there_at"])
    trail.record(
        Operation.ALTERATION,
        "say that one was not there",
        by=by,
        about=[point, point.case],
        before={"took_part": True},
        after={"took_part": False},
    )
    announce(AttendanceDenied(point=point.ref, officer=by.ref))
    return part


def said_not_there(point: Point) -> list[str]:
    """The names of those who were named and say that they were not there."""
    parts = point.participations.all()
    return [part.officer.titled_name for part in parts if part.said_not_there_at is not None]


def _named(officer: Officer, point: Point) -> bool:
    return any(
        part.officer_id == officer.pk and part.took_part for part in point.participations.all()
    )
