"""Who had a hand in the points of cases: for rooms above, which keep them from judging the case."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from stillpoint.points.models import (
    ClosureNotice,
    Conversation,
    ConversationRevision,
    CoverException,
    Participation,
    Point,
    Section,
    SectionRevision,
    ShiftCheck,
    SideExcused,
    Signature,
)
from stillpoint.trust.prepared import prepared_for_keys


def worked_at_points(cases: Collection[int]) -> Iterator[tuple[int, int]]:
    """Case id and officer id of all who took part in a point of these cases, wrote or shared at
    one, signed, checked in, or decided something of it; being asked alone is no part. In two
    queries."""
    yield from _had_a_hand(cases)
    for case_id, writers in _wrote_drafts(cases):
        yield from ((case_id, writer) for writer in writers)


@prepared_for_keys
def _had_a_hand(*cases: int) -> QuerySet[Any, tuple[int, int]]:
    hands = (
        (Participation.objects.filter(took_part=True), "point__case", "officer"),
        (ConversationRevision.objects.all(), "point__case", "by"),
        (SectionRevision.objects.all(), "section__point__case", "by"),
        (Signature.objects.all(), "revision__section__point__case", "officer"),
        (ShiftCheck.objects.all(), "point__case", "by"),
        (CoverException.objects.all(), "point__case", "by"),
        (SideExcused.objects.all(), "point__case", "by"),
        (Point.objects.exclude(waived_by=None), "case", "waived_by"),
        (ClosureNotice.objects.exclude(sent_by=None), "case", "sent_by"),
    )
    first, *others = (
        rows.filter(**{f"{case}__in": cases}).order_by().values_list(case, officer)
        for rows, case, officer in hands
    )
    return first.union(*others)


def _wrote_drafts(cases: Collection[int]) -> QuerySet[Any, tuple[int, list[int]]]:
    talks, parts = (
        drafts.objects.filter(point__case__in=cases)
        .exclude(writers=[])
        .order_by()
        .values_list("point__case", "writers")
        for drafts in (Conversation, Section)
    )
    return talks.union(parts, all=True)
