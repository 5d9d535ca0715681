"""What the reviews room does when it hears a fact. Each handler may run more than once."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.people.access import holders_of
from stillpoint.people.facts import AccreditationEnded, OfficerLeft, ReviewerAccredited
from stillpoint.people.models import Officer
from stillpoint.reviews.calibrating import cases_left
from stillpoint.reviews.facts import (
    AssignmentDeclined,
    AssignmentGiven,
    FeedbackReleased,
    LiveCasesLetIn,
    RoundPublished,
)
from stillpoint.reviews.handing_out import reassign_after_accreditation, reassign_what_was_held
from stillpoint.reviews.models import Assignment, Feedback, Round
from stillpoint.trust.actors import job


def tell_reviewers(fact: RoundPublished) -> None:
    """One message a reviewer, however many cases they were given."""
    given = Assignment.objects.filter(selection__round__ref=fact.round, state="published")
    for officer in Officer.objects.filter(pk__in=given.values("reviewer")):
        tell(
            officer,
            subject="Case reviews are waiting for you",
            text="You have been asked to review cases. Please accept or decline each of them.",
            link="/reviews/",
            key=f"round-published:{fact.round}",
        )


def tell_reviewer(fact: AssignmentGiven) -> None:
    given = Assignment.objects.select_related("reviewer").get(ref=fact.assignment)
    if given.state != "published":
        return
    tell(
        given.reviewer,
        subject="A case review is waiting for you",
        text="You have been asked to review a case. Please accept or decline it.",
        link="/reviews/",
        key=f"assignment-given:{fact.assignment}",
    )


def tell_lead_of_declining(fact: AssignmentDeclined) -> None:
    declined = Assignment.objects.select_related("selection__round__lead").get(ref=fact.assignment)
    round = declined.selection.round
    for lead in [round.lead] if round.lead else holders_of("rasso_lead"):
        tell(
            lead,
            subject="A reviewer has declined a case",
            text="A reviewer has declined a case. It was given to somebody else where that was "
            "possible.",
            link=f"/rounds/{round.ref}/assignments/",
            key=f"assignment-declined:{fact.assignment}",
        )


def tell_disclosure_officers(fact: LiveCasesLetIn) -> None:
    round = Round.objects.get(ref=fact.round)
    for officer in holders_of("disclosure_officer"):
        tell(
            officer,
            subject="A review round will hold live or pre-trial cases",
            text="A senior officer has let live or pre-trial cases into a review round. What "
            "reviewers write about them may be relevant material.",
            link="/",
            key=f"live-cases:{round.ref}",
        )


def tell_those_with_feedback(fact: FeedbackReleased) -> None:
    released = Feedback.objects.filter(selection__round__ref=fact.round, released_at__isnull=False)
    for feedback in released.select_related("officer"):
        tell(
            feedback.officer,
            subject="Feedback is ready for you to read",
            text="Feedback from a case review is ready. You are the first to see it.",
            link=f"/feedback/{feedback.ref}/",
            key=f"feedback:{feedback.ref}",
        )


def tell_of_accreditation(fact: ReviewerAccredited) -> None:
    officer = Officer.objects.get(ref=fact.officer)
    left = bool(cases_left(officer))
    tell(
        officer,
        subject="You may review cases",
        text="The RASSO lead has accredited you as a reviewer of cases. "
        + (
            "Before you are given one, please rate the invented practice cases: what you rate "
            "there is shown to nobody but you."
            if left
            else "You have done the practice cases already, so nothing is asked of you now."
        ),
        link="/calibration/" if left else "/reviews/",
        key=f"accredited:{fact.officer}:{fact.step}",
    )


def reassign_after_accreditation_ended(fact: AccreditationEnded) -> None:
    """Where it ended on a day before today; later ones are the schedule's."""
    reassign_after_accreditation(job("reassign after accreditation"))


def reassign_after_leaving(fact: OfficerLeft) -> None:
    officer = Officer.objects.get(ref=fact.officer)
    reassign_what_was_held(by=job("reassign after leaving"), officer=officer)
