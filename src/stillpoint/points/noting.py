"""Private notes: encrypted, shown to their author and to nobody else.

Each is sealed for its own reference, so that one moved to another record does not open. A note is
still material that the law may demand (domain 3.4): the page says so at the top.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.disclosure.presenters_retention import period
from stillpoint.people.models import Officer
from stillpoint.points import access, conversing
from stillpoint.points.models import Point, PrivateNote
from stillpoint.trust import trail, vault
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

WHAT_THE_LAW_MAY_DEMAND = (
    "Only you are shown this note, and it is encrypted. It is not secret from the law: if it says "
    "something relevant to a case, you must reveal it to the disclosure officer, and a court may "
    "order it to be disclosed. Those who hold the force's keys could read it. Put what belongs on "
    "the case file there."
)
LENS_OF_A_COPY = "learning"
SAME_PRESS = dt.timedelta(seconds=60)
# The rule in ``retention.toml``.
EXPIRY = "private_notes"


@act
def write_note(*, by: Officer, text: str, point: Point | None = None) -> PrivateNote:
    """A new note of one's own, about a point or about nothing in particular. The same words again
    at once are the same press of the button."""
    if point is not None:
        require(access.can_read_point(by, point))
    # Two presses at the same moment wait for each other here.
    Officer.objects.select_for_update().get(pk=by.pk)
    just_now = PrivateNote.objects.filter(
        author=by, point=point, written_at__gt=timezone.now() - SAME_PRESS
    )
    if same := next((one for one in just_now if read_note(one) == _tidy(text)), None):
        trail.nothing_changed()
        return same
    note = PrivateNote(author=by, point=point)
    note.sealed = _sealed(note, text)
    note.save()
    # The digest is of the sealed text: the trail holds nothing that a guess could be tried on.
    trail.record(
        Operation.COLLECTION,
        "write a private note",
        by=by,
        about=note,
        after={"sealed": note.sealed},
    )
    return note


@act
def change_note(*, by: Officer, note: PrivateNote, text: str) -> PrivateNote:
    """Write one's note anew."""
    require(access.can_see_note(by, note))
    before = note.sealed
    if read_note(note) == _tidy(text):
        trail.nothing_changed()
        return note
    note.sealed = _sealed(note, text)
    note.save(update_fields=["sealed", "changed_at"])
    trail.record(
        Operation.ALTERATION,
        "change a private note",
        by=by,
        about=note,
        before={"sealed": before},
        after={"sealed": note.sealed},
    )
    return note


@act
def share_copy(*, by: Officer, note: PrivateNote, lens: str = LENS_OF_A_COPY) -> Point:
    """Copy the note into the draft of its point's conversation, under one of the lenses. The note
    stays; the copy is read by everybody who takes part."""
    require(access.can_see_note(by, note))
    if note.set_aside_at is not None:
        raise CannotDo("How someone is doing is not written at a point: these words stay with you.")
    if lens not in {one.key for one in practice.current().points.lenses if one.takes_words}:
        raise CannotDo("Choose where the copy goes.", field="lens")
    if note.point is None:
        raise CannotDo("This note is about no point, so there is no conversation to copy it into.")
    point = conversing.for_writing(by, note.point)
    draft = conversing.draft_of(point)
    said, words = dict(draft.lenses.get(lens, {})), read_note(note)
    if words in said.get("what", ""):
        # Pressed again: the copy is there.
        trail.nothing_changed()
        return point
    said["answer"] = conversing.SOMETHING
    said["what"] = "\n\n".join(part for part in (said.get("what", ""), words) if part)
    conversing.save_conversation(by=by, point=point, version=draft.version, lenses={lens: said})
    return point


def read_note(note: PrivateNote) -> str:
    """The words of the note. Whoever calls this has asked ``access.can_see_note``."""
    return vault.open_text(note.sealed, context=_context(note))


def how_long_kept() -> str:
    """When a note expires, in a sentence; empty where the force lets none expire."""
    for rule in practice.current().retention.expiries:
        if rule.key == EXPIRY:
            return (
                f"A note is erased {period(rule.after_months)} after you last changed it. It stays "
                "longer while a case is on hold, or where words of its point were flagged for the "
                "disclosure officer."
            )
    return ""


def notes_of(officer: Officer) -> QuerySet[PrivateNote]:
    """The officer's own notes, the last changed first."""
    found = PrivateNote.objects.filter(author=officer)
    return found.select_related("point__case").order_by("-changed_at", "-id")


def _sealed(note: PrivateNote, text: str) -> str:
    return vault.seal_text(_tidy(text), context=_context(note))


def _tidy(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise CannotDo("Write something, or leave the page.", field="text")
    if len(words) > conversing.LONGEST:
        raise CannotDo(conversing.TOO_LONG.format(written=len(words)), field="text")
    return words


def _context(note: PrivateNote) -> str:
    return f"note:{note.ref}:text"
