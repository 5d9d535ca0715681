"""How far the reviews and the feedback of a round are, counted in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stillpoint.reviews.models import Assignment, Feedback, Review, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.prepared import prepared, the_one


def counts(round: Round) -> dict[str, int]:
    """``drawn``: cases without substitutes; ``standing``: cases to review; ``held``: reviews of
    those that somebody has; ``submitted``: and that are submitted and not out of date;
    ``reviewed``: cases with both so; ``prepared`` and ``released``: feedback."""
    found: dict[str, int] = the_one(_counts(round.pk), Round)
    return found


def reviewed_twice() -> QuerySet[Selection]:
    """Drawn cases whose first and second review are submitted and not out of date."""
    submitted = Review.objects.filter(assignment__selection=OuterRef("pk"), state="submitted")
    second = submitted.filter(step=2, stale_since=None)
    return Selection.objects.filter(Exists(submitted.filter(step=1)), Exists(second)).filter(
        state="stands"
    )


@prepared
def _counts(round: int) -> QuerySet[Round, Any]:
    selections = Selection.objects.all()
    held = Assignment.objects.filter(selection__state="stands", state__in=STANDING)
    # An assignment has one current review at most, so its reviews can be counted for it.
    submitted = Review.objects.filter(
        assignment__selection__state="stands",
        assignment__state__in=STANDING,
        state="submitted",
        stale_since=None,
    )
    feedback = Feedback.objects.all()
    found = Round.objects.filter(pk=round).annotate(
        drawn=_number(selections.filter(substitute_for=None), "round"),
        standing=_number(selections.filter(state="stands"), "round"),
        held=_number(held, "selection__round"),
        submitted=_number(submitted, "assignment__selection__round"),
        reviewed=_number(reviewed_twice(), "round"),
        prepared=_number(feedback.filter(withdrawn_at=None), "selection__round"),
        released=_number(feedback.filter(released_at__isnull=False), "selection__round"),
    )
    return found.values(
        "drawn", "standing", "held", "submitted", "reviewed", "prepared", "released"
    )


def _number(rows: QuerySet[Any], round: str) -> Coalesce:
    """How many of the rows belong to the round of the outer query. ``round``: the way to it."""
    own = rows.filter(**{round: OuterRef("pk")}).order_by().values(round)
    number = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
