"""Share a conversation: the point is held, and what was shared is a revision that nobody changes.

Every lens is answered by its own press. What was learned, what training is needed and what is not
on the case file leave here as records of their own, each with its own readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.people.models import Officer
from stillpoint.points import access, agreed_actions, conversing, parts, since_last_time
from stillpoint.points.complete import NotComplete, refuse_identifiers
from stillpoint.points.conversing import (
    AFTER_ACTION,
    LEARNING,
    REFLECTION,
    SOMETHING,
    TOGETHER,
)
from stillpoint.points.facts import PointHeld
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import (
    Conversation,
    ConversationRevision,
    Participation,
    Point,
    PointState,
)
from stillpoint.points.readers import OWNER, PEER
from stillpoint.points.typed_days import day_from, problem_with
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import attach, prepared

MOST_MINUTES = 600
YES, NO = "yes", "no"
# The day on which the writer is asked whether it worked: a date, and no words to be read.
ASK = "point_ask"


@act
def share(*, by: Officer, point: Point, not_identifiers: bool = False) -> ConversationRevision:
    """Share the draft as it stands and hold the point; pressing twice shares once.

    ``not_identifiers``: the writer has looked at each word that the scan marks and says that none
    identifies anybody; the trail keeps that they did. Raises NotComplete, CannotDo.
    """
    held = Point.objects.filter(pk=point.pk, state=PointState.HELD).first()
    if held is not None and access.can_write_point(by, held):
        trail.nothing_changed()
        return ConversationRevision.objects.filter(point=held).latest("number")
    point = conversing.for_writing(by, point)
    draft = conversing.draft_of(point)
    draft.lenses = _with_attendance(point, draft.lenses)
    if missing := list(missing_from(point, draft)):
        raise NotComplete(missing)
    noted = refuse_identifiers(texts_of(draft.lenses), confirmed=not_identifiers)
    revision = _hold(by, point, draft)
    trail.record(
        Operation.ALTERATION,
        "share a conversation",
        by=by,
        about=[point, point.case, *point.held_together.all()],
        before={"state": PointState.OPEN},
        after={"revision": revision.number, "lenses": revision.lenses},
        note=noted,
    )
    announce(PointHeld(point=point.ref))
    return revision


def _with_attendance(point: Point, lenses: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with who was there and where, if a page of the point records that."""
    recorded = parts.attendance_of(point)
    if recorded is None:
        return dict(lenses)
    asked = {"present": list(recorded.present), "place": recorded.place}
    return {**lenses, TOGETHER: {**lenses.get(TOGETHER, {}), **asked}}


def missing_from(point: Point, draft: Conversation) -> Iterator[CannotDo]:
    """What the draft still lacks before it can be shared, in the order of the page."""
    model = practice.current().points
    for lens in model.lenses:
        said = draft.lenses.get(lens.key, {})
        choices = conversing.answers_of(lens)
        if said.get("answer") not in choices:
            yield CannotDo(
                f"{lens.title}: choose {_one_of(choices.values())}.", field=f"{lens.key}-answer"
            )
        elif said["answer"] == SOMETHING and not any(_words(said)):
            yield CannotDo(
                f"You chose “{lens.something}”. Say what in a few words, or choose "
                f"“{lens.nothing}”.",
                field=f"{lens.key}-what",
            )
    yield from _missing_learning(draft.lenses.get("learning", {}))
    together = draft.lenses.get(TOGETHER, {})
    yield from agreed_actions.missing_from(together)
    yield from _missing_together(point, together)
    yield from parts.missing_from(point)


def _one_of(words: Iterable[str]) -> str:
    *first, last = (f"“{one}”" for one in words)
    return f"{', '.join(first)} or {last}"


