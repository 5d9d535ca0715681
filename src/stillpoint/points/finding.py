"""Find points and private notes by their public reference."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint import practice
from stillpoint.points.models import (
    ConversationRevision,
    Participation,
    Point,
    PointState,
    PrivateNote,
    ProtectedTime,
)
from stillpoint.trust.prepared import attach, prepared, the_one


def point_by_ref(ref: str) -> Point:
    """The point with its case, its owner and those asked to take part."""
    point = the_one(_by_ref(ref), Point)
    attach(point, "participations", _participations(point.pk))
    return point


@prepared
def _by_ref(ref: str) -> QuerySet[Point]:
    return Point.objects.select_related("case", "owner", "waived_by").filter(ref=ref)


@prepared
def _participations(point: int) -> QuerySet[Participation]:
    return Participation.objects.filter(point=point).select_related("officer")


def point_with_part(ref: str, part: str) -> Point:
    """The point, if its kind has this part; Point.DoesNotExist where it has not."""
    point = point_by_ref(ref)
    kinds = practice.current().points.kinds
    if any(kind.key == point.kind and part in kind.parts for kind in kinds):
        return point
    raise Point.DoesNotExist


def note_by_ref(ref: str) -> PrivateNote:
    return PrivateNote.objects.select_related("author", "point__case").get(ref=ref)


def latest_revision(point: Point) -> ConversationRevision | None:
    """What was shared last, or None when nothing was shared yet."""
    return next(iter(_latest_revision(point.pk)), None)


@prepared
def _latest_revision(point: int) -> QuerySet[ConversationRevision]:
    found = ConversationRevision.objects.filter(point=point).select_related("by")
    return found.order_by("-number")[:1]


def last_held(point: Point) -> Point | None:
    """The last point of the same kind that was held in the same case, before this one."""
    return next(iter(_last_held(point.case_id, point.kind, point.pk)), None)


@prepared
def _last_held(case: int, kind: str, but: int) -> QuerySet[Point]:
    earlier = Point.objects.filter(case=case, kind=kind, state=PointState.HELD).exclude(pk=but)
    return earlier.order_by("-held_at", "-pk")[:1]


def time_by_ref(ref: str) -> ProtectedTime:
    """The request for protected time with its point and its people."""
    found = ProtectedTime.objects.select_related(
        "point__case", "point__owner", "asked_by", "answerer", "answered_by"
    )
    return found.prefetch_related("point__participations__officer").get(ref=ref)
