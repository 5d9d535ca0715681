"""What was said of a case and is not on the case file: for the disclosure officer (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure import access
from stillpoint.disclosure.facts import RelevanceFlagged
from stillpoint.disclosure.models import FlagState, RelevanceFlag, Sensitivity
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

# Answers to the question whether something is not on the case file.
YES, NO = "yes", "no"


class Decided(NamedTuple):
    """What was decided on flagged words. ``reason``: why they are not relevant."""

    state: str
    description: str = ""
    sensitivity: str = ""
    sensitive_because: str = ""
    reason: str = ""


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
    *,
    by: Officer,
    flag: RelevanceFlag,
    description: str,
    sensitive_because: str = "",
    sensitive: bool = False,
    version: int | None = None,
) -> RelevanceFlag:
    """Put the flagged words on the schedule, under a description that stands on its own, numbered
    within its case. ``sensitive_because``: why disclosing it would risk serious prejudice to an
    important public interest. ``version``: of what the page showed (``decided``). Raises StaleForm,
    CannotDo, Refused."""
    if not description.strip():
        raise CannotDo("Describe the item as it is to stand in the schedule.", field="description")
    if sensitive and not sensitive_because.strip():
        raise CannotDo(
            "Say why it is sensitive: the prosecutor reads the reason.", field="sensitive_because"
        )
    values = Decided(
        state=FlagState.SCHEDULED,
        description=description.strip(),
        sensitivity=Sensitivity.SENSITIVE if sensitive else Sensitivity.NOT_SENSITIVE,
        sensitive_because=sensitive_because.strip() if sensitive else "",
    )
    return _decide(by, flag, values, version)


@act
def set_aside(
    *, by: Officer, flag: RelevanceFlag, reason: str, version: int | None = None
) -> RelevanceFlag:
    """Say that the words are not relevant, and why. They stay, with the reason. ``version`` as
    for ``schedule_words``."""
    if not reason.strip():
        raise CannotDo("Say why it is not relevant: the reason stays with it.", field="reason")
    return _decide(by, flag, Decided(FlagState.NOT_RELEVANT, reason=reason.strip()), version)


def decided(flag: RelevanceFlag) -> Decided:
    """How the flag stands."""
    return Decided(
        flag.state, flag.description, flag.sensitivity, flag.sensitive_because, flag.reason
    )


def _decide(
    by: Officer, flag: RelevanceFlag, values: Decided, version: int | None
) -> RelevanceFlag:
    require(access.can_see_flag(by, flag))
    # Numbers of one case are given one after another.
    Case.objects.select_for_update().get(pk=flag.case_id)
    flag = RelevanceFlag.objects.select_for_update().get(pk=flag.pk)
    if decided(flag) == values:
        trail.nothing_changed()
        return flag
    must_stand_as_seen(version, decided(flag))
    before = decided(flag)._asdict()
    for name, value in values._asdict().items():
        setattr(flag, name, value)
    if flag.state == FlagState.SCHEDULED and flag.number is None:
        flag.number = _next_number(flag.case)
    flag.decided_by, flag.decided_at = by, timezone.now()
    flag.save()
    trail.record(
        Operation.ALTERATION,
        "decide on flagged words",
        by=by,
        about=[flag, flag.case],
        before=before,
        after={**values._asdict(), "number": flag.number},
    )
    return flag


def _next_number(case: Case) -> int:
    """After the highest ever given: an item that was set aside later keeps its number."""
    found = RelevanceFlag.objects.filter(case=case).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1
