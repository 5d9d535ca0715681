"""Erase what this room holds about a case, and what expires by itself: notes and drafts that were
never shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from stillpoint.cases.models import Case
from stillpoint.disclosure.expiring import kept_at_a_point
from stillpoint.people.models import Officer
from stillpoint.points.models import (
    ClosureNotice,
    Conversation,
    ConversationRevision,
    Participation,
    Point,
    PrivateNote,
    Section,
    SectionRevision,
)
from stillpoint.trust import erasing
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs


def erase_points(case: Case, gone: Sequence[str]) -> list[str]:
    """Points with all that was written at them, notes and drafts included."""
    return erasing.erase(Point.objects.filter(case=case))


def erase_notices(case: Case, gone: Sequence[str]) -> list[str]:
    """What officers asked to hear of the case, and what they were told."""
    return erasing.erase(ClosureNotice.objects.filter(case=case))


@act
def expire_notes(
    *, by: ActsAs, before: dt.datetime, but_not_of: QuerySet[Any, Any] | Sequence[int] = ()
) -> int:
    """Erase some private notes that were last changed before the moment. ``but_not_of``: ids of
    officers whose notes about no point stay: nobody but they can say which case such a note is
    about."""
    old = PrivateNote.objects.filter(changed_at__lt=before)
    kept = kept_at_a_point("point__case", "point__ref")
    about_nothing = Q(point=None, author__in=but_not_of)
    some = old.exclude(kept).exclude(about_nothing)
    return erasing.erase_some(by, "erase private notes that have expired", some)


@act
def expire_drafts(*, by: ActsAs, before: dt.datetime) -> int:
    """Erase some drafts that were last saved before the moment and of which nothing was shared."""
    kept = kept_at_a_point("point__case", "point__ref")
    shared = ConversationRevision.objects.filter(point=OuterRef("point"))
    talks = Conversation.objects.filter(~Exists(shared), saved_at__lt=before).exclude(kept)
    shared_part = SectionRevision.objects.filter(section=OuterRef("pk"))
    parts = Section.objects.filter(~Exists(shared_part), saved_at__lt=before).exclude(kept)
    some: QuerySet[Any] = talks if talks.exists() else parts
    return erasing.erase_some(by, "erase drafts that have expired", some)


def officers_at_points_of(cases: QuerySet[Any, Any]) -> QuerySet[Officer, Any]:
    """Ids of those who own points of these cases or were asked to take part."""
    asked = Participation.objects.filter(point__case__in=cases).values("officer")
    owned = Point.objects.filter(case__in=cases, owner__isnull=False).values("owner")
    return Officer.objects.filter(Q(pk__in=asked) | Q(pk__in=owned)).values("pk")
