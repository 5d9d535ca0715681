"""A point's conversation while it is written: the draft, who is asked to join, the time it takes.

The draft has a version. A save that names an older one is refused with what stands there now, so
that two people at one point never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.finding import active_officer
from stillpoint.people.models import Officer
from stillpoint.points import access, agreed_actions
from stillpoint.points.models import Conversation, Participation, Point, PointState
from stillpoint.points.readers import PEER, SUPERVISOR
from stillpoint.practice.points import Lens
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared
from stillpoint.trust.saving import StaleForm, counted_seconds

Lenses = Mapping[str, Mapping[str, Any]]

# Of how people are: a talk was taken up (nothing is raised in words), declined, or not offered.
NOTHING, SOMETHING, DECLINED, NOT_OFFERED = "nothing", "something", "declined", "not_offered"
# What, so what, now what; and the four questions of an after action review.
REFLECTION = ("what", "so_what", "now_what")
AFTER_ACTION = ("expected", "happened", "why_different", "learned")
# A learning point and a training need noted here: they become records of their own when shared.
LEARNING = (
    "point_text",
    "point_kind",
    "point_level",
    "point_try",
    "point_ask",
    "need_aim",
    "need_capability",
    "need_know",
)
# Beside the lenses the draft holds, under this key, what belongs to the conversation as a whole.
TOGETHER = "together"
TOGETHER_WORDS = (
    *("place", "minutes", "not_on_file", "flag_words", "now_on_file"),
    *agreed_actions.FIELDS,
)
TOGETHER_LISTS = ("present", "hold_with")
LONGEST = 20_000
# What was recognised: a few words, where nothing else is written.
SHORT = 200
TOO_LONG = (
    "This is {written:,} characters long, and 20,000 can be kept here. Put what belongs on the "
    "case file there, and keep here what you make of it."
)


@act
def save_conversation(*, by: Officer, point: Point, version: int, lenses: Lenses) -> Conversation:
    """Save the draft as it is, complete or not.

    ``lenses``: lens key to its answers (shape in ``models/conversation.py``), and under
    ``together`` what belongs to the whole; lenses left out stay as they were. ``version``: that of
    the draft when the page was opened, 0 when there was none. Raises StaleForm, CannotDo.
    """
    point = for_writing(by, point)
    draft = draft_of(point)
    before = draft.lenses
    after = {**before, **tidied(lenses)}
    if after == before:
        trail.nothing_changed()
        return draft
    if version != draft.version:
        raise StaleForm(before, draft.version)
    draft.lenses, draft.version, draft.saved_by = after, draft.version + 1, by
    draft.writers = sorted({*draft.writers, by.pk})
    draft.practice_version = practice.current().version
    draft.save()
    trail.record(
        Operation.ALTERATION if version else Operation.COLLECTION,
        "save a conversation",
        by=by,
        about=[point, point.case],
        before=before if version else None,
        after=after,
    )
    return draft


@act
def join(*, by: Officer, point: Point) -> Participation:
    """A line manager takes part in a point of an officer who reports to them, and may write in it
    from then on."""
    require(can_join(by, point))
    part, new = take_part(point, by, SUPERVISOR)
    _record_part(by, point, by, new=new)
    return part


@act
def invite(*, by: Officer, point: Point, number: str) -> Participation:
    """Ask a colleague to take part, by collar number or e-mail address: supervisor and peer
    check-ins count alike. They can read and write this point from then on."""
    point = for_writing(by, point)
    officer = colleague(number, field=f"{TOGETHER}-joined")
    part, new = take_part(point, officer, PEER)
    _record_part(by, point, officer, new=new)
    return part


@act
def add_seconds(*, by: Officer, point: Point, seconds: int) -> Point:
    """Add active seconds to what was measured: at most two minutes a post, and never more than
    has gone by since the last one."""
    point = for_writing(by, point)
    now = timezone.now()
    before = point.measured_seconds
    since = point.timed_at or point.opened_at
    added = counted_seconds(seconds, since=since, now=now)
    point.measured_seconds, point.timed_at = before + added, now
    point.save(update_fields=["measured_seconds", "timed_at"])
    if not added:
        trail.nothing_changed()
        return point
    trail.record(
        Operation.ALTERATION,
        "measure the time of a conversation",
        by=by,
        about=point,
        before={"seconds": before},
        after={"seconds": point.measured_seconds},
    )
    return point


def colleague(number: str, *, field: str) -> Officer:
    """Who has this collar number or e-mail address; raises CannotDo beside ``field``."""
    officer = active_officer(number)
    if officer is None:
        raise CannotDo(
            f"Nobody has the number or e-mail address {number.strip()}. Check it, or ask them for "
            "theirs.",
            field=field,
        )
    return officer


def can_join(by: ActsAs, point: Point) -> Answer:
    """The line manager of an officer whom the point is about, while it is open. Nobody further up
    takes part unless the owner or somebody who takes part asks them to."""
    if not isinstance(by, Officer) or not access.supervises(by, point):
        return no(
            "The line manager of an officer it is about can join. Anybody else is asked by its "
            "owner or by somebody who takes part."
        )
    if point.state != PointState.OPEN:
        return no("This point is not open any more.")
    return yes()


def take_part(point: Point, officer: Officer, role: str) -> tuple[Participation, bool]:
    """The officer's part in the point, and whether it is new; one that had ended begins again."""
    part, new = Participation.objects.get_or_create(
        point=point, officer=officer, defaults={"role": role}
    )
    if part.ended_at is None:
        return part, new
    part.role, part.ended_at = role, None
    part.save(update_fields=["role", "ended_at"])
    return part, True


