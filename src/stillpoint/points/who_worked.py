"""Who had a hand in the points of cases: for rooms above, which keep them from judging the case."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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


def worked_at_points(cases: Collection[int]) -> Iterator[tuple[int, int]]:
    """Case id and officer id of all who took part in a point of these cases, wrote or shared at
    one, signed, checked in, or decided something of it; being asked alone is no part. In two
    queries."""
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
    yield from first.union(*others)
    talks, parts = (
        drafts.objects.filter(point__case__in=cases)
        .exclude(writers=[])
        .order_by()
        .values_list("point__case", "writers")
        for drafts in (Conversation, Section)
    )
    for case_id, writers in talks.union(parts, all=True):
        yield from ((case_id, writer) for writer in writers)
