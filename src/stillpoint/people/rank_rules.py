"""Who may review at which step, and who outranks whom (P63, P64, P66, P67).

Levels run from 1 (constable) to 9 (chief constable); grades of staff count by their equivalence,
acting ranks by the practice model's ``acting_rule``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Accreditation, Officer
from stillpoint.people.training import current_courses
from stillpoint.trust.answers import Answer, CannotDo
from stillpoint.trust.prepared import prepared

FIRST, SECOND = 1, 2
STEPS = {FIRST: "first review", SECOND: "second review"}


@dataclass(frozen=True)
class ReviewStanding(Answer):
    """Whether somebody may review at a step, and what stands in the way.

    ``bar``: empty, or one of ``left``, ``rank``, ``not accredited``, ``training ran out``: the
    words under which assignment counts the people a rule excludes. ``calibrated_on``: the day of
    the practice cases, None when not yet done (no bar here: reviews decide when it is asked for).
    """

    bar: str = ""
    calibrated_on: dt.date | None = None


def check_rank(*, rank: str, acting_rank: str, grade: str) -> None:
    """Raise CannotDo unless one of rank and grade is set, each known to the practice model."""
    model = practice.current()
    if bool(rank) == bool(grade):
        raise CannotDo("Give either a rank or a staff grade, and not both.", field="rank")
    ranks = {known.key: known.level for known in model.ranks}
    for field, key in (("rank", rank), ("acting_rank", acting_rank)):
        if key and key not in ranks:
            raise CannotDo(f"The practice model has no rank “{key}”.", field=field)
    if grade and grade not in {known.key for known in model.staff_grades}:
        raise CannotDo(f"The practice model has no staff grade “{grade}”.", field="grade")
    if acting_rank and not rank:
        raise CannotDo("Only somebody with a rank can act in another.", field="acting_rank")
    if acting_rank and ranks[acting_rank] <= ranks[rank]:
        raise CannotDo("An acting rank is above the rank held. Check both.", field="acting_rank")


def lowest(*, of_rank: bool) -> tuple[str, str]:
    """The lowest rank, or the lowest grade, as (rank, grade) with nothing for the other."""
    model = practice.current()
    if of_rank:
        return min(model.ranks, key=lambda one: one.level).key, ""
    return "", min(model.staff_grades, key=lambda one: one.equivalent_level).key


def rises(officer: Officer, *, rank: str, acting_rank: str, grade: str) -> bool:
    """Whether this rank or grade stands above the one that the officer has."""
    check_rank(rank=rank, acting_rank=acting_rank, grade=grade)
    then = Officer(rank=rank, acting_rank=acting_rank, grade=grade)
    return then.rank_level > officer.rank_level


def rank_gap(reviewer: Officer, officer: Officer) -> int:
    """Levels by which the reviewer stands above the officer; below zero the review is upward."""
    return reviewer.rank_level - officer.rank_level


def outranks(reviewer: Officer, officer: Officer) -> bool:
    return rank_gap(reviewer, officer) > 0


def at_least(reviewer: Officer, officer: Officer) -> bool:
    """Whether the reviewer's level is the officer's or higher (the default of P67)."""
    return rank_gap(reviewer, officer) >= 0


def level_needed(step: int) -> int:
    """The least level of a reviewer at the step; raises ValueError for another step."""
    model = practice.current()
    if step not in STEPS:
        raise ValueError(f"A review has step 1 or 2, not {step}.")
    return model.first_reviewer_level if step == FIRST else model.second_reviewer_level


def rank_needed(step: int) -> str:
    """The name of the lowest rank that may review at the step."""
    level = level_needed(step)
    ranks = practice.current().ranks
    return next((rank.label for rank in ranks if rank.level == level), f"level {level}")


def high_enough(officer: Officer, step: int) -> bool:
    return officer.rank_level >= level_needed(step)


def may_review_step(officer: Officer, step: int, on: dt.date | None = None) -> ReviewStanding:
    """Accredited in date, by training that still holds, and of the rank for the step."""
    return review_standings([officer], step, on)[officer.pk]


def review_standings(
    officers: Iterable[Officer], step: int, on: dt.date | None = None
) -> dict[int, ReviewStanding]:
    """``may_review_step`` for many, by id, in a fixed number of queries."""
    day = on or timezone.localdate()
    people = list(officers)
    held: dict[int, list[Accreditation]] = defaultdict(list)
    for accreditation in _of_step(day, step=step):
        held[accreditation.officer_id].append(accreditation)
    by_training = [one.pk for one in people if any(a.course_id for a in held[one.pk])]
    courses = current_courses(by_training, day) if by_training else {}
    return {
        officer.pk: _standing(officer, step, day, held[officer.pk], courses.get(officer.pk, set()))
        for officer in people
    }


@prepared
def _of_step(day: dt.date, *, step: int) -> QuerySet[Accreditation]:
    """Of everyone: those who review are few beside those of whom it is asked."""
    return Accreditation.objects.on(day).filter(step=step).order_by()


def _standing(
    officer: Officer,
    step: int,
    day: dt.date,
    held: list[Accreditation],
    courses: set[int],
) -> ReviewStanding:
    gone = officer.left_on is not None and officer.left_on < day
    if gone or not officer.is_active:
        return ReviewStanding(False, f"{officer.full_name} has left.", "left")
    if not held:
        return ReviewStanding(
            False,
            f"{officer.full_name} is not accredited for the {STEPS[step]} on this day.",
            "not accredited",
        )
    calibrated = max((a.calibrated_on for a in held if a.calibrated_on), default=None)
    if not high_enough(officer, step):
        return ReviewStanding(
            False,
            f"A {STEPS[step]} takes a {rank_needed(step)} or above, or the equivalent.",
            "rank",
            calibrated,
        )
    if all(a.course_id and a.course_id not in courses for a in held):
        return ReviewStanding(
            False,
            f"The training that shows the specialist knowledge of {officer.full_name} "
            "is no longer current.",
            "training ran out",
            calibrated,
        )
    return ReviewStanding(True, f"Accredited for the {STEPS[step]}.", "", calibrated)
