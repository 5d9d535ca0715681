"""What was said of a case and is not on the case file: for the disclosure officer (domain 3.4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.facts import RelevanceFlagged
from stillpoint.points.models import Participation, Point, RelevanceFlag
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

SCHEDULED, NOT_RELEVANT, WAITING = "scheduled", "not_relevant", "waiting"
COLUMNS = (
    "Item",
    "Case",
    "Description",
    "Author",
    "Those present",
    "Place",
    "Date and time",
    "Scheduled on",
    "Now on the case file",
)
# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@")


@act
def flag_words(
    *, by: Officer, point: Point, words: str, now_on_file: bool = False, place: str = ""
) -> RelevanceFlag:
    """Put words into the disclosure officer's queue. They see these words and nothing else."""
    require(access.can_write_point(by, point))
    if not words.strip():
        raise CannotDo("Write what is not on the case file.", field="flag_words")
    flag = RelevanceFlag.objects.create(
        point=point,
        words=words.strip(),
        flagged_by=by,
        now_on_file=now_on_file,
        place=place.strip()[:120],
    )
    trail.record(
        Operation.COLLECTION,
        "flag words as not on the case file",
        by=by,
        about=[flag, point, point.case],
        after={"words": flag.words, "now_on_file": now_on_file},
    )
    announce(RelevanceFlagged(flag=flag.ref))
    return flag


@act
def schedule_words(*, by: Officer, flag: RelevanceFlag, description: str) -> RelevanceFlag:
    """Put the flagged words on the schedule, under a description that stands on its own."""
    if not description.strip():
        raise CannotDo("Describe the item as it is to stand in the schedule.", field="description")
    return _decide(by, flag, SCHEDULED, description=description.strip(), reason="")


@act
def set_aside(*, by: Officer, flag: RelevanceFlag, reason: str) -> RelevanceFlag:
    """Say that the words are not relevant, and why. They stay, with the reason."""
    if not reason.strip():
        raise CannotDo("Say why it is not relevant: the reason stays with it.", field="reason")
    return _decide(by, flag, NOT_RELEVANT, description="", reason=reason.strip())


def waiting_flags() -> QuerySet[RelevanceFlag]:
    """Flags that nobody has decided on, oldest first."""
    return _flags().filter(state=WAITING)


def decided_flags() -> QuerySet[RelevanceFlag]:
    """Flags decided on, the latest first."""
    return _flags().exclude(state=WAITING).order_by("-decided_at", "-id")


def scheduled(case: str = "") -> QuerySet[RelevanceFlag]:
    """Scheduled items in the order in which they arose; ``case``: a case's public reference."""
    found = _flags().filter(state=SCHEDULED)
    return found.filter(point__case__ref=case) if case else found


def those_present(flags: Iterable[RelevanceFlag]) -> dict[int, list[str]]:
    """Point id to the names of those who took part, for many flags in one query."""
    parts = Participation.objects.filter(
        point__in={flag.point_id for flag in flags}, took_part=True
    ).select_related("officer")
    found: dict[int, list[str]] = {}
    for part in parts.order_by("officer__family_name", "id"):
        found.setdefault(part.point_id, []).append(part.officer.titled_name)
    return found


def schedule_rows(flags: Iterable[RelevanceFlag], *, first: int = 1) -> list[list[str]]:
    """The itemised, dated schedule: one row for an item, in the order of ``COLUMNS``. ``first``:
    the number of the first item, where a page begins later."""
    listed = list(flags)
    present = those_present(listed)
    return [
        [
            str(number),
            flag.point.case.reference,
            flag.description,
            flag.flagged_by.titled_name,
            "; ".join(present.get(flag.point_id, [])),
            flag.place or "Not recorded",
            f"{timezone.localtime(flag.flagged_at):%d/%m/%Y %H:%M}",
            f"{timezone.localtime(flag.decided_at):%d/%m/%Y}" if flag.decided_at else "",
            "Yes" if flag.now_on_file else "No",
        ]
        for number, flag in enumerate(listed, start=first)
    ]


def schedule_csv(flags: Iterable[RelevanceFlag]) -> str:
    """The schedule as CSV. A cell that a spreadsheet would run gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in schedule_rows(flags))
    return file.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def _flags() -> QuerySet[RelevanceFlag]:
    return RelevanceFlag.objects.select_related("point__case", "flagged_by", "decided_by")


def _decide(
    by: Officer, flag: RelevanceFlag, state: str, *, description: str, reason: str
) -> RelevanceFlag:
    require(access.can_see_flag(by, flag))
    flag = RelevanceFlag.objects.select_for_update().get(pk=flag.pk)
    before = {"state": flag.state, "description": flag.description, "reason": flag.reason}
    flag.state, flag.description, flag.reason = state, description, reason
    flag.decided_by, flag.decided_at = by, timezone.now()
    flag.save()
    trail.record(
        Operation.ALTERATION,
        "decide on flagged words",
        by=by,
        about=[flag, flag.point.case],
        before=before,
        after={"state": state, "description": description, "reason": reason},
    )
    return flag
