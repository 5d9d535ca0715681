"""Enter a milestone by hand."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stillpoint import practice
from stillpoint.cases import access, standing
from stillpoint.cases.facts import MilestoneRecorded
from stillpoint.cases.kinds import NO_TIME_YET, NOT_YET
from stillpoint.cases.models import Case, Milestone
from stillpoint.events.announcing import announce
from stillpoint.people.access import as_officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def enter_milestone(
    *, by: ActsAs, case: Case, kind: str, on: dt.date, time: dt.time | None = None
) -> Milestone:
    """Record that something happened in the case, on a day and, where known, at a time.

    Entering the same twice changes nothing. Raises Refused, or CannotDo for an unknown kind or a
    day to come.
    """
    require(access.can_enter_milestone(by, case))
    try:
        entry = practice.current().milestone(kind)
    except practice.UnknownEntry:
        raise CannotDo("Choose what happened from the list.", field="kind") from None
    at = timezone.make_aware(dt.datetime.combine(on, time or dt.time()))
    if at > timezone.now():
        if time is not None and on == timezone.localdate():
            raise CannotDo(NO_TIME_YET, field="time")
        raise CannotDo(NOT_YET, field="on")
    milestone, new = Milestone.objects.get_or_create(
        case=case,
        kind=entry.key,
        at=at,
        defaults={"day_only": time is None, "entered_by": as_officer(by)},
    )
    if not new:
        trail.nothing_changed()
        return milestone
    mine = str(int(case.pk))
    standing.stand_by_milestones(mine)
    standing.stand_live_or_not(mine)
    trail.record(
        Operation.ALTERATION,
        "enter a milestone",
        by=by,
        about=case,
        after={"kind": entry.key, "at": at},
    )
    announce(MilestoneRecorded(case=case.ref, kind=entry.key))
    return milestone
