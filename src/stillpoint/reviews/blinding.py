"""Blinding: what a second reviewer may not see yet. The only file that decides it.

Until the second reviewer has locked ratings of their own, the first review is hidden from them:
in pages, lists, counts, messages and exports. A RASSO lead who is a second reviewer in the round
is blinded like any other, and for the whole round, since figures over several cases would tell
them something of their own. Agreement is computed from ratings locked before the reveal only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stillpoint.cases.models import BrokenGlass
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.people.same_person import records_of
from stillpoint.reviews.models import (
    Assignment,
    Review,
    ReviewState,
    Round,
    RoundState,
    Selection,
)
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.prepared import prepared

# Roles with which someone reads what a first review says.
READS_FIRST_REVIEWS = ("rasso_lead", "disclosure_officer")
_LOCKED = Exists(Review.objects.filter(assignment=OuterRef("pk"), locked_at__isnull=False))


def _second_reviews(officer: Officer) -> QuerySet[Assignment]:
    return Assignment.objects.filter(step=2, reviewer=officer, state__in=STANDING)


def awaits_lock(officer: Officer, round: Round) -> QuerySet[Assignment]:
    """The officer's second reviews in the round whose own ratings are not locked yet."""
    return _second_reviews(officer).filter(selection__round=round).exclude(_LOCKED)


def is_blinded_in(officer: Officer, round: Round) -> bool:
    """Whether first reviews in this round, and figures made from them, are hidden from them."""
    return round.blinded and round.state != "closed" and awaits_lock(officer, round).exists()


def is_hidden_from(officer: Officer, review: Review) -> bool:
    """Whether this review is hidden from the officer for now.

    An author always sees their own. The second reviewer of a case sees its first review when it
    is submitted and, in a blinded round, their ratings of that case are locked: their other cases
    do not hold it back. Anyone else who still has ratings to lock in the round sees no first
    review, and no second review that already speaks of one.
    """
    if review.assignment.reviewer_id == officer.pk:
        return False
    if review.step == 2:
        return review.rests_on is not None and is_hidden_from(officer, review.rests_on)
    round = review.assignment.selection.round
    own = _second_review_of_same_case(officer, review)
    if own is None:
        return is_blinded_in(officer, round)
    if review.state == ReviewState.DRAFT:
        return True
    if not round.blinded or round.state == RoundState.CLOSED:
        return False
    return own in awaits_lock(officer, round)


def sources_hidden_from(officer: Officer) -> list[str]:
    """The reviews whose flagged words the officer may not see for now, as the trail names them:
    those that ``is_hidden_from`` hides, for all rounds in two queries. A disclosure officer who is
    a second reviewer meets no word of a first review in their queue before the lock."""
    open_rounds = _second_reviews(officer).exclude(selection__round__state=RoundState.CLOSED)
    blinded = open_rounds.filter(selection__round__blinded=True)
    rounds = set(blinded.exclude(_LOCKED).values_list("selection__round", flat=True))
    if not rounds:
        return []
    own_locked = blinded.filter(_LOCKED).values("selection")
    hidden = (
        Review.objects.filter(assignment__selection__round__in=rounds)
        .filter(Q(step=1) | Q(rests_on__isnull=False))
        .exclude(assignment__selection__in=own_locked)
        .exclude(Q(assignment__reviewer=officer) | Q(rests_on__assignment__reviewer=officer))
    )
    return [one.trail_reference for one in hidden.only("ref")]


def counts_for_agreement(second: Review) -> bool:
    """Whether this second review's ratings were the reviewer's own: locked before the reveal, by
    someone who had never been able to read the first."""
    if second.step != 2 or second.locked_at is None or second.assignment.could_see_first:
        return False
    return second.revealed_at is None or second.locked_at <= second.revealed_at


def could_have_seen_first(officer: Officer, selection: Selection) -> bool:
    """Whether the officer has been able to read a first review of the case, in this round or in
    another, asked before its second review is given to them. It is not asked whether they did:
    the trail is not for that.

    A RASSO lead reads first reviews unless they are blinded, and giving a review away ends that; a
    disclosure officer reads flagged words: whoever held such a role on any day since the first
    review was begun counts. So does whoever wrote one, was shown one as second reviewer, or had
    the case open by break-glass. All records of one person count.
    """
    reviews = Review.objects.filter(assignment__selection__case=selection.case_id)
    begun = reviews.filter(step=1).order_by("started_at").values_list("started_at", flat=True)
    first = begun.first()
    if first is None:
        return False
    own = records_of(officer)
    shown = reviews.filter(Q(step=1) | Q(revealed_at__isnull=False))
    opened = BrokenGlass.objects.filter(case=selection.case_id, reader__in=own)
    return (
        _read_first_reviews(own, since=timezone.localdate(first))
        or shown.filter(assignment__reviewer__in=own).exists()
        or opened.filter(agreed_at__isnull=False, until__gte=first).exists()
    )


def _read_first_reviews(own: Collection[int], *, since: dt.date) -> bool:
    """Whether one of these records held such a role on a day from then to today."""
    held = RoleGrant.objects.in_force().filter(officer__in=own, role__in=READS_FIRST_REVIEWS)
    ended = Q(until__isnull=True) | Q(until__gte=since)
    return held.filter(ended, since__lte=timezone.localdate()).exists()


def _second_review_of_same_case(officer: Officer, first: Review) -> Assignment | None:
    """The officer's standing second review of the case, where they have one."""
    held = _second_reviews_of(officer.pk, first.assignment.selection_id)
    return held[0] if held else None


@prepared
def _second_reviews_of(officer: int, selection: int) -> QuerySet[Assignment]:
    held = Assignment.objects.filter(reviewer=officer, selection=selection)
    return held.filter(step=2, state__in=STANDING).order_by("pk")[:1]
