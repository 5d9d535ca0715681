"""Whether feedback that is prepared still stands: it rests on the two reviews that hold now, and
goes to somebody who has a part in the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Feedback, Review, Round, Selection

REOPENED = "a review was reopened"
OTHER_REVIEWS = "other reviews stand now than those it was prepared from"
NOT_REVIEWED_TWICE = "the case is not reviewed twice any more"
NO_PART = "the person has no part in the case any more, or has left"


def releasable(round: Round) -> QuerySet[Feedback]:
    """Prepared and not released, and still standing."""
    waiting = unreleased(round)
    wrong = why_not(round, waiting)
    return Feedback.objects.filter(pk__in=[one.pk for one in waiting if one.pk not in wrong])


def unreleased(round: Round) -> list[Feedback]:
    """Prepared, and neither released nor withdrawn."""
    found = Feedback.objects.filter(selection__round=round, released_at=None, withdrawn_at=None)
    return list(found.select_related("selection__case"))


def why_not(round: Round, waiting: Sequence[Feedback]) -> dict[int, str]:
    """Feedback id to why it does not stand as it was prepared; what stands is left out."""
    reviewed = {one.pk for one in reviewed_selections(round)}
    reviews = _reviews(round)
    people = _people({one.selection.case_id for one in waiting})
    found = {}
    for one in waiting:
        if one.selection_id not in reviewed:
            found[one.pk] = REOPENED if one.stale_since else NOT_REVIEWED_TWICE
        elif one.officer_id not in people[one.selection.case_id]:
            found[one.pk] = NO_PART
        elif one.stale_since:
            found[one.pk] = REOPENED
        elif one.rests_on and one.rests_on != reviews[one.selection_id]:
            found[one.pk] = OTHER_REVIEWS
    return found


def reviewed_selections(round: Round) -> list[Selection]:
    """Selections of the round whose first and second review are submitted and not stale."""
    found = round.selections.filter(
        state="stands",
        assignments__reviews__step=1,
        assignments__reviews__state="submitted",
    ).filter(
        assignments__reviews__step=2,
        assignments__reviews__state="submitted",
        assignments__reviews__stale_since=None,
    )
    return list(found.distinct().select_related("case", "round").order_by("stratum", "order"))


def roles_reviewed(selection: Selection) -> dict[Officer, list[str]]:
    """Those whose work the review looked at and who are still with the force, with their roles."""
    parts = _parts({selection.case_id}).select_related("officer").order_by("officer_id", "pk")
    found: dict[Officer, list[str]] = defaultdict(list)
    for part in parts:
        found[part.officer].append(part.role)
    return found


def anybody_to_tell(round: Round) -> bool:
    """Whether somebody who is still with the force is recorded on a drawn case. Without anybody
    there is no feedback to give. One query."""
    drawn = round.selections.filter(state="stands")
    return _parts(drawn.values("case")).exists()


def _reviews(round: Round) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    submitted = Review.objects.filter(assignment__selection__round=round, state="submitted")
    for selection, ref in submitted.values_list("assignment__selection_id", "ref").order_by("ref"):
        found[selection].append(ref)
    return found


def _people(cases: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for case, officer in _parts(cases).values_list("case_id", "officer_id"):
        found[case].add(officer)
    return found


def _parts(cases: Collection[int] | QuerySet[Any]) -> QuerySet[Involvement]:
    reviewed = [role.key for role in practice.current().involvement_roles if role.reviewed]
    return Involvement.objects.filter(case__in=cases, role__in=reviewed, officer__is_active=True)