def texts_of(lenses: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """All that would be shared, text by text. What stands under “nothing” is not shared, but a
    flag is, and so is the answer to a question that is always asked."""
    for key, said in lenses.items():
        if key == TOGETHER:
            if said.get("not_on_file") == YES:
                yield said.get("flag_words", "")
            yield from agreed_actions.texts_of(said)
        elif said.get("answer") == SOMETHING:
            yield from _words(said)
            if key == "learning":
                yield from (said[name] for name in LEARNING if name in said and name != ASK)
        else:
            yield from _always(said).values()


def _words(said: Mapping[str, Any]) -> Iterator[str]:
    """Every text of one lens that says something; a learning point of its own says it, too."""
    names = (*REFLECTION, *AFTER_ACTION, "point_text", "need_aim")
    yield from (said[name] for name in names if said.get(name))
    yield from (text for text in said.get("answers", {}).values() if text)


def _always(said: Mapping[str, Any]) -> dict[str, str]:
    """Answers to questions that are asked whatever the lens is answered (P40: recognition)."""
    asked = {one.key for one in practice.current().points.prompts if one.always}
    return {key: text for key, text in said.get("answers", {}).items() if key in asked and text}


def _missing_learning(said: Mapping[str, Any]) -> Iterator[CannotDo]:
    if said.get("answer") != SOMETHING:
        return
    if said.get("point_try") and not said.get("point_text"):
        yield CannotDo("Say what was learned.", field="learning-point_text")
    if said.get(ASK) and (problem := problem_with(said[ASK])):
        yield CannotDo(problem, field=f"learning-{ASK}")
    if said.get("point_text"):
        for name, asked in (("point_kind", "what kind"), ("point_level", "at what level")):
            if not said.get(name):
                yield CannotDo(f"Say {asked} of learning it is.", field=f"learning-{name}")
    need = ("need_aim", "need_capability", "need_know")
    if any(said.get(name) for name in need):
        for name in need:
            if not said.get(name):
                yield CannotDo(
                    "A training need has an aim, the capability hoped for and how we shall know: "
                    "give all three.",
                    field=f"learning-{name}",
                )
                return


def _missing_together(point: Point, together: Mapping[str, Any]) -> Iterator[CannotDo]:
    kind = practice.current().points.kind(point.kind)
    present = together.get("present", [])
    if not present and parts.records_attendance(point):
        pass  # Its page says what it still lacks.
    elif not present:
        yield CannotDo("Say who took part.", field=f"{TOGETHER}-present")
    elif kind.second_person and len(present) < 2:
        yield CannotDo(
            "This point needs a second person: choose or add who it was.",
            field=f"{TOGETHER}-present",
        )
    minutes = together.get("minutes", "")
    if minutes and not (minutes.isdigit() and int(minutes) <= MOST_MINUTES):
        yield CannotDo(f"Give whole minutes, {MOST_MINUTES} at most.", field=f"{TOGETHER}-minutes")
    if together.get("not_on_file") not in (YES, NO):
        yield CannotDo(
            "Say whether this holds something that is not on the case file.",
            field=f"{TOGETHER}-not_on_file",
        )
    elif together["not_on_file"] == YES and not together.get("flag_words"):
        yield CannotDo(
            "Write what is not on the case file: only these words go to the disclosure officer.",
            field=f"{TOGETHER}-flag_words",
        )


def _hold(by: Officer, point: Point, draft: Conversation) -> ConversationRevision:
    """Everything that sharing does to the records."""
    together = draft.lenses.get(TOGETHER, {})
    now = timezone.now()
    people = _people(point, together["present"])
    revision = ConversationRevision.objects.create(
        point=point,
        number=point.revisions.count() + 1,
        lenses=_shared(point, draft.lenses, people),
        practice_version=draft.practice_version,
        by=by,
    )
    minutes = together.get("minutes", "")
    point.minutes = int(minutes) if minutes else conversing.measured_minutes(point) or None
    point.state, point.held_at = PointState.HELD, now
    point.save(update_fields=["minutes", "state", "held_at"])
    _say_who_took_part(point, people)
    for other in _held_with(by, point, together.get("hold_with", [])):
        other.state, other.held_at, other.held_with = PointState.HELD, now, point
        other.save(update_fields=["state", "held_at", "held_with"])
        recorded = parts.attendance_of(other)
        _say_who_took_part(other, _people(other, recorded.present) if recorded else people)
        announce(PointHeld(point=other.ref))
    _note(by, point, draft.lenses.get("learning", {}), people)
    agreed_actions.give(by, point, together, people)
    if together["not_on_file"] == YES:
        flag_words(
            by=by,
            point=point,
            words=together["flag_words"],
            now_on_file=bool(together.get("now_on_file")),
            place=together.get("place", ""),
        )
    # What was noted and flagged is a record now: a reopened draft must not make it again.
    draft.lenses = {
        **{key: _without(said, LEARNING) for key, said in draft.lenses.items() if key != TOGETHER},
        TOGETHER: {"present": together["present"]},
    }
    draft.version += 1
    draft.save()
    return revision


def _shared(point: Point, lenses: Mapping[str, Any], people: Sequence[Officer]) -> dict[str, Any]:
    """What the revision holds: under “nothing” no words, whatever the draft still has, but for
    questions that are always asked."""
    kept = {}
    for key, said in lenses.items():
        if key == TOGETHER:
            continue
        if said["answer"] == SOMETHING:
            kept[key] = _without(said, LEARNING)
        else:
            kept[key] = {"answer": said["answer"]}
            if always := _always(said):
                kept[key]["answers"] = always
    together = lenses.get(TOGETHER, {})
    kept[TOGETHER] = {
        "present": [one.ref for one in people],
        "place": together.get("place", ""),
        "new": since_last_time.as_kept(point),
    }
    return kept


def _without(said: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


def _people(point: Point, refs: Sequence[str]) -> list[Officer]:
    """Those of the point's people who are named: nobody else can be said to have been there."""
    known = {part.officer.ref: part.officer for part in _parts(point) if part.ended_at is None}
    if point.owner is not None:
        known[point.owner.ref] = point.owner
    return [known[ref] for ref in refs if ref in known]


def _parts(point: Point) -> Any:
    return point.participations.select_related("officer")


def _say_who_took_part(point: Point, people: Sequence[Officer]) -> None:
    """Mark it with those asked; somebody who was there without being asked now has a part."""
    there = {one.pk: one for one in people}
    for part in _parts(point):
        if part.ended_at is not None and part.officer_id not in there:
            continue
        part.took_part = part.officer_id in there
        part.save(update_fields=["took_part"])
        there.pop(part.officer_id, None)
    for officer in there.values():
        role = OWNER if officer.pk == point.owner_id else PEER
        point.participations.create(officer=officer, role=role, took_part=True)


def _held_with(by: Officer, point: Point, refs: Sequence[str]) -> list[Point]:
    others = can_be_held_with(by, point)
    return [one for one in others if one.ref in refs]


def can_be_held_with(by: Officer, point: Point) -> list[Point]:
    """Other open points of the same case in which the officer may write."""
    others = _open_in_case(point.case_id, point.pk)
    if not others:
        return []
    asked = _asked_in_case(point.case_id)
    for one in others:
        attach(one, "participations", [part for part in asked if part.point_id == one.pk])
    found = sorted(others, key=lambda one: (one.due_at, one.pk))
    mine = [one for one in found if access.can_write_point(by, one)]
    # What one of them still needs by itself is not made good by another.
    return [one for one in mine if not any(parts.missing_from(one))]


@prepared
def _open_in_case(case: int, but: int) -> QuerySet[Point]:
    """In no order: SQLite would walk all that is open along an index for the order's sake."""
    others = Point.objects.filter(case=case, state=PointState.OPEN).exclude(pk=but)
    return others.select_related("owner").order_by()


@prepared
def _asked_in_case(case: int) -> QuerySet[Participation]:
    asked = Participation.objects.filter(point__case=case, point__state=PointState.OPEN)
    return asked.select_related("officer").order_by()


def _note(by: Officer, point: Point, said: Mapping[str, Any], people: Sequence[Officer]) -> None:
    """The learning point and the training need, each read by those whom its room allows."""
    if said.get("answer") != SOMETHING:
        return
    source = point.trail_reference
    if said.get("point_text"):
        note_learning(
            by=by,
            case=point.case,
            source=source,
            text=said["point_text"],
            kind=said["point_kind"],
            level=said["point_level"],
            what_we_will_try=said.get("point_try", ""),
            ask_on=day_from(said[ASK]) if said.get(ASK) else None,
            involved=[one for one in people if one.pk != by.pk],
        )
    if said.get("need_aim"):
        note_training_need(
            by=by,
            source=source,
            aim=said["need_aim"],
            capability=said["need_capability"],
            how_we_shall_know=said["need_know"],
            for_group="Those who took part",
        )
