"""Words about how somebody is, from when points asked for them: they are a private note of their
writer now, who is told, and who takes them out when they like."""

from __future__ import annotations

from django.db import transaction

from stillpoint.disclosure.holding import is_held
from stillpoint.events.models import Message
from stillpoint.events.telling import tell
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.facts import WordsSetAside
from stillpoint.points.finding import note_by_ref
from stillpoint.points.models import PrivateNote
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.erasing import erase
from stillpoint.trust.models import Operation

WHAT_IT_IS = (
    "You wrote this at a point, where it asked how people are. Points no longer hold such words: "
    "they were moved here, encrypted, and are shown to nobody but you. Keep them, or take them out."
)


@act
def record_setting_aside(*, by: ActsAs, note: PrivateNote) -> None:
    """Leave in the trail that the words left their point."""
    assert note.point is not None
    trail.record(
        Operation.ALTERATION,
        "set words about how somebody is aside",
        by=by,
        about=[note, note.point, note.point.case, note.author],
        after={"sealed": note.sealed},
    )


@act
def take_out(*, by: Officer, note: PrivateNote) -> None:
    """Its writer takes such words out for good. Raises Refused, CannotDo."""
    require(access.can_see_note(by, note))
    if note.set_aside_at is None:
        raise CannotDo("Only words that were moved here from a point are taken out this way.")
    if note.point is not None and is_held(note.point.case):
        raise CannotDo(
            "The case is on hold, so nothing that is held about it is erased. Only you are shown "
            "these words. You can take them out once the hold is lifted."
        )
    about = [note.trail_reference, *([note.point.trail_reference] if note.point else [])]
    erase(PrivateNote.objects.filter(pk=note.pk))
    trail.record(Operation.ERASURE, "take out words that were set aside", by=by, about=about)


def tell_their_writer(fact: WordsSetAside) -> None:
    """The handler: the trail and a message, both once. Nothing is left to say where they are gone
    again."""
    key = f"words-set-aside:{fact.note}"
    if not PrivateNote.objects.filter(ref=fact.note).exists():
        return
    note = note_by_ref(fact.note)
    with transaction.atomic():
        if Message.objects.filter(key=key).exists():
            return
        record_setting_aside(by=job("set words aside"), note=note)
        tell(
            note.author,
            subject="Words that you wrote at a point are a private note now",
            text="Sign in to read them, and to keep them or take them out.",
            link=f"/notes/{note.ref}/",
            key=key,
        )
