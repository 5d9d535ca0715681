"""What waits for one person in this room: what Today shows of it, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from stillpoint.people.access import has_role
from stillpoint.people.models import Accreditation, Officer
from stillpoint.people.rank_rules import FIRST, high_enough
from stillpoint.reviews.feedback_standing import anybody_to_tell
from stillpoint.reviews.models import (
    Assignment,
    AssignmentState,
    Feedback,
    Review,
    ReviewState,
    Round,
    RoundState,
    Selection,
)
from stillpoint.reviews.models.selection import STANDING, SelectionState
from stillpoint.trust.prepared import prepared

SEED_GIVERS = ("rasso_lead", "analyst", "auditor")
UNDER_WAY = (RoundState.OPEN, RoundState.FROZEN, RoundState.DRAWN, RoundState.PUBLISHED)


@dataclass(frozen=True)
class WaitingReview:
    """A review that the officer was given. ``step``: what is left of it: ``answer``, ``write``,
    ``reopened``, ``compare`` (the first review is there to compare with), ``compare_again`` (it
    was submitted anew) or ``stale`` (it was reopened and is not submitted yet)."""

    assignment: Assignment
    review: Review | None
    step: str


@dataclass(frozen=True)
class WaitingRound:
    """A round whose next step waits for the officer. ``step``: ``plan``, ``commit``, ``reveal``,
    ``draw``, ``assign``, ``publish``, ``fill``, ``release``, ``close`` or ``close_untold``
    (nobody to tell); ``number``: how many reviews have no reviewer, for ``fill``."""

    round: Round
    step: str
    number: int = 0


def waiting_reviews(officer: Officer, *, most: int) -> list[WaitingReview]:
    """Reviews that the officer is to answer for, write or compare; oldest rounds first. Those that
    wait for somebody else's first review are left out. Three queries."""
    held = _given(officer.pk, most=4 * most)
    if not held:
        return []
    own = _current(held)
    firsts = _submitted_firsts(held)
    found = [_review(one, own.get(one.pk), firsts) for one in held]
    return [one for one in found if one is not None][:most]


@prepared
def _given(officer: int, *, most: int) -> QuerySet[Assignment]:
    submitted = Review.objects.filter(
        assignment=OuterRef("pk"), state=ReviewState.SUBMITTED, stale_since__isnull=True
    )
    return (
        Assignment.objects.filter(
            reviewer=officer,
            state__in=(AssignmentState.PUBLISHED, AssignmentState.ACCEPTED),
            selection__state=SelectionState.STANDS,
            selection__round__state=RoundState.PUBLISHED,
        )
        .exclude(Exists(submitted))
        .select_related("selection__case", "selection__round")
        .order_by("selection__round_id", "state", "step", "selection__order")[:most]
    )


def _current(held: Iterable[Assignment]) -> dict[int, Review]:
    current = (ReviewState.DRAFT, ReviewState.SUBMITTED)
    reviews = Review.objects.filter(assignment__in=list(held), state__in=current)
    return {review.assignment_id: review for review in reviews}


def _submitted_firsts(held: Iterable[Assignment]) -> dict[int, int]:
    """Selection id to the id of its submitted first review, for the second reviews held."""
    seconds = [one.selection_id for one in held if one.step == 2]
    rows = Review.objects.filter(
        assignment__selection__in=seconds, step=1, state=ReviewState.SUBMITTED
    )
    return dict(rows.values_list("assignment__selection_id", "pk"))


def _review(
    given: Assignment, review: Review | None, firsts: dict[int, int]
) -> WaitingReview | None:
    if given.state == AssignmentState.PUBLISHED and review is None:
        return WaitingReview(given, None, "answer")
    if review is None:
        return WaitingReview(given, None, "write")
    there = given.selection_id in firsts
    if review.stale_since:
        return WaitingReview(given, review, "compare_again" if there else "stale")
    if given.step == 2 and review.locked_at:
        return WaitingReview(given, review, "compare") if there else None
    return WaitingReview(given, review, "reopened" if review.reopened_reason else "write")


def practice_cases_wait(officer: Officer) -> bool:
    """Whether the officer is accredited and has not done the practice cases. One query; none for
    those whose rank reviews nothing."""
    return high_enough(officer, FIRST) and bool(_not_calibrated(officer.pk, timezone.localdate()))


