"""Who may see and do what with rounds, draws, assignments, reviews and feedback (design section 6).

Default: no. What a second reviewer may not yet see is decided in ``blinding`` and nowhere else.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint.cases.breaking_glass import is_open_to
from stillpoint.cases.models import Involvement
from stillpoint.people.access import has_role, is_system, managed_directly
from stillpoint.people.models import Officer
from stillpoint.people.same_person import records_of
from stillpoint.reviews import blinding
from stillpoint.reviews.models import Assignment, Feedback, Review, ReviewState, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes

LEAD_ONLY = "Only a RASSO lead may do this."


def can_lead(by: ActsAs, round: Round | None = None) -> Answer:
    """Open, plan, draw, assign, publish, release feedback, close."""
    if is_system(by) or has_role(by, "rasso_lead"):
        return yes()
    return no(LEAD_ONLY)


def can_read_round_feedback(officer: Officer, round: Round) -> Answer:
    """What both reviews found, put together for those involved: for a lead who has no second
    review of their own to rate first."""
    answer = can_lead(officer, round)
    if answer.allowed and blinding.is_blinded_in(officer, round):
        return no(
            "You are second reviewer in this round. Lock your own ratings first: feedback holds "
            "what first reviews found."
        )
    return answer


def can_go_through_feedback(officer: Officer, feedback: Feedback) -> Answer:
    """Which lines reach the person is for a lead to say, never for the person."""
    if feedback.officer_id in records_of(officer):
        return no("This feedback is for you: another lead goes through it.")
    return can_read_round_feedback(officer, feedback.selection.round)


def can_list_rounds(officer: Officer) -> Answer:
    if has_role(officer, "rasso_lead") or has_role(officer, "analyst"):
        return yes()
    return no("Rounds are shown to RASSO leads, and their design to analysts.")


def can_see_round(officer: Officer, round: Round) -> Answer:
    """The design of a round: strata, sizes, how it was drawn."""
    return can_list_rounds(officer)


def sees_references(officer: Officer) -> bool:
    """Whether a round's pages may name its cases: the analyst sees the design without them."""
    return has_role(officer, "rasso_lead")


def can_see_draw(officer: Officer, round: Round) -> Answer:
    """How the sample was drawn: whoever sees rounds, and auditors, who may give a part of its
    seed. Cases and seed are shown by ``sees_references`` and ``sees_seed``."""
    answer = can_list_rounds(officer)
    if answer or has_role(officer, "auditor"):
        return yes()
    return answer


def sees_seed(officer: Officer, round: Round) -> bool:
    """Whether the words of the seed may be shown. With them, and a guess at how references run,
    anyone can work out nearly all drawn cases: until the round is closed they are for those who
    may see the cases, and nobody else, whoever gave a part."""
    return sees_references(officer) or round.state == "closed"


def can_move_by_hand(by: ActsAs, round: Round) -> Answer:
    """A lead who does not review in the round: nobody gives a review of theirs away and takes it
    back, to read in between what they were to judge unseen."""
    answer = can_lead(by, round)
    if not answer.allowed or not isinstance(by, Officer):
        return answer
    own = Assignment.objects.filter(selection__round=round, reviewer=by, state__in=STANDING)
    if own.exists():
        return no(
            "You review cases in this round, so another RASSO lead chooses its reviewers by hand."
        )
    return yes()


def can_give_seed_part(by: ActsAs, round: Round) -> Answer:
    """Two different people give the seed: a lead, and a lead, analyst or auditor."""
    if is_system(by):
        return no("A part of the seed is a person's own: sign in to give it.")
    if any(has_role(by, role) for role in ("rasso_lead", "analyst", "auditor")):
        return yes()
    return no("The parts of a seed come from RASSO leads, analysts or auditors.")


def can_authorise_live(by: ActsAs, round: Round) -> Answer:
    """Live and pre-trial cases are let in by a senior's recorded authority (domain 3.4)."""
    from stillpoint import practice

    level = practice.current().settings.review.pretrial_authority_level
    if isinstance(by, Officer) and by.rank_level >= level:
        return yes()
    return no("Live and pre-trial cases are let in by a superintendent or above.")


def can_lead_selection(officer: Officer, selection: Selection) -> Answer:
    """A drawn case of a round: given to reviewers, set aside."""
    return can_lead(officer, selection.round)


def can_move_selection(officer: Officer, selection: Selection) -> Answer:
    """Its page to choose a reviewer by hand."""
    return can_move_by_hand(officer, selection.round)


