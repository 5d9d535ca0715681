"""Feedback to those involved: prepared from both reviews, released by the lead, answered by them.

The person sees it first, strengths before improvements, without ratings or reviewers' names unless
the round says otherwise; their line manager after they have, or after five working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.models import Officer
from stillpoint.people.working_days import add_working_days
from stillpoint.reviews import access, feedback_standing
from stillpoint.reviews.facts import FeedbackReleased
from stillpoint.reviews.feedback_content import Line, content
from stillpoint.reviews.feedback_standing import (
    releasable,
    reviewed_selections,
    roles_reviewed,
)
from stillpoint.reviews.models import (
    ConductReferral,
    Feedback,
    Reply,
    Review,
    Round,
    Selection,
)
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def prepare_feedback(*, by: ActsAs, round: Round) -> list[Feedback]:
    """Put together, for each officer whose work was reviewed, what both reviews found.

    Only cases whose two reviews are submitted and not stale. Already prepared feedback is kept as
    the lead left it, unless other reviews stand now than those it rests on: that is prepared anew,
    with the lead's own words kept. What was prepared for somebody who has no part in the case any
    more is withdrawn.
    """
    require(access.can_lead(by, round))
    withdrawn = _withdraw(round)
    prepared = []
    for selection in reviewed_selections(round):
        reviews = current_reviews(selection)
        for officer, roles in roles_reviewed(selection).items():
            values = content(round, reviews, roles)
            feedback, new = Feedback.objects.get_or_create(
                selection=selection, officer=officer, defaults=values
            )
            if not new and not feedback.released_at and _rests_on_others(feedback, values):
                _prepare_anew(feedback, values)
                new = True
            if new:
                prepared.append(feedback)
    if not prepared and not withdrawn:
        trail.nothing_changed()
        return prepared
    trail.record(
        Operation.COLLECTION,
        "prepare feedback",
        by=by,
        about=[round, *prepared, *withdrawn],
        note=f"{len(withdrawn)} withdrawn" if withdrawn else "",
    )
    return prepared


def _rests_on_others(feedback: Feedback, values: Mapping[str, Any]) -> bool:
    return bool(
        feedback.stale_since
        or feedback.withdrawn_at
        or (feedback.rests_on and feedback.rests_on != values["rests_on"])
    )


def take_back_feedback(selection: Selection) -> list[Feedback]:
    """A review of the selection is reopened: what was prepared from it and not released yet no
    longer stands, and is prepared anew later. Called by the acts that reopen; returns what it
    took back, for their trail."""
    taken = list(
        Feedback.objects.select_for_update().filter(
            selection=selection, released_at=None, stale_since=None
        )
    )
    for feedback in taken:
        feedback.stale_since = timezone.now()
        feedback.save(update_fields=["stale_since"])
    return taken


@act
def keep_lines(
    *,
    by: ActsAs,
    feedback: Feedback,
    strengths: Iterable[int],
    improvements: Iterable[int],
    words: str = "",
) -> Feedback:
    """Choose before release what is said to this person: the numbers are those of the lines that
    are kept, among those offered; ``words`` are the lead's own."""
    require(access.can_lead(by, feedback.selection.round))
    if feedback.released_at:
        raise CannotDo("This feedback has been released and stands as it was sent.")
    if isinstance(by, Officer) and feedback.officer_id == by.pk:
        raise CannotDo("This feedback is for you: another lead goes through it.")
    round = feedback.selection.round
    if feedback.stale_since or feedback_standing.why_not(round, [feedback]):
        raise CannotDo(
            "A review that this rests on was reopened or given to somebody else, or the person "
            "has no part in the case any more. Prepare feedback again once both reviews are in."
        )
    before = _said(feedback)
    good, better = feedback.offered_strengths, feedback.offered_improvements
    feedback.strengths = [good[i] for i in _numbers(strengths, good)]
    feedback.improvements = [better[i] for i in _numbers(improvements, better)]
    feedback.words = words.strip()
    if not (feedback.strengths or feedback.improvements or feedback.words):
        raise CannotDo("Keep at least one line, or write some words of your own.")
    feedback.save(update_fields=["strengths", "improvements", "words"])
    trail.record(
        Operation.ALTERATION,
        "edit feedback",
        by=by,
        about=feedback,
        before=before,
        after=_said(feedback),
    )
    return feedback


def _said(feedback: Feedback) -> dict[str, Any]:
    return {
        "strengths": feedback.strengths,
        "improvements": feedback.improvements,
        "words": feedback.words,
    }


