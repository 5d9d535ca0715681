"""What was said of a case and is not on the case file: for the disclosure officer (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure import access
from stillpoint.disclosure.facts import RelevanceFlagged
from stillpoint.disclosure.models import FlagState, RelevanceFlag
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

# Answers to the question whether something is not on the case file.
YES, NO = "yes", "no"


@act
def flag_words(
    *,
    by: Officer,
    case: Case,
    source: str,
    kind: str,
    words: str,
    present: Iterable[Officer] = (),
    place: str = "",
    now_on_file: bool = False,
    field: str = "flag_words",
) -> RelevanceFlag:
    """Put words into the disclosure officer's queue. They see these words and nothing else.

    ``source``: the record that the words stand in, as the trail names it; ``kind``: what that
    record is, in words that can stand in a schedule. Who may write in the source is asked by the
    room that it belongs to. ``field``: where the sentence goes when the words are missing.
    """
    if not words.strip():
        raise CannotDo("Write what is not on the case file.", field=field)
    flag = RelevanceFlag.objects.create(
        case=case,
        source=source,
        kind=kind[:120],
        words=words.strip(),
        flagged_by=by,
        flagged_at=timezone.now(),
        present=[one.ref for one in present],
        place=place.strip()[:120],
        now_on_file=now_on_file,
    )
    trail.record(
        Operation.COLLECTION,
        "flag words as not on the case file",
        by=by,
        about=[flag, source, case],
        after={"words": flag.words, "now_on_file": now_on_file},
    )
    announce(RelevanceFlagged(flag=flag.ref))
    return flag


@act
def schedule_words(
    *, by: Officer, flag: RelevanceFlag, description: str, version: int | None = None
) -> RelevanceFlag:
    """Put the flagged words on the schedule, under a description that stands on its own.
    ``version``: of what the page showed (``decided``). Raises StaleForm, CannotDo, Refused."""
    if not description.strip():
        raise CannotDo("Describe the item as it is to stand in the schedule.", field="description")
    values = (FlagState.SCHEDULED, description.strip(), "")
    return _decide(by, flag, values, version)


@act
def set_aside(
    *, by: Officer, flag: RelevanceFlag, reason: str, version: int | None = None
) -> RelevanceFlag:
    """Say that the words are not relevant, and why. They stay, with the reason. ``version`` as
    for ``schedule_words``."""
    if not reason.strip():
        raise CannotDo("Say why it is not relevant: the reason stays with it.", field="reason")
    return _decide(by, flag, (FlagState.NOT_RELEVANT, "", reason.strip()), version)


def decided(flag: RelevanceFlag) -> tuple[str, str, str]:
    """How the flag stands: its state, its description in the schedule, why it is not relevant."""
    return flag.state, flag.description, flag.reason


def _decide(
    by: Officer, flag: RelevanceFlag, values: tuple[str, str, str], version: int | None
) -> RelevanceFlag:
    require(access.can_see_flag(by, flag))
    flag = RelevanceFlag.objects.select_for_update().get(pk=flag.pk)
    if decided(flag) == values:
        trail.nothing_changed()
        return flag
    must_stand_as_seen(version, decided(flag))
    state, description, reason = values
    before = {"state": flag.state, "description": flag.description, "reason": flag.reason}
    flag.state, flag.description, flag.reason = state, description, reason
    flag.decided_by, flag.decided_at = by, timezone.now()
    flag.save()
    trail.record(
        Operation.ALTERATION,
        "decide on flagged words",
        by=by,
        about=[flag, flag.case],
        before=before,
        after={"state": state, "description": description, "reason": reason},
    )
    return flag
