"""The reviews that were given to somebody, and what is read before starting one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import review_presenters
from stillpoint.reviews.models import Assignment, AssignmentState, Review, ReviewState
from stillpoint.reviews.reviewing import current_review


@dataclass(frozen=True)
class Given:
    """A case to review: where it leads, and how far it is."""

    assignment: Assignment
    step: str
    case: str
    round: str
    status: str
    colour: str
    href: str


def given_to(officer: Officer) -> list[Given]:
    """Reviews given to the officer after publishing, newest rounds first."""
    assignments = (
        Assignment.objects.filter(
            reviewer=officer, state__in=(AssignmentState.PUBLISHED, AssignmentState.ACCEPTED)
        )
        .select_related("selection__case", "selection__round")
        .order_by("-selection__round_id", "step", "selection__order")
    )
    current = {
        review.assignment_id: review
        for review in Review.objects.filter(
            assignment__in=assignments, state__in=(ReviewState.DRAFT, ReviewState.SUBMITTED)
        )
    }
    return [_given(one, current.get(one.pk)) for one in assignments]


def start_page(assignment: Assignment) -> dict[str, Any]:
    round = assignment.selection.round
    return {
        "assignment": assignment,
        "caption": f"{review_presenters.STEPS[assignment.step]} of {assignment.selection.case}",
        "round": round,
        "already": current_review(assignment) is not None,
        "purpose": review_presenters.who_reads(assignment.step, round),
        "notice": review_presenters.notice("disclosure"),
        "no_names": review_presenters.notice("no_names"),
        "not_conduct": review_presenters.notice("not_rprp"),
    }


def _given(assignment: Assignment, review: Review | None) -> Given:
    status, colour, href = _progress(assignment, review)
    return Given(
        assignment=assignment,
        step=review_presenters.STEPS[assignment.step],
        case=assignment.selection.case.reference,
        round=assignment.selection.round.name,
        status=status,
        colour=colour,
        href=href,
    )


def _progress(assignment: Assignment, review: Review | None) -> tuple[str, str, str]:
    if review is None:
        if assignment.state == AssignmentState.PUBLISHED:
            return (
                "Waiting for your answer",
                "yellow",
                reverse("assignment", kwargs={"ref": assignment.ref}),
            )
        return "Not started", "blue", reverse("review-start", kwargs={"ref": assignment.ref})
    href = reverse("review", kwargs={"ref": review.ref})
    if review.stale_since:
        return "Out of date", "orange", href
    if review.state == ReviewState.SUBMITTED:
        return "Submitted", "", href
    return "In progress", "teal", href