def for_writing(by: ActsAs, point: Point) -> Point:
    """The point, locked, after asking whether ``by`` may write in it and whether it is open."""
    require(access.can_write_point(by, point))
    fresh = Point.objects.select_for_update().get(pk=point.pk)
    must_be_open(fresh)
    return fresh


def must_be_open(point: Point) -> None:
    """Raise CannotDo, with what can be done, where the point is held or waived."""
    if point.state == PointState.HELD:
        raise CannotDo("This was shared already. Reopen it to add to it: what was shared stays.")
    if point.state == PointState.WAIVED:
        raise CannotDo("This point was waived. A supervisor can reopen it.")
    if point.state == PointState.OVERTAKEN:
        raise CannotDo(
            "The case has gone past this point. Open it again if the conversation is still wanted."
        )


def draft_of(point: Point) -> Conversation:
    """The point's draft; one that is not stored yet, at version 0, when there is none."""
    found = next(iter(_drafts(point.pk)), None)
    if found is None:
        return Conversation(point=point, practice_version=practice.current().version)
    found.point = point
    return found


@prepared
def _drafts(point: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(point=point)


def measured_minutes(point: Point) -> int:
    """Measured time in whole minutes, rounded up: a short conversation is not no time at all."""
    return -(-point.measured_seconds // 60)


def tidied(lenses: Lenses) -> dict[str, dict[str, Any]]:
    """What is kept of what was given: known lenses, known fields, trimmed; empty ones left out."""
    known = {lens.key: lens for lens in practice.current().points.lenses}
    kept = {
        str(key): _tidied_lens(lens, lenses[key]) for key, lens in known.items() if key in lenses
    }
    if TOGETHER in lenses:
        given = lenses[TOGETHER]
        whole: dict[str, Any] = {name: tidied_text(given.get(name, "")) for name in TOGETHER_WORDS}
        whole |= {name: sorted(set(given.get(name, ()))) for name in TOGETHER_LISTS}
        kept[TOGETHER] = {name: value for name, value in whole.items() if value}
    return kept


def answers_of(lens: Lens) -> dict[str, str]:
    """The answers that the lens has, and their words in the practice model."""
    words = {
        NOTHING: lens.nothing,
        SOMETHING: lens.something if lens.takes_words else "",
        DECLINED: lens.declined,
        NOT_OFFERED: lens.not_offered,
    }
    return {answer: text for answer, text in words.items() if text}


def _tidied_lens(lens: Lens, values: Mapping[str, Any]) -> dict[str, Any]:
    names = [*REFLECTION, *AFTER_ACTION] if lens.takes_words else []
    names += LEARNING if lens.key == "learning" else ()
    words: dict[str, Any] = {name: tidied_text(values.get(name, "")) for name in names}
    answer = values.get("answer", "")
    words["answer"] = answer if answer in answers_of(lens) else ""
    prompts = [one for one in practice.current().points.prompts if one.lens == lens.key]
    asked = {one.key for one in prompts if lens.takes_words or one.always}
    answers = {prompt: tidied_text(said) for prompt, said in values.get("answers", {}).items()}
    words["answers"] = {
        prompt: said for prompt, said in answers.items() if said and prompt in asked
    }
    if not lens.takes_words:
        _must_be_short(lens, words["answers"])
    return {name: value for name, value in words.items() if value}


def _must_be_short(lens: Lens, answers: Mapping[str, str]) -> None:
    for prompt, said in answers.items():
        if len(said) > SHORT:
            raise CannotDo(
                f"Keep it to {SHORT} characters: these are {len(said)}.",
                field=f"{lens.key}-q-{prompt}",
            )


def tidied_text(words: Any) -> str:
    """The words, trimmed; refuses more than can be kept here."""
    text = str(words).replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise CannotDo(TOO_LONG.format(written=len(text)))
    return text


def _record_part(by: Officer, point: Point, officer: Officer, *, new: bool) -> None:
    if not new:
        trail.nothing_changed()
        return
    trail.record(
        Operation.ALTERATION,
        "ask somebody to take part",
        by=by,
        about=[point, officer],
        after={"officer": officer.ref},
    )
