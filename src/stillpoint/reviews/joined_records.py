"""Reviews of someone who turns out to have an older record: what it bars them from is looked at
again."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.people.access import holders_of
from stillpoint.people.facts import RecordsJoined
from stillpoint.people.models import Officer
from stillpoint.reviews import eligibility
from stillpoint.reviews.handing_out import HANDED_OUT_IN, refill, withdraw_standing
from stillpoint.reviews.models import Assignment
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.actors import job

# The rules that look at the person and the case: what a lead cannot agree away.
INDEPENDENCE = {
    eligibility.OWN_CASE,
    eligibility.LINE_MANAGEMENT,
    eligibility.MANAGED,
    eligibility.CONFLICT,
    eligibility.SAME_PERSON,
}
JOINED = "By an older record of theirs the reviewer had a part in the case."


def look_again_after_joining(fact: RecordsJoined) -> None:
    """An unfinished review that the person may not do goes to someone else. Of one submitted
    already the lead is told, who decides what becomes of it."""
    officer = Officer.objects.get(ref=fact.officer)
    held = Assignment.objects.filter(
        reviewer=officer, state__in=STANDING, selection__round__state__in=HANDED_OUT_IN
    )
    by = job("look again after joining")
    for assignment in held.select_related("selection__round__lead", "selection__case"):
        if not _is_barred(assignment, officer):
            continue
        if assignment.reviews.filter(state="submitted").exists():
            _tell_lead(assignment)
            continue
        withdraw_standing(
            by=by, selection=assignment.selection, step=assignment.step, reason=JOINED
        )
        refill(by=by, selection=assignment.selection, step=assignment.step)


def _is_barred(assignment: Assignment, officer: Officer) -> bool:
    known = eligibility.grounds([assignment.selection], assignment.step)
    if officer.pk not in known.pool:
        return False
    return bool(INDEPENDENCE.intersection(known.bars(assignment.selection, officer)))


def _tell_lead(assignment: Assignment) -> None:
    round = assignment.selection.round
    for lead in [round.lead] if round.lead else holders_of("rasso_lead"):
        tell(
            lead,
            subject="A submitted review is not independent",
            text="Two records of a reviewer were joined. By the older one they had a part in a "
            "case that they have reviewed. Decide whether to reopen the review or set the case "
            "aside.",
            link=f"/rounds/{round.ref}/assignments/",
            key=f"joined:{assignment.ref}",
        )
