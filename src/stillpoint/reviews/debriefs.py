"""What was shared at a case's debrief, for whoever reviews the case (P57, design section 6)."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.reviews.models import Review
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.answers import Answer, no, yes

PART = "debrief"


def debriefs_of(review: Review) -> list[Point]:
    """The debriefs that were held in the case of this review, the latest first."""
    kinds = [one.key for one in practice.current().points.kinds if PART in one.parts]
    held = Point.objects.filter(
        case_id=review.assignment.selection.case_id, kind__in=kinds, state=PointState.HELD
    )
    return list(held.select_related("case", "owner").order_by("-held_at", "-id"))


def can_read_debriefs(officer: Officer, review: Review) -> Answer:
    """The reviewer to whom the case is assigned, where the round lets reviewers and the case is
    finalised. Nobody else reads a debrief by way of a review, the lead included."""
    assignment = review.assignment
    if assignment.reviewer_id != officer.pk or assignment.state not in STANDING:
        return no("A debrief is read by those invited, and by the reviewer assigned to the case.")
    if not assignment.selection.round.shows_debriefs:
        return no("In this round reviewers do not read debriefs.")
    if assignment.selection.case.live:
        return no("This case is not finalised: its debrief stays with those invited.")
    if not debriefs_of(review):
        return no("No debrief of this case was held.")
    return yes()
