"""Find points and private notes by their public reference."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.points.models import ConversationRevision, Point, PrivateNote, ProtectedTime


def point_by_ref(ref: str) -> Point:
    """The point with its case, its owner and those asked to take part."""
    found = Point.objects.select_related("case", "owner", "waived_by")
    return found.prefetch_related("participations__officer").get(ref=ref)


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
    return point.revisions.select_related("by").order_by("-number").first()


def last_held(point: Point) -> Point | None:
    """The last point of the same kind that was held in the same case, before this one."""
    earlier = Point.objects.filter(case_id=point.case_id, kind=point.kind, state="held")
    return earlier.exclude(pk=point.pk).order_by("-held_at", "-pk").first()


def time_by_ref(ref: str) -> ProtectedTime:
    """The request for protected time with its point and its people."""
    found = ProtectedTime.objects.select_related(
        "point__case", "point__owner", "asked_by", "answerer", "answered_by"
    )
    return found.prefetch_related("point__participations__officer").get(ref=ref)
