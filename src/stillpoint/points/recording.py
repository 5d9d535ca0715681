"""Every record that this room holds about a case, for whoever must say what exists: of what kind,
when, by whom, where. No content (``disclosure/recording.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stillpoint.cases.models import Case
from stillpoint.disclosure.recording import Record
from stillpoint.people.models import Officer
from stillpoint.points.conversing import TOGETHER
from stillpoint.points.models import (
    ClosureNotice,
    Conversation,
    ConversationRevision,
    CoverException,
    Point,
    PointState,
    PrivateNote,
    ProtectedTime,
    Section,
    SectionRevision,
    ShiftCheck,
)
from stillpoint.points.parts import section_kind
from stillpoint.points.presenters import title_of


def records_of(case: Case) -> Iterator[Record]:
    """Conversations, sections, check-ins, waivers, notices, requests and private notes of a case:
    shared or not, and the existence alone of what only its author is shown."""
    yield from _conversations(case)
    yield from _sections(case)
    yield from _of_the_shift(case)
    yield from _waived(case)
    yield from _notices(case)
    yield from _times(case)
    yield from _notes(case)


def _named(point: Point, what: str) -> str:
    return f"Reflective practice point, {title_of(point.kind).lower()}: {what}"


def _conversations(case: Case) -> Iterator[Record]:
    shared = ConversationRevision.objects.filter(point__case=case).select_related("point", "by")
    revisions = list(shared)
    refs = {ref for one in revisions for ref in one.lenses.get(TOGETHER, {}).get("present", ())}
    names = {one.ref: one.titled_name for one in Officer.objects.filter(ref__in=refs)}
    for one in revisions:
        together = one.lenses.get(TOGETHER, {})
        there = [names[ref] for ref in together.get("present", ()) if ref in names]
        yield Record(
            kind=_named(one.point, f"conversation, revision {one.number}"),
            at=one.at,
            people=tuple(dict.fromkeys([one.by.titled_name, *there])),
            source=one.point.trail_reference,
            place=together.get("place", ""),
        )
    drafts = list(
        Conversation.objects.filter(point__case=case, point__state=PointState.OPEN)
        .exclude(lenses={})
        .select_related("point")
    )
    writers = _names({pk for one in drafts for pk in one.writers})
    for draft in drafts:
        yield Record(
            kind=_named(draft.point, "conversation"),
            at=draft.saved_at,
            people=tuple(writers[pk] for pk in draft.writers if pk in writers),
            source=draft.point.trail_reference,
            draft=True,
        )


def _sections(case: Case) -> Iterator[Record]:
    shared = SectionRevision.objects.filter(section__point__case=case)
    latest: dict[int, object] = {}
    for one in shared.select_related("section__point", "by").order_by("number"):
        latest[one.section_id] = one.answers
        yield Record(
            kind=_named(one.section.point, f"{_title(one.section.key)}, revision {one.number}"),
            at=one.at,
            people=(one.by.titled_name,),
            source=one.section.point.trail_reference,
            place=str(one.answers.get("place", "")),
        )
    sections = Section.objects.filter(point__case=case).exclude(answers={}).select_related("point")
    drafts = [one for one in sections if latest.get(one.pk) != one.answers]
    writers = _names({pk for one in drafts for pk in one.writers})
    for draft in drafts:
        yield Record(
            kind=_named(draft.point, _title(draft.key)),
            at=draft.saved_at,
            people=tuple(writers[pk] for pk in draft.writers if pk in writers),
            source=draft.point.trail_reference,
            draft=True,
        )


def _title(key: str) -> str:
    kind = section_kind(key)
    title = kind.title if kind else key
    return title[:1].lower() + title[1:]


def _of_the_shift(case: Case) -> Iterator[Record]:
    checks = ShiftCheck.objects.filter(point__case=case).select_related("point", "by", "officer")
    for check in checks:
        yield Record(
            kind=_named(check.point, "check-in during the shift"),
            at=check.at,
            people=(check.by.titled_name, check.officer.titled_name),
            source=check.point.trail_reference,
        )
    cover = CoverException.objects.filter(point__case=case)
    for one in cover.select_related("point", "by", "officer"):
        yield Record(
            kind=_named(one.point, "how the call was covered"),
            at=one.at,
            people=(one.by.titled_name, one.officer.titled_name),
            source=one.point.trail_reference,
        )


def _waived(case: Case) -> Iterator[Record]:
    points = Point.objects.filter(case=case, state=PointState.WAIVED, waived_at__isnull=False)
    for point in points.select_related("waived_by"):
        yield Record(
            kind=_named(point, "waived, with a reason"),
            at=point.waived_at or point.opened_at,
            people=_one(point.waived_by),
            source=point.trail_reference,
        )


def _notices(case: Case) -> Iterator[Record]:
    for one in ClosureNotice.objects.filter(case=case).select_related("officer", "sent_by"):
        yield Record(
            kind="Closure notice",
            at=one.sent_at or one.asked_at,
            people=(one.officer.titled_name, *_one(one.sent_by)),
            source=one.trail_reference,
            draft=one.sent_at is None,
        )


def _times(case: Case) -> Iterator[Record]:
    asked = ProtectedTime.objects.filter(point__case=case)
    for one in asked.select_related("point", "asked_by", "answered_by"):
        yield Record(
            kind="Request for time to prepare",
            at=one.asked_at,
            people=(one.asked_by.titled_name, *_one(one.answered_by)),
            source=one.trail_reference,
        )


def _notes(case: Case) -> Iterator[Record]:
    notes = PrivateNote.objects.filter(point__case=case).select_related("author", "point")
    for one in notes.only("ref", "written_at", "author", "point__kind"):
        yield Record(
            kind="Private note, shown to its author alone",
            at=one.written_at,
            people=(one.author.titled_name,),
            source=one.trail_reference,
        )


def _one(officer: Officer | None) -> tuple[str, ...]:
    return (officer.titled_name,) if officer else ()


def _names(keys: Iterable[int]) -> dict[int, str]:
    return {one.pk: one.titled_name for one in Officer.objects.filter(pk__in=list(keys))}
