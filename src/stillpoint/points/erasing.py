"""Erase what this room holds about a case, and what expires by itself: notes and drafts that were
never shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from stillpoint.cases.models import Case
from stillpoint.disclosure.expiring import kept_at_a_point
from stillpoint.points.models import (
    ClosureNotice,
    Conversation,
    ConversationRevision,
    Point,
    PrivateNote,
    Section,
    SectionRevision,
)
from stillpoint.trust import erasing, trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation

AT_ONCE = 200


def erase_points(case: Case, gone: Sequence[str]) -> list[str]:
    """Points with all that was written at them, notes and drafts included."""
    return erasing.erase(Point.objects.filter(case=case))


def erase_notices(case: Case, gone: Sequence[str]) -> list[str]:
    """What officers asked to hear of the case, and what they were told."""
    return erasing.erase(ClosureNotice.objects.filter(case=case))


@act
def expire_notes(*, by: ActsAs, before: dt.datetime) -> int:
    """Erase some private notes that were last changed before the moment."""
    old = PrivateNote.objects.filter(changed_at__lt=before)
    kept = kept_at_a_point("point__case", "point__ref")
    return _expire(by, "erase private notes that have expired", old.exclude(kept))


@act
def expire_drafts(*, by: ActsAs, before: dt.datetime) -> int:
    """Erase some drafts that were last saved before the moment and of which nothing was shared."""
    kept = kept_at_a_point("point__case", "point__ref")
    shared = ConversationRevision.objects.filter(point=OuterRef("point"))
    talks = Conversation.objects.filter(~Exists(shared), saved_at__lt=before).exclude(kept)
    shared_part = SectionRevision.objects.filter(section=OuterRef("pk"))
    parts = Section.objects.filter(~Exists(shared_part), saved_at__lt=before).exclude(kept)
    some: QuerySet[Any] = talks if talks.exists() else parts
    return _expire(by, "erase drafts that have expired", some)


def _expire(by: ActsAs, words: str, rows: QuerySet[Any]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        trail.nothing_changed()
        return 0
    some = rows.model.objects.filter(pk__in=keys)
    named = [trail.reference(row) for row in some]
    erasing.erase(some)
    trail.record(Operation.ERASURE, words, by=by, about=named)
    return len(keys)