def can_answer_assignment(officer: Officer, assignment: Assignment) -> Answer:
    if assignment.reviewer_id == officer.pk and assignment.state != "proposed":
        return yes()
    # Of a proposal nobody is told until the lead publishes: the answer is a stranger's.
    return no("This review was given to somebody else.")


def can_read_review(officer: Officer, review: Review) -> Answer:
    """Author; the second reviewer: the first after the reveal; the lead, blinded while a second
    reviewer in the round, and not before feedback where the lead had a part in the case: nobody
    hears sooner than the others what was found about their own work."""
    assignment = review.assignment
    if assignment.reviewer_id == officer.pk:
        return yes()
    if blinding.is_hidden_from(officer, review):
        return no(
            "You are second reviewer here: lock your own ratings first, then this review is shown."
        )
    if has_role(officer, "rasso_lead"):
        return _as_lead(officer, assignment.selection)
    if review.step == 1 and _is_second_reviewer(officer, assignment.selection):
        return yes()
    return no("A review is read by its author, by the second reviewer and by the RASSO lead.")


def can_open_review(officer: Officer, review: Review) -> Answer:
    """To read its page: whoever reads the review, and for a few hours whoever has the case open by
    break-glass, once it is submitted. Blinding holds against that too."""
    answer = can_read_review(officer, review)
    if answer or review.state != ReviewState.SUBMITTED or blinding.is_hidden_from(officer, review):
        return answer
    if is_open_to(officer, review.assignment.selection.case_id):
        return yes("This case is open to you by break-glass.")
    return answer


def _as_lead(officer: Officer, selection: Selection) -> Answer:
    told = selection.round.feedback_released_at is not None
    parts = Involvement.objects.filter(case=selection.case_id, officer__in=records_of(officer))
    if not told and parts.exists():
        return no(
            "You had a part in this case: you can read its reviews once feedback is released. "
            "Until then another RASSO lead can."
        )
    return yes()


def can_write_review(officer: Officer, review: Review) -> Answer:
    if review.assignment.reviewer_id != officer.pk:
        return no("Only its author writes in a review.")
    if review.assignment.state not in STANDING:
        return no("This case is no longer assigned to you. What you wrote is kept.")
    if review.state != "draft":
        return no("This review is submitted and cannot be changed. Ask the lead to reopen it.")
    if review.assignment.selection.round.state == "closed":
        return no("The round is closed. What you wrote is kept.")
    return yes()


def can_read_feedback(officer: Officer, feedback: Feedback) -> Answer:
    """The person first; whoever manages them directly today once they have seen it or after five
    working days; the lead. Those further up the line do not."""
    own = feedback.officer_id == officer.pk
    if own and feedback.released_at:
        return yes()
    if has_role(officer, "rasso_lead") and not own:
        return can_read_round_feedback(officer, feedback.selection.round)
    if feedback.released_at is None:
        return no("This feedback has not been released.")
    if managed_directly(officer).filter(pk=feedback.officer_id).exists():
        from_day = feedback.supervisor_from
        if feedback.seen_at or (from_day and timezone.localdate() >= from_day):
            return yes()
        return no("Feedback goes to the person first. You can read it once they have seen it.")
    return no("Feedback is read by the person, their line manager and the RASSO lead.")


def can_list_feedback(officer: Officer) -> Answer:
    return yes("You see what was released to you, and to your people where they have seen it.")


def readable_feedback(officer: Officer) -> QuerySet[Feedback]:
    """Released feedback to those whom the officer manages directly, once they may read it."""
    released = Feedback.objects.filter(
        released_at__isnull=False, officer__in=managed_directly(officer).values("pk")
    )
    return released.filter(Q(seen_at__isnull=False) | Q(supervisor_from__lte=timezone.localdate()))


def can_reply(officer: Officer, feedback: Feedback) -> Answer:
    if feedback.officer_id == officer.pk and feedback.released_at:
        return yes()
    return no("Only the person whom feedback is for can reply to it.")


def can_refer_conduct(officer: Officer, selection: Selection) -> Answer:
    """A reviewer of the case, or the lead."""
    held = Assignment.objects.filter(selection=selection, reviewer=officer, state__in=STANDING)
    if has_role(officer, "rasso_lead") or held.exists():
        return yes()
    return no("A conduct matter is referred by a reviewer of the case or the RASSO lead.")


def _is_second_reviewer(officer: Officer, selection: Selection) -> bool:
    return Assignment.objects.filter(
        selection=selection, step=2, reviewer=officer, state__in=STANDING
    ).exists()