@prepared
def _not_calibrated(officer: int, today: dt.date) -> QuerySet[Accreditation]:
    held = Accreditation.objects.on(today).filter(officer=officer, calibrated_on__isnull=True)
    return held.order_by("id")[:1]


def unread_feedback(officer: Officer, *, most: int) -> list[Feedback]:
    """Feedback released to the officer and not read yet. One query."""
    return _unread(officer.pk, most=most)


@prepared
def _unread(officer: int, *, most: int) -> QuerySet[Feedback]:
    found = Feedback.objects.filter(
        officer=officer, released_at__isnull=False, seen_at__isnull=True
    )
    return found.select_related("selection__case").order_by("released_at", "id")[:most]


def waiting_rounds(officer: Officer, *, most: int) -> list[WaitingRound]:
    """Rounds whose next step is the officer's: a lead's own rounds, and for those who may give a
    part of a seed, rounds that wait for one. Five queries, and one for each round with all reviews
    in whose feedback is not released.

    Nothing here depends on what a review says: a blinded lead learns only whether all reviews are
    in, which they cannot be before their own is.
    """
    leads = has_role(officer, "rasso_lead")
    if not leads and not any(has_role(officer, role) for role in SEED_GIVERS):
        return []
    held = _under_way(officer.pk, leads=leads, most=4 * most)
    prefetch_related_objects(held, "seed_parts")
    counts = _Counts(held) if leads else None
    found = [_next_step(round, officer, counts) for round in held]
    return [one for one in found if one is not None][:most]


@prepared
def _under_way(officer: int, *, leads: bool, most: int) -> QuerySet[Round]:
    wanted = Q(state=RoundState.FROZEN)
    if leads:
        wanted |= Q(lead=officer) | Q(lead__isnull=True)
    return Round.objects.filter(wanted, state__in=UNDER_WAY).order_by("id")[:most]


class _Counts:
    """For rounds that are drawn or published: reviews wanted, given to somebody, submitted."""

    def __init__(self, rounds: Iterable[Round]) -> None:
        drawn = [r.pk for r in rounds if r.state in (RoundState.DRAWN, RoundState.PUBLISHED)]
        self.cases: dict[int, int] = {}
        self.given: dict[int, int] = {}
        self.written: dict[int, int] = {}
        if not drawn:
            return
        stands = Selection.objects.filter(round__in=drawn, state=SelectionState.STANDS)
        given = Assignment.objects.filter(selection__in=stands, state__in=STANDING)
        written = Review.objects.filter(
            assignment__in=given, state=ReviewState.SUBMITTED, stale_since__isnull=True
        )
        self.cases = _by(stands, "round")
        self.given = _by(given, "selection__round")
        self.written = _by(written, "assignment__selection__round")

    def without_reviewer(self, round: Round) -> int:
        return 2 * self.cases.get(round.pk, 0) - self.given.get(round.pk, 0)

    def not_written(self, round: Round) -> int:
        return 2 * self.cases.get(round.pk, 0) - self.written.get(round.pk, 0)


def _by(rows: QuerySet[Any], field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(number=Count("pk")))


def _next_step(round: Round, officer: Officer, counts: _Counts | None) -> WaitingRound | None:
    leads = counts is not None and round.lead_id in (None, officer.pk)
    if round.state == RoundState.FROZEN:
        return _seed(round, officer, leads)
    if not leads or counts is None:
        return None
    if round.state == RoundState.OPEN:
        return WaitingRound(round, "plan")
    if round.state == RoundState.DRAWN:
        return WaitingRound(round, "publish" if counts.given.get(round.pk) else "assign")
    if (number := counts.without_reviewer(round)) > 0:
        return WaitingRound(round, "fill", number)
    if counts.not_written(round) > 0:
        return None
    if round.feedback_released_at:
        return WaitingRound(round, "close")
    return WaitingRound(round, "release" if anybody_to_tell(round) else "close_untold")


def _seed(round: Round, officer: Officer, leads: bool) -> WaitingRound | None:
    """Two parts from two people, each committed before the other is shown."""
    parts = list(round.seed_parts.all())
    own = next((part for part in parts if part.officer_id == officer.pk), None)
    if own is None and len(parts) < 2 and (leads or parts):
        return WaitingRound(round, "commit")
    if own is not None and len(parts) == 2 and not own.part:
        return WaitingRound(round, "reveal")
    if leads and len(parts) == 2 and all(part.part for part in parts):
        return WaitingRound(round, "draw")
    return None
