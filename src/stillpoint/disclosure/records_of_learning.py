"""Records about a case of the room below (learning points, actions), and words that were flagged
by themselves, for the list of every record that exists."""

from __future__ import annotations

from collections.abc import Iterator

from stillpoint.cases.models import Case
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.disclosure.recording import Record
from stillpoint.learning.models import Action, LearningPoint


def records_of(case: Case) -> Iterator[Record]:
    for learned in LearningPoint.objects.filter(case=case).select_related("written_by"):
        yield Record(
            kind="Learning point",
            at=learned.written_at,
            people=(learned.written_by.titled_name,),
            source=learned.trail_reference,
        )
    for action in Action.objects.filter(case=case).select_related("given_by", "owner"):
        yield Record(
            kind="Action",
            at=action.given_at,
            people=tuple(one.titled_name for one in (action.given_by, action.owner) if one),
            source=action.trail_reference,
        )
    for flag in RelevanceFlag.objects.filter(case=case, source="").select_related("flagged_by"):
        yield Record(
            kind=flag.kind,
            at=flag.flagged_at,
            people=(flag.flagged_by.titled_name,),
            source="",
            place=flag.place,
        )