@act
def release_feedback(*, by: ActsAs, round: Round) -> int:
    """Release the prepared feedback of cases whose two reviews stand. Each person is told, and
    sees it first. What rests on a reopened review waits until it is prepared anew."""
    require(access.can_lead(by, round))
    today = timezone.localdate()
    days = practice.current().settings.review.supervisor_after_working_days
    Round.objects.select_for_update().get(pk=round.pk)
    waiting = list(releasable(round).select_related("officer"))
    if not waiting:
        raise CannotDo("There is no feedback to release: prepare it first.")
    for feedback in waiting:
        feedback.released_at = timezone.now()
        feedback.released_by = by if isinstance(by, Officer) else None
        feedback.supervisor_from = add_working_days(today, days)
        feedback.save(update_fields=["released_at", "released_by", "supervisor_from"])
    round.feedback_released_at = timezone.now()
    round.save(update_fields=["feedback_released_at"])
    trail.record(
        Operation.DISCLOSURE,
        "release feedback",
        by=by,
        about=[round, *waiting],
        recipients=sorted({f"officer:{feedback.officer.ref}" for feedback in waiting}),
    )
    announce(FeedbackReleased(round=round.ref))
    return len(waiting)


@act
def note_seen(*, by: Officer, feedback: Feedback) -> None:
    """The person has read their feedback: from now on their line manager may."""
    if feedback.officer_id != by.pk or feedback.seen_at or not feedback.released_at:
        trail.nothing_changed()
        return
    feedback.seen_at = timezone.now()
    feedback.save(update_fields=["seen_at"])
    trail.record(Operation.CONSULTATION, "read feedback first", by=by, about=feedback)


@act
def reply_to_feedback(*, by: Officer, feedback: Feedback, text: str) -> Reply:
    """What the person says back; it stays with the review."""
    require(access.can_reply(by, feedback))
    if not text.strip():
        raise CannotDo("Write your reply, or leave the page: nothing is sent.", field="text")
    Feedback.objects.select_for_update().get(pk=feedback.pk)  # Two presses at once: one waits.
    last = feedback.replies.last()
    if last and last.text == text.strip():
        # The same words again are the same press of the button.
        trail.nothing_changed()
        return last
    reply = Reply.objects.create(feedback=feedback, text=text.strip())
    trail.record(
        Operation.COLLECTION,
        "reply to feedback",
        by=by,
        about=[feedback, feedback.selection],
        after={"text": reply.text},
    )
    return reply


@act
def thank_for_good_practice(*, by: Officer, feedback: Feedback, text: str) -> None:
    """Thanks for what was done well (P86)."""
    require(access.can_lead(by, feedback.selection.round))
    send_thanks(by=by, to=feedback.officer, text=text, source=feedback.trail_reference)


@act
def refer_conduct(
    *,
    by: Officer,
    selection: Selection,
    referred_to: str,
    their_reference: str = "",
    author_told: bool = False,
    why_author_not_told: str = "",
) -> ConductReferral:
    """A conduct matter leaves by name and by hand, never by feedback (domain 3.10)."""
    require(access.can_refer_conduct(by, selection))
    if not referred_to.strip():
        raise CannotDo("Name the person or office that it is referred to.", field="referred_to")
    if not author_told and not why_author_not_told.strip():
        raise CannotDo(
            "Tell the author of the record, or say why you may not.", field="why_author_not_told"
        )
    Selection.objects.select_for_update().get(pk=selection.pk)
    # The same referral again is the same press of the button.
    referral, new = ConductReferral.objects.get_or_create(
        selection=selection,
        referred_by=by,
        referred_to=referred_to.strip(),
        their_reference=their_reference.strip(),
        author_told=author_told,
        why_author_not_told=why_author_not_told.strip(),
    )
    if not new:
        trail.nothing_changed()
        return referral
    trail.record(
        Operation.DISCLOSURE,
        "refer a conduct matter",
        by=by,
        about=[selection.case, referral],
        recipients=[referral.referred_to],
    )
    return referral


def current_reviews(selection: Selection) -> Sequence[Review]:
    """The submitted reviews of the selection, the first before the second."""
    found = Review.objects.filter(assignment__selection=selection, state="submitted")
    return list(found.order_by("step").prefetch_related("areas").select_related("assignment"))


def _prepare_anew(feedback: Feedback, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(feedback, field, value)
    feedback.stale_since = feedback.withdrawn_at = None
    feedback.save()


def _withdraw(round: Round) -> list[Feedback]:
    """Feedback nobody has read, to somebody without a part in the case: it is never sent."""
    waiting = feedback_standing.unreleased(round)
    wrong = feedback_standing.why_not(round, waiting)
    gone = [one for one in waiting if wrong.get(one.pk) == feedback_standing.NO_PART]
    for feedback in gone:
        feedback.withdrawn_at = timezone.now()
        feedback.save(update_fields=["withdrawn_at"])
    return gone


def _numbers(kept: Iterable[int], lines: Sequence[Line]) -> list[int]:
    return sorted({number for number in kept if 0 <= number < len(lines)})
