"""Feedback to those involved: prepared from both reviews, released by the lead, answered by them.

The person sees it first, strengths before improvements, without ratings or reviewers' names unless
the round says otherwise; their line manager after they have, or after five working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.events.announcing import announce
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.models import Officer
from stillpoint.people.working_days import add_working_days
from stillpoint.reviews import access
from stillpoint.reviews.facts import FeedbackReleased
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

Line = dict[str, str]


@act
def prepare_feedback(*, by: ActsAs, round: Round) -> list[Feedback]:
    """Put together, for each officer whose work was reviewed, what both reviews found.

    Only cases whose two reviews are submitted and not stale. Already prepared feedback is kept as
    the lead left it, unless a review was reopened since: that is prepared anew.
    """
    require(access.can_lead(by, round))
    prepared = []
    for selection in reviewed_selections(round):
        reviews = current_reviews(selection)
        for officer in officers_reviewed(selection):
            feedback, new = Feedback.objects.get_or_create(
                selection=selection, officer=officer, defaults=_content(round, reviews)
            )
            if feedback.stale_since and not feedback.released_at:
                _prepare_anew(feedback, round, reviews)
                new = True
            if new:
                prepared.append(feedback)
    if not prepared:
        trail.nothing_changed()
        return prepared
    trail.record(Operation.COLLECTION, "prepare feedback", by=by, about=[round, *prepared])
    return prepared


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
) -> Feedback:
    """Leave out lines before release: the numbers are those of the lines kept."""
    require(access.can_lead(by, feedback.selection.round))
    if feedback.released_at:
        raise CannotDo("This feedback has been released and stands as it was sent.")
    if feedback.stale_since:
        raise CannotDo(
            "A review that this rests on was reopened. Prepare feedback again once both reviews "
            "are in."
        )
    if isinstance(by, Officer) and feedback.officer_id == by.pk:
        raise CannotDo("This feedback is for you: another lead goes through it.")
    before = {"strengths": feedback.strengths, "improvements": feedback.improvements}
    feedback.strengths = [feedback.strengths[i] for i in _numbers(strengths, feedback.strengths)]
    feedback.improvements = [
        feedback.improvements[i] for i in _numbers(improvements, feedback.improvements)
    ]
    feedback.save(update_fields=["strengths", "improvements"])
    trail.record(
        Operation.ALTERATION,
        "edit feedback",
        by=by,
        about=feedback,
        before=before,
        after={"strengths": feedback.strengths, "improvements": feedback.improvements},
    )
    return feedback


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
    referral = ConductReferral.objects.create(
        selection=selection,
        referred_by=by,
        referred_to=referred_to.strip(),
        their_reference=their_reference.strip(),
        author_told=author_told,
        why_author_not_told=why_author_not_told.strip(),
    )
    trail.record(
        Operation.DISCLOSURE,
        "refer a conduct matter",
        by=by,
        about=[selection.case, referral],
        recipients=[referral.referred_to],
    )
    return referral


def releasable(round: Round) -> QuerySet[Feedback]:
    """Prepared and not released, of cases whose two reviews still stand."""
    return Feedback.objects.filter(
        selection__in=reviewed_selections(round), released_at=None, stale_since=None
    )


def reviewed_selections(round: Round) -> list[Selection]:
    """Selections of the round whose first and second review are submitted and not stale."""
    found = round.selections.filter(
        state="stands",
        assignments__reviews__step=1,
        assignments__reviews__state="submitted",
    ).filter(
        assignments__reviews__step=2,
        assignments__reviews__state="submitted",
        assignments__reviews__stale_since=None,
    )
    return list(found.distinct().select_related("case", "round").order_by("stratum", "order"))


def current_reviews(selection: Selection) -> Sequence[Review]:
    """The submitted reviews of the selection, the first before the second."""
    found = Review.objects.filter(assignment__selection=selection, state="submitted")
    return list(found.order_by("step").prefetch_related("areas").select_related("assignment"))


def officers_reviewed(selection: Selection) -> list[Officer]:
    """Those whose work the review looked at and who are still with the force."""
    reviewed = [role.key for role in practice.current().involvement_roles if role.reviewed]
    parts = Involvement.objects.filter(case=selection.case, role__in=reviewed)
    return list(Officer.objects.filter(pk__in=parts.values("officer"), is_active=True))


def _prepare_anew(feedback: Feedback, round: Round, reviews: Sequence[Review]) -> None:
    for field, value in _content(round, reviews).items():
        setattr(feedback, field, value)
    feedback.stale_since = None
    feedback.save()


def _content(round: Round, reviews: Sequence[Review]) -> dict[str, Any]:
    template = practice.current().review_template
    order = {area.key: area.number for area in template.areas}
    judged = sorted(
        (area for review in reviews for area in review.areas.all()),
        key=lambda area: (order.get(area.area, 99), area.review_id),
    )
    ratings = {
        f"{review.step}:{area.area}": area.rating
        for review in reviews
        for area in review.areas.all()
        if area.rating
    }
    return {
        "strengths": _once((area.area, text) for area in judged for text in area.strengths),
        "improvements": _once((area.area, text) for area in judged for text in area.improvements),
        "ratings": ratings if round.feedback_shows_ratings else {},
        "reviewers": [review.assignment.reviewer.titled_name for review in reviews]
        if round.feedback_shows_reviewers
        else [],
    }


def _once(found: Iterable[tuple[str, str]]) -> list[Line]:
    """Lines in their order; what both reviews say in the same words is said once."""
    return [{"area": area, "text": text} for area, text in dict.fromkeys(found)]


def _numbers(kept: Iterable[int], lines: Sequence[Line]) -> list[int]:
    return sorted({number for number in kept if 0 <= number < len(lines)})
