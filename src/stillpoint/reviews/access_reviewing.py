"""Who may start, lock, compare, submit and reopen a review, and who sees practice cases.

Reading and writing a review are in ``access``; what is hidden for now is in ``blinding``.
"""

from __future__ import annotations

from django.utils import timezone

from stillpoint.people.models import Accreditation, Officer
from stillpoint.reviews import access
from stillpoint.reviews.models import Assignment, CalibrationRun, Review
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes


def can_list_own_reviews(officer: Officer) -> Answer:
    return yes("You see the reviews that were given to you.")


def can_start(officer: Officer, assignment: Assignment) -> Answer:
    answer = access.can_answer_assignment(officer, assignment)
    if not answer.allowed:
        return answer
    if assignment.state not in STANDING:
        return no("This case is no longer assigned to you.")
    return yes()


def can_submit(officer: Officer, review: Review) -> Answer:
    """The author, also when it is submitted already: pressing twice must not look like an error."""
    if review.assignment.reviewer_id == officer.pk and review.state == "submitted":
        return yes()
    return access.can_write_review(officer, review)


def can_reveal(officer: Officer, review: Review) -> Answer:
    """The second reviewer; also of a submitted review that went stale, which opens it again."""
    if review.step != 2:
        return no("Only a second review is compared with a first.")
    if review.assignment.reviewer_id == officer.pk and review.state == "submitted":
        if review.assignment.selection.round.state == "closed":
            return no("The round is closed: its reviews stand.")
        return yes()
    return access.can_write_review(officer, review)


def can_write_first(officer: Officer, review: Review) -> Answer:
    return access.can_write_review(officer, review) if review.step == 1 else _not_this_step()


def can_write_second(officer: Officer, review: Review) -> Answer:
    return access.can_write_review(officer, review) if review.step == 2 else _not_this_step()


def can_reopen(by: ActsAs, review: Review) -> Answer:
    """The lead, while the round is open."""
    answer = access.can_lead(by, review.assignment.selection.round)
    if not answer.allowed:
        return answer
    if review.assignment.selection.round.state == "closed":
        return no("The round is closed: its reviews stand.")
    return yes()


def can_calibrate(officer: ActsAs) -> Answer:
    """Practice cases are for accredited reviewers."""
    if not isinstance(officer, Officer):
        return no("A reviewer completes the practice cases in person.")
    if Accreditation.objects.on(timezone.localdate()).filter(officer=officer).exists():
        return yes()
    return no(
        "Practice cases are for accredited reviewers. Ask the RASSO lead for accreditation first."
    )


def can_see_calibration(officer: ActsAs, run: CalibrationRun) -> Answer:
    """The reviewer alone. No role opens it, the lead's included (P68-P70)."""
    if isinstance(officer, Officer) and run.officer_id == officer.pk:
        return yes()
    return no("How somebody rated the practice cases is theirs alone.")


def _not_this_step() -> Answer:
    return no("This page belongs to the other step of the review.")
