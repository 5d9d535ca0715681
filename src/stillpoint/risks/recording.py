"""Every record that this room holds about a case, for whoever must say what exists. No content."""

from __future__ import annotations

from collections.abc import Iterator

from stillpoint.cases.models import Case
from stillpoint.disclosure.recording import Record
from stillpoint.risks.models import LiveRisk


def records_of(case: Case) -> Iterator[Record]:
    for one in LiveRisk.objects.filter(case=case).select_related("raised_by", "receiver"):
        yield Record(
            kind="Live risk",
            at=one.raised_at,
            people=tuple(person.titled_name for person in (one.raised_by, one.receiver) if person),
            source=one.trail_reference,
        )
