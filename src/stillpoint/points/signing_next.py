"""Pages of avenues that wait for a supervisor's signature, for the line manager of the officer
who signed, who has no part in the point: Today's list of points does not name it to them
(``next_steps.py`` says it to those who have one)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stillpoint.people.access import reports_of
from stillpoint.people.models import Officer
from stillpoint.points import signing
from stillpoint.points.models import Participation, Point, PointState, SectionRevision, Signature
from stillpoint.trust.prepared import prepared

# Looked at for one person at most: each takes a query, and there are hardly ever two.
LOOKED_AT = 20


def waits_for(officer: Officer, *, most: int) -> list[Point]:
    """Points of others whose page waits for this officer's signature, first due first. A page that
    somebody has begun to change waits for nobody until it is shared again."""
    found = []
    for one in _signed_below(officer.pk, timezone.localdate(), most=LOOKED_AT):
        if one.revision.section.answers == one.revision.answers:
            found.append(one.revision.section.point)
    return sorted(found, key=lambda one: (one.due_at, one.pk))[:most]


@prepared
def _signed_below(officer: int, today: dt.date, *, most: int) -> QuerySet[Signature]:
    """Signatures of officers who report to this one, under what was shared last, that wait for a
    second one at open points in which this one has no part."""
    second = Signature.objects.filter(revision=OuterRef("revision"), role=signing.SUPERVISOR)
    later = SectionRevision.objects.filter(
        section=OuterRef("revision__section"), number__gt=OuterRef("revision__number")
    )
    has_part = Participation.objects.filter(
        officer=officer, point=OuterRef("revision__section__point"), ended_at=None
    )
    found = Signature.objects.filter(
        ~Exists(second),
        ~Exists(later),
        ~Exists(has_part),
        role=signing.OFFICER,
        officer__in=reports_of(officer, today),
        revision__section__point__state=PointState.OPEN,
    )
    found = found.exclude(revision__section__point__owner=officer)
    return found.select_related("officer", "revision__section__point__case")[:most]
