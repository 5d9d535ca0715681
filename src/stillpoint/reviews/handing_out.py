"""Move an assignment by hand, publish the round, and what reviewers answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people.models import Accreditation, Officer
from stillpoint.people.rank_rules import STEPS
from stillpoint.reviews import access, assigning, blinding, eligibility
from stillpoint.reviews.facts import AssignmentDeclined, RoundPublished
from stillpoint.reviews.giving_access import end_access, hand_over, open_case, take_back
from stillpoint.reviews.models import Assignment, Conflict, Round, RoundState, Selection
from stillpoint.reviews.models.selection import STANDING, AssignmentState, SelectionState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

LEFT, ENDED = "The reviewer has left.", "The reviewer’s accreditation has ended."
HANDED_OUT_IN = (RoundState.DRAWN, RoundState.PUBLISHED)


@act
def assign_by_hand(
    *, by: Officer, selection: Selection, step: int, reviewer: Officer, support: str = ""
) -> Assignment:
    """Give a case to a named reviewer: checked by the same rules as the others.

    The one rule that a lead can lift is the rank rule (P67): reviewing upwards is flagged, agreed
    by the lead who does this, and ``support`` says how the reviewer is supported.
    """
    require(access.can_move_by_hand(by, selection.round))
    if selection.state != SelectionState.STANDS:
        raise CannotDo("This case has been set aside: nobody reviews it.")
    if selection.round.state not in HANDED_OUT_IN:
        raise CannotDo("Reviewers are chosen after the draw and before the round is closed.")
    upward = _check_by_hand(by, selection, step, reviewer, support)
    withdraw_standing(by=by, selection=selection, step=step, reason="Given to somebody else.")
    published = selection.round.state == RoundState.PUBLISHED
    seen = step == assigning.SECOND and blinding.could_have_seen_first(reviewer, selection)
    given = Assignment.objects.create(
        selection=selection,
        step=step,
        reviewer=reviewer,
        state=AssignmentState.PUBLISHED if published else AssignmentState.PROPOSED,
        by_hand=True,
        could_see_first=seen,
        reviews_upward=upward,
        upward_agreed_by=by if upward else None,
        upward_support=support.strip() if upward else "",
    )
    trail.record(
        Operation.ALTERATION,
        "assign by hand",
        by=by,
        about=[selection.round, given, reviewer],
        after={"selection": selection.ref, "step": step, "upward": upward},
    )
    hand_over(by=by, given=given)
    return given


@act
def publish_round(*, by: ActsAs, round: Round, with_gaps: bool = False) -> Round:
    """Tell the reviewers. Refused while a case lacks a reviewer, unless the lead says that gaps
    will be filled later."""
    require(access.can_lead(by, round))
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state != RoundState.DRAWN:
        raise CannotDo(f"“{round.name}” must be drawn, and is published once.")
    lacking = sum(len(assigning.open_selections(round, step)) for step in assigning.STEPS)
    if lacking and not with_gaps:
        reviews = "1 review has" if lacking == 1 else f"{lacking} reviews have"
        raise CannotDo(
            f"{reviews} no reviewer yet. Fill the gaps, or say that you publish with them and "
            "fill them later.",
            field="with_gaps",
        )
    proposals = list(assigning.round_proposals(round).select_related("selection__case", "reviewer"))
    if not proposals:
        raise CannotDo("No reviewer has been proposed yet: assign the round first.")
    _must_still_hold(round)
    for given in proposals:
        given.state = AssignmentState.PUBLISHED
        given.save(update_fields=["state"])
        open_case(by=by, given=given)
    round.state = RoundState.PUBLISHED
    round.published_at = timezone.now()
    round.save(update_fields=["state", "published_at"])
    trail.record(
        Operation.DISCLOSURE,
        "publish a round",
        by=by,
        about=[round, *proposals],
        recipients=sorted({f"officer:{given.reviewer.ref}" for given in proposals}),
    )
    announce(RoundPublished(round=round.ref))
    return round


@act
def accept_assignment(*, by: Officer, assignment: Assignment, knows_people: str = "") -> Assignment:
    """Accept a review, and say whom of those involved one knows and how (P68)."""
    require(access.can_answer_assignment(by, assignment))
    if assignment.state == AssignmentState.ACCEPTED:
        trail.nothing_changed()
        return assignment
    _must_be_waiting(assignment)
    assignment.state = AssignmentState.ACCEPTED
    assignment.knows_people = knows_people.strip()
    assignment.answered_at = timezone.now()
    assignment.save(update_fields=["state", "knows_people", "answered_at"])
    trail.record(
        Operation.ALTERATION,
        "accept a review",
        by=by,
        about=assignment,
        before={"state": AssignmentState.PUBLISHED},
        after={"state": assignment.state, "knows": assignment.knows_people},
    )
    return assignment


@act
def decline_assignment(
    *, by: Officer, assignment: Assignment, reason: str, conflict: bool = False
) -> assigning.Outcome:
    """Decline a review with a reason; the case is given to somebody else at once.

    With ``conflict`` the reason is kept as a declared conflict in the case, for later rounds too.
    """
    require(access.can_answer_assignment(by, assignment))
    open_round = assignment.selection.round.state == RoundState.PUBLISHED
    if assignment.state not in (AssignmentState.PUBLISHED, AssignmentState.ACCEPTED) or (
        not open_round
    ):
        raise CannotDo("This review is no longer waiting for your answer.")
    if assignment.reviews.filter(state="submitted").exists():
        raise CannotDo("You have submitted this review: it cannot be declined any more.")
    if not reason.strip():
        raise CannotDo("Say why, in a few words: the lead reads it.", field="reason")
    if conflict:
        Conflict.objects.get_or_create(
            officer=by, case=assignment.selection.case, defaults={"reason": reason.strip()}
        )
    assignment.state = AssignmentState.DECLINED
    assignment.reason = reason.strip()
    assignment.answered_at = timezone.now()
    assignment.save(update_fields=["state", "reason", "answered_at"])
    end_access(by=by, held=assignment)
    trail.record(
        Operation.ALTERATION,
        "decline a review",
        by=by,
        about=assignment,
        after={"state": assignment.state, "reason": assignment.reason, "conflict": conflict},
    )
    announce(AssignmentDeclined(assignment=assignment.ref))
    return refill(by=by, selection=assignment.selection, step=assignment.step)


@act
def refill(*, by: ActsAs, selection: Selection, step: int) -> assigning.Outcome:
    """Give the case to the next able reviewer, who is told at once."""
    outcome = assigning.fill(selection, step)
    for given in outcome.given:
        hand_over(by=by, given=given)
    trail.record(
        Operation.ALTERATION,
        "reassign a review",
        by=by,
        about=[selection.round, *outcome.given],
        after={"given": [one.reviewer.ref for one in outcome.given]},
        note="nobody is able" if outcome.gaps else "",
    )
    return outcome


@act
def reassign_what_was_held(
    *, by: ActsAs, officer: Officer, steps: Iterable[int] = STEPS, reason: str = LEFT
) -> list[assigning.Outcome]:
    """Unfinished reviews of these steps go to others: all of a leaver's, or those for which the
    accreditation has ended. What was written is kept with the round."""
    held = _unfinished().filter(reviewer=officer, step__in=list(steps))
    outcomes = []
    for assignment in held.select_related("selection__round", "selection__case"):
        withdraw_standing(
            by=by, selection=assignment.selection, step=assignment.step, reason=reason
        )
        outcomes.append(refill(by=by, selection=assignment.selection, step=assignment.step))
    if not outcomes:
        trail.nothing_changed()
    return outcomes


def reassign_after_accreditation(by: ActsAs) -> None:
    """What is held by those whose accreditation for the step has ended goes to others. They may
    review through its last day: a job looks every hour."""
    held = set(_unfinished().values_list("reviewer_id", "step"))
    accredited = Accreditation.objects.on(timezone.localdate())
    ended: dict[int, set[int]] = defaultdict(set)
    for officer, step in held - set(accredited.values_list("officer_id", "step")):
        ended[officer].add(step)
    for one in Officer.objects.filter(pk__in=ended, is_active=True).order_by("pk"):
        reassign_what_was_held(by=by, officer=one, steps=sorted(ended[one.pk]), reason=ENDED)


def _unfinished() -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        state__in=STANDING, selection__round__state__in=HANDED_OUT_IN
    ).exclude(reviews__state="submitted")


@act
def withdraw_standing(*, by: ActsAs, selection: Selection, step: int, reason: str) -> None:
    """Take a step of a case away from whoever holds it. Not once the review is submitted."""
    standing = list(
        Assignment.objects.filter(
            selection=selection, step=step, state__in=STANDING
        ).select_related("reviewer", "selection__case")
    )
    for assignment in standing:
        if assignment.reviews.filter(state="submitted").exists():
            raise CannotDo(
                f"{assignment.reviewer.full_name} has submitted this review. Reopen it instead."
            )
    if not standing:
        trail.nothing_changed()
        return
    trail.record(
        Operation.ALTERATION,
        "withdraw a review",
        by=by,
        about=standing,
        after={"state": AssignmentState.WITHDRAWN, "reason": reason},
    )
    take_back(by=by, held=standing, reason=reason)


def _check_by_hand(
    by: Officer, selection: Selection, step: int, reviewer: Officer, support: str
) -> bool:
    """Whether the hand move reviews upwards; CannotDo names the rule that forbids it."""
    known = eligibility.grounds([selection], step)
    if reviewer.pk not in known.pool:
        raise CannotDo(f"{reviewer.full_name} is not of the rank for this step.", field="reviewer")
    bars = known.bars(selection, reviewer)
    hard = [bar for bar in bars if bar != eligibility.UPWARD]
    if hard:
        raise CannotDo(
            f"{reviewer.full_name} cannot review this case: {', '.join(hard)}.", field="reviewer"
        )
    upward = eligibility.UPWARD in bars
    if upward and not support.strip():
        raise CannotDo(
            f"{reviewer.full_name} is junior to someone whose work is reviewed here. Say how they "
            "will be supported, and you agree to the exception.",
            field="support",
        )
    if upward and by.pk == reviewer.pk:
        raise CannotDo("Another lead agrees that you review upwards.", field="support")
    return upward


def _must_still_hold(round: Round) -> None:
    """What the records say may have changed between proposing and publishing."""
    broken = assigning.broken(round)
    if broken:
        given, rules = broken[0]
        others = len(broken) - 1
        more = (
            ""
            if not others
            else " One more no longer holds."
            if others == 1
            else (f" {others} more no longer hold.")
        )
        raise CannotDo(
            f"{given.reviewer.full_name} can no longer review {given.selection.case}: "
            f"{', '.join(rules)}.{more} Propose reviewers again, or choose others by hand."
        )


def _must_be_waiting(assignment: Assignment) -> None:
    if assignment.state != AssignmentState.PUBLISHED:
        raise CannotDo(
            "This review is no longer waiting for your answer: it was given to somebody else."
        )
