"""The shift of a first response in the invented force: check-ins, and cover without training."""

from __future__ import annotations

import datetime as dt
import random

from stillpoint import practice
from stillpoint.points import shift
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import direct_supervisor

SOME_HAVE_NONE = 0.2
COVER_IS_RECORDED = 0.6


def check_ins(chance: random.Random) -> None:
    """Up to three check-ins at most open first responses, the first by the supervisor."""
    support = [one.key for one in practice.current().handover.support]
    kinds = [one.key for one in practice.current().points.kinds if "shift" in one.parts]
    found = Point.objects.filter(kind__in=kinds, state=PointState.OPEN, owner__isnull=False)
    for point in found.select_related("owner").order_by("due_at", "id"):
        _cover(point, chance)
        people = [one for one in shift.responders(point) if one.pk != point.owner_id]
        if not people or chance.random() < SOME_HAVE_NONE:
            continue
        assert point.owner is not None
        for number in range(chance.randint(1, 3)):
            by = point.owner
            if number == 1 and len(people) > 1:
                by = people[1]
            shift.check_in(
                by=by,
                point=point,
                officer=people[0],
                support=chance.choice(support),
                at=point.opened_at + dt.timedelta(minutes=40 + 95 * number),
            )


def _cover(point: Point, chance: random.Random) -> None:
    """Most supervisors have said why somebody without current training answered the call."""
    reasons = [one.key for one in practice.current().handover.cover_reasons]
    for officer in shift.without_training(point):
        above = direct_supervisor(officer)
        if above is not None and chance.random() < COVER_IS_RECORDED:
            shift.record_cover(
                by=above, point=point, officer=officer, reason=chance.choice(reasons)
            )
