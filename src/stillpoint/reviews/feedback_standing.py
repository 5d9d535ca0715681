"""Whether feedback that is prepared still stands: it rests on the two reviews that hold now, and
goes to somebody who has a part in the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.people.models import Officer
from stillpoint.reviews.counting import reviewed_twice
from stillpoint.reviews.models import Feedback, Review, Round, Selection
from stillpoint.trust.prepared import prepared

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
    return _unreleased(round.pk)


@prepared
def _unreleased(round: int) -> QuerySet[Feedback]:
    found = Feedback.objects.filter(selection__round=round, released_at=None, withdrawn_at=None)
    read = ("ref", "officer", "stale_since", "rests_on", "selection__case")
    return found.select_related("selection").only(*read).order_by("pk")


def why_not(round: Round, waiting: Sequence[Feedback]) -> dict[int, str]:
    """Feedback id to why it does not stand as it was prepared; what stands is left out."""
    if not waiting:
        return {}
    reviewed = set(_reviewed(round.pk))
    reviews = _reviews(round)
    people = _people(round)
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
    found = reviewed_twice().filter(round=round)
    return list(found.select_related("case", "round").order_by("stratum", "order"))


@prepared
def _reviewed(round: int) -> QuerySet[Selection, int]:
    return reviewed_twice().filter(round=round).order_by("pk").values_list("pk", flat=True)


def roles_reviewed(selection: Selection) -> dict[Officer, list[str]]:
    """Those whose work the review looked at and who are still with the force, with their roles."""
    parts = _parts(roles=_roles()).filter(case=selection.case_id).select_related("officer")
    found: dict[Officer, list[str]] = defaultdict(list)
    for part in parts.order_by("officer_id", "pk"):
        found[part.officer].append(part.role)
    return found


def anybody_to_tell(round: Round) -> bool:
    """Whether somebody who is still with the force is recorded on a drawn case. Without anybody
    there is no feedback to give. One query."""
    return bool(_somebody(round.pk, roles=_roles()))


@prepared
def _somebody(round: int, *, roles: tuple[str, ...]) -> QuerySet[Involvement, int]:
    drawn = Selection.objects.filter(round=round, state="stands").values("case")
    return (
        _parts(roles=roles).filter(case__in=drawn).order_by("pk").values_list("pk", flat=True)[:1]
    )


def _reviews(round: Round) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for selection, ref in _submitted(round.pk):
        found[selection].append(ref)
    return found


@prepared
def _submitted(round: int) -> QuerySet[Review, tuple[int, str]]:
    submitted = Review.objects.filter(assignment__selection__round=round, state="submitted")
    return submitted.values_list("assignment__selection_id", "ref").order_by("ref")


def _people(round: Round) -> dict[int, set[int]]:
    """Case id to those with a part in it, for the cases of the round."""
    found: dict[int, set[int]] = defaultdict(set)
    for case, officer in _involved(round.pk, roles=_roles()):
        found[case].add(officer)
    return found


@prepared
def _involved(round: int, *, roles: tuple[str, ...]) -> QuerySet[Involvement, tuple[int, int]]:
    drawn = Selection.objects.filter(round=round).values("case")
    found = _parts(roles=roles).filter(case__in=drawn)
    return found.order_by("pk").values_list("case_id", "officer_id")


def _parts(*, roles: tuple[str, ...]) -> QuerySet[Involvement]:
    return Involvement.objects.filter(role__in=roles, officer__is_active=True)


def _roles() -> tuple[str, ...]:
    """Roles whose work a review looks at."""
    return tuple(role.key for role in practice.current().involvement_roles if role.reviewed)
