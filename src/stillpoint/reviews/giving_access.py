"""What holding a review opens: the case, from the day it is published until it is given back."""

from __future__ import annotations

from collections.abc import Iterable

from stillpoint.cases import granting
from stillpoint.events.announcing import announce
from stillpoint.reviews.facts import AssignmentGiven
from stillpoint.reviews.models import Assignment
from stillpoint.reviews.models.selection import AssignmentState
from stillpoint.trust.actors import ActsAs


def open_case(*, by: ActsAs, given: Assignment) -> None:
    """Let the reviewer read the case. The assignment is what gave it, so that another review of
    the same case in another round is not closed with this one."""
    granting.grant_access(
        by=by, case=given.selection.case, officer=given.reviewer, why=given.trail_reference
    )


def end_access(*, by: ActsAs, held: Assignment) -> None:
    granting.withdraw_access(
        by=by, case=held.selection.case, officer=held.reviewer, why=held.trail_reference
    )


def hand_over(*, by: ActsAs, given: Assignment) -> None:
    """Open the case and tell the reviewer; nothing while the round is not published."""
    if given.state == AssignmentState.PUBLISHED:
        open_case(by=by, given=given)
        announce(AssignmentGiven(assignment=given.ref))


def take_back(*, by: ActsAs, held: Iterable[Assignment], reason: str) -> list[Assignment]:
    """Withdraw assignments and what they opened; the caller's entry in the trail names them.

    A proposal that nobody was told of is dropped. What was written stays with the round.
    """
    taken = list(held)
    for assignment in taken:
        if assignment.state == AssignmentState.PROPOSED:
            assignment.delete()
            continue
        assignment.state = AssignmentState.WITHDRAWN
        assignment.reason = reason
        assignment.save(update_fields=["state", "reason"])
        end_access(by=by, held=assignment)
    return taken
