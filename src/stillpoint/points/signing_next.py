"""Whose signature is next under a page of avenues: what Today says, to the officer first and then
to whoever is next above them, whether or not they own the point."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.access import below
from stillpoint.people.models import Officer
from stillpoint.points import not_progressed, signing
from stillpoint.points.models import Participation, Point, PointState, SectionRevision, Signature
from stillpoint.points.opening_points import direct_supervisor
from stillpoint.trust.prepared import prepared

KEY = not_progressed.SECTION.key
# Looked at for one person at most: each takes a few queries, and there are hardly ever two.
LOOKED_AT = 20


@dataclass(frozen=True)
class ToSign:
    """A point whose page waits for the signature of somebody, as ``role``."""

    point: Point
    role: str


def waits_for(officer: Officer, *, most: int) -> list[ToSign]:
    """What waits for this officer's signature, first due first. A page that somebody has begun to
    change waits for nobody until it is shared again. One query, and a few for each candidate."""
    found = []
    for revision in _candidates(officer.pk, timezone.localdate(), kinds=_kinds(), most=LOOKED_AT):
        if revision.section.answers != revision.answers:
            continue
        point, signed = revision.section.point, signing.signatures_of(revision)
        if signing.OFFICER in signed:
            if direct_supervisor(signed[signing.OFFICER].officer) == officer:
                found.append(ToSign(point, signing.SUPERVISOR))
        elif signing.can_sign(officer, point, revision):
            found.append(ToSign(point, signing.OFFICER))
    return sorted(found, key=lambda one: (one.point.due_at, one.point.pk))[:most]


def _kinds() -> tuple[str, ...]:
    """Keys of the kinds of point that have such a page."""
    part = not_progressed.PART.key
    return tuple(one.key for one in practice.current().points.kinds if part in one.parts)


@prepared
def _candidates(
    officer: int, today: dt.date, *, kinds: tuple[str, ...], most: int
) -> QuerySet[SectionRevision]:
    """Latest revisions without a supervisor's signature at open points: those of the officer's own
    points, and those signed by somebody whom they supervise."""
    owned = Point.objects.filter(owner=officer, state=PointState.OPEN).order_by().values("pk")
    parts = Participation.objects.filter(officer=officer, ended_at=None)
    asked = parts.filter(point__state=PointState.OPEN).values("point")
    points = Point.objects.filter(pk__in=owned.union(asked), kind__in=kinds).order_by()
    own = SectionRevision.objects.filter(section__key=KEY, section__point__in=points).order_by()
    below_them = Signature.objects.filter(
        officer__in=below(officer, today),
        role=signing.OFFICER,
        revision__section__point__state=PointState.OPEN,
    ).order_by()
    # A union, so that each half is found by its own index.
    either = own.values("pk").union(below_them.values("revision"))
    later = SectionRevision.objects.filter(
        section=OuterRef("section"), number__gt=OuterRef("number")
    )
    second = Signature.objects.filter(revision=OuterRef("pk"), role=signing.SUPERVISOR)
    found = SectionRevision.objects.filter(~Exists(later), ~Exists(second), pk__in=either)
    return found.select_related("section__point__case", "section__point__owner")[:most]
