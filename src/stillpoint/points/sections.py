"""Sections of a point: save one as a draft, share it as a revision that nobody changes.

What sections there are, who writes each and when one is whole is said by its kind; the files of the
single parts (``handover.py``, ``code_test.py``) define theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points import access, conversing, on_file
from stillpoint.points.complete import NotComplete, refuse_identifiers
from stillpoint.points.facts import SectionShared
from stillpoint.points.models import Point, Section, SectionRevision
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import StaleForm

Answers = Mapping[str, Any]


def by_field_name(answers: Answers) -> list[tuple[str, str]]:
    """Texts under the names of their fields: for a kind that has no better words."""
    texts = [(name, value) for name, value in answers.items() if isinstance(value, str)]
    return [(name.replace("_", " ").capitalize(), value) for name, value in texts]


def at_any_time(point: Point) -> None:
    """Nothing has to stand before."""


def nothing_more(by: Officer, point: Point, revision: SectionRevision) -> None:
    """Sharing does nothing else."""


@dataclass(frozen=True)
class SectionKind:
    """One kind of section.

    ``fields``: the names of its fields, from the practice model as it stands. ``may_write``: beyond
    taking part in the point, which always holds. ``missing``: what a draft lacks before it can be
    shared, field by field. ``own``: everybody writes their own. ``asks_on_file``: it may hold facts
    about the case, and asks whether they are on the case file (``on_file.py``). ``said``: shared
    answers as question and answer, in words, for whoever reads them. ``ready``: raises CannotDo
    while something else must stand first. ``when_shared``: what else sharing does, in the same
    transaction.
    """

    key: str
    title: str
    fields: Callable[[], Iterable[str]]
    may_write: Callable[[ActsAs, Point], Answer]
    missing: Callable[[Point, Answers], Iterator[CannotDo]]
    own: bool = False
    asks_on_file: bool = False
    said: Callable[[Answers], Sequence[tuple[str, str]]] = by_field_name
    ready: Callable[[Point], None] = at_any_time
    when_shared: Callable[[Officer, Point, SectionRevision], None] = nothing_more


@act
def save_section(
    *, by: Officer, point: Point, kind: SectionKind, version: int, answers: Answers
) -> Section:
    """Save the draft as it is, complete or not. ``answers``: field name to text or to a list of
    chosen keys; fields left out stay as they were. ``version``: that of the draft when the page was
    opened, 0 when there was none. Raises StaleForm, CannotDo, Refused."""
    point = _for_writing(by, point, kind)
    draft = section_of(point, kind, writer=by)
    before = draft.answers
    after = {**before, **_tidied(kind, answers)}
    after = {name: value for name, value in after.items() if value}
    if after == before:
        trail.nothing_changed()
        return draft
    if version != draft.version:
        raise StaleForm(before, draft.version)
    draft.answers, draft.version, draft.saved_by = after, draft.version + 1, by
    draft.writers = sorted({*draft.writers, by.pk})
    draft.practice_version = practice.current().version
    draft.save()
    trail.record(
        Operation.ALTERATION if version else Operation.COLLECTION,
        f"save {kind.title.lower()}",
        by=by,
        about=[point, point.case],
        before=before if version else None,
        after=after,
    )
    return draft


@act
def share_section(
    *, by: Officer, point: Point, kind: SectionKind, not_identifiers: bool = False
) -> SectionRevision:
    """Share the draft as it stands; sharing again what has not changed adds nothing.

    ``not_identifiers``: the writer has looked at each word that the scan marks. Raises NotComplete,
    CannotDo, Refused.
    """
    point = _for_writing(by, point, kind)
    draft = section_of(point, kind, writer=by)
    last = draft.revisions.last() if draft.pk else None
    if last is not None and last.answers == draft.answers:
        trail.nothing_changed()
        return last
    if missing := list(missing_from(point, kind, draft.answers)):
        raise NotComplete(missing)
    noted = refuse_identifiers(texts_in(draft.answers), confirmed=not_identifiers)
    if kind.asks_on_file:
        on_file.flag(by, point, draft.answers)
        # What was flagged is a record of its own now: a changed section must not make it again.
        draft.answers = on_file.without(draft.answers)
        draft.version += 1
    draft.save()
    revision = SectionRevision.objects.create(
        section=draft,
        number=last.number + 1 if last else 1,
        answers=draft.answers,
        practice_version=draft.practice_version,
        by=by,
    )
    trail.record(
        Operation.ALTERATION,
        f"share {kind.title.lower()}",
        by=by,
        about=[point, point.case],
        after={"revision": revision.number, "answers": revision.answers},
        note=noted,
    )
    kind.when_shared(by, point, revision)
    announce(SectionShared(point=point.ref, section=kind.key))
    return revision


def missing_from(point: Point, kind: SectionKind, answers: Answers) -> Iterator[CannotDo]:
    """What a draft with these answers lacks before it can be shared."""
    yield from kind.missing(point, answers)
    if kind.asks_on_file:
        yield from on_file.missing(answers)


def section_of(point: Point, kind: SectionKind, *, writer: Officer | None = None) -> Section:
    """The draft of the section; one that is not stored yet, at version 0, when there is none.
    ``writer`` counts only where everybody writes their own."""
    whose = writer if kind.own else None
    found = Section.objects.filter(point=point, key=kind.key, writer=whose).first()
    return found or Section(
        point=point, key=kind.key, writer=whose, practice_version=practice.current().version
    )


def shared_answers(
    point: Point, kind: SectionKind, *, writer: Officer | None = None
) -> SectionRevision | None:
    """The latest revision of the section, or None while nothing was shared."""
    whose = writer if kind.own else None
    found = SectionRevision.objects.filter(
        section__point=point, section__key=kind.key, section__writer=whose
    )
    return found.select_related("by").order_by("-number").first()


def texts_in(answers: Answers) -> Iterator[str]:
    """Every text in the answers; lists hold chosen keys, which are no words."""
    yield from (value for value in answers.values() if isinstance(value, str))


def may_write_section(by: ActsAs, point: Point, kind: SectionKind) -> Answer:
    """Those who take part, as far as the kind of section lets them."""
    taking_part = access.can_write_point(by, point)
    return kind.may_write(by, point) if taking_part else taking_part


def _for_writing(by: Officer, point: Point, kind: SectionKind) -> Point:
    fresh = conversing.for_writing(by, point)
    require(may_write_section(by, fresh, kind))
    kind.ready(fresh)
    return fresh


def _tidied(kind: SectionKind, answers: Answers) -> dict[str, Any]:
    known = {*kind.fields(), *(on_file.FIELDS if kind.asks_on_file else ())}
    return {
        name: sorted(map(str, value))
        if isinstance(value, list | tuple)
        else conversing.tidied_text(value)
        for name, value in answers.items()
        if name in known
    }
