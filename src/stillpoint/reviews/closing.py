"""Close a round: its figures stand from then on."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.reviews import access
from stillpoint.reviews.facts import RoundClosed
from stillpoint.reviews.feedback_standing import reviewed_selections
from stillpoint.reviews.giving_access import end_access
from stillpoint.reviews.models import Assignment, Round, RoundState, Selection
from stillpoint.reviews.models.selection import STANDING, SelectionState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

NOT_IN_TIME = "Not reviewed when the round closed."


def outstanding(round: Round) -> list[Selection]:
    """Standing selections whose two reviews are not both submitted, or whose second is stale."""
    done = {selection.pk for selection in reviewed_selections(round)}
    standing = round.selections.filter(state=SelectionState.STANDS).select_related("case")
    return [selection for selection in standing if selection.pk not in done]


@act
def close_round(*, by: ActsAs, round: Round, with_outstanding: bool = False) -> Round:
    """Close the round and have its report made.

    Refused while reviews are outstanding, unless the lead says so: the cases then count as
    unavailable, that is as non-response of the sample, and the report shows it.
    """
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state == RoundState.CLOSED:
        trail.nothing_changed()
        return round
    if round.state != RoundState.PUBLISHED:
        raise CannotDo(f"“{round.name}” has not been published: there is nothing to close.")
    left = outstanding(round)
    if left and not with_outstanding:
        cases = "1 case is" if len(left) == 1 else f"{len(left)} cases are"
        raise CannotDo(
            f"{cases} not reviewed twice yet. Wait for them, or close without them: they then "
            "count as cases that could not be reviewed, and the report says so.",
            field="with_outstanding",
        )
    for selection in left:
        selection.state = SelectionState.UNAVAILABLE
        selection.reason = NOT_IN_TIME
        selection.save(update_fields=["state", "reason"])
    held = Assignment.objects.filter(selection__round=round, state__in=STANDING)
    for assignment in held.select_related("reviewer", "selection__case"):
        # The work that opened the cases is done; who wrote which review stands.
        end_access(by=by, held=assignment)
    round.state = RoundState.CLOSED
    round.closed_at = timezone.now()
    round.save(update_fields=["state", "closed_at"])
    trail.record(
        Operation.ALTERATION,
        "close a round",
        by=by,
        about=[round, *left],
        before={"state": RoundState.PUBLISHED},
        after={"state": round.state},
        note=f"{len(left)} cases not reviewed" if left else "",
    )
    announce(RoundClosed(round=round.ref))
    return round
