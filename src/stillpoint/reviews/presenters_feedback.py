"""What comes out on feedback: strengths before improvements, by area, and who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.reviews import access, feedback_standing
from stillpoint.reviews.models import Feedback, Reply, Round
from stillpoint.reviews.presenters_rounds import page_of, standing


@dataclass(frozen=True)
class Line:
    """One line of feedback; ``number`` is its place, by which the lead keeps it; ``kept``: whether
    it is said to the person as things are; ``about_part``: whether their part touches its area."""

    number: int
    area: str
    text: str
    kept: bool = True
    about_part: bool = True


@dataclass(frozen=True)
class FeedbackRow:
    feedback: Feedback
    person: str
    case: str
    strengths: int
    improvements: int
    state: str
    colour: str
    href: str
    lines_href: str
    why_not: str


@dataclass(frozen=True)
class FeedbackPage:
    """``own``: the reader is the person it is for; ``first``: and nobody who would read it after
    them has been able to yet."""

    feedback: Feedback
    round: Round
    own: bool
    first: bool
    words: str
    part: Sequence[str]
    strengths: Sequence[Line]
    improvements: Sequence[Line]
    ratings: Sequence[tuple[str, str]]
    reviewers: Sequence[str]
    replies: Sequence[Reply]
    may_reply: bool
    may_thank: bool
    notices: Sequence[Any]


@dataclass(frozen=True)
class RoundFeedback:
    round: Round
    rows: Sequence[FeedbackRow]
    waiting: int
    stale: int
    released: int
    reviewed: int
    standing: int


def area_labels() -> dict[str, str]:
    return {area.key: area.title for area in practice.current().review_template.areas}


def lines(entries: Sequence[dict[str, str]]) -> list[Line]:
    labels = area_labels()
    return [
        Line(number, labels.get(entry["area"], entry["area"]), entry["text"])
        for number, entry in enumerate(entries)
    ]


def lines_offered(feedback: Feedback, which: str) -> list[Line]:
    """All that the reviews say, of which the lead chooses. ``which``: strengths or improvements."""
    offered, chosen = getattr(feedback, f"offered_{which}"), getattr(feedback, which)
    return [
        replace(
            line,
            kept=offered[line.number] in chosen,
            about_part=not feedback.part or offered[line.number]["area"] in feedback.part,
        )
        for line in lines(offered)
    ]


def row(feedback: Feedback, address: str, why_not: str = "") -> FeedbackRow:
    """``why_not``: why it does not stand as it was prepared."""
    state, colour = state_of(feedback, why_not)
    round = feedback.selection.round
    return FeedbackRow(
        feedback=feedback,
        person=feedback.officer.titled_name,
        case=feedback.selection.case.reference,
        strengths=len(feedback.strengths),
        improvements=len(feedback.improvements),
        state=state,
        colour=colour,
        href=address,
        lines_href=page_of("round-feedback-lines", round, feedback=feedback.ref),
        why_not=f"{why_not[:1].upper()}{why_not[1:]}",
    )


def state_of(feedback: Any, why_not: str = "") -> tuple[str, str]:
    if getattr(feedback, "answered", False):
        return "Answered", "green"
    if feedback.seen_at:
        return "Read", "teal"
    if feedback.released_at:
        return "Released", "blue"
    if feedback.withdrawn_at:
        return "Withdrawn: no part in the case", "grey"
    if feedback.stale_since or why_not:
        return "Out of date", "orange"
    return "Prepared", "grey"


def feedback_page(feedback: Feedback, viewer: Officer, *, seen: bool) -> FeedbackPage:
    """``seen``: the person had read it before they opened the page now."""
    own = feedback.officer_id == viewer.pk
    return FeedbackPage(
        feedback=feedback,
        round=feedback.selection.round,
        own=own,
        first=own and not seen and not _manager_may_read(feedback),
        words=feedback.words,
        part=[area_labels().get(area, area) for area in feedback.part],
        strengths=lines(feedback.strengths),
        improvements=lines(feedback.improvements),
        ratings=_ratings(feedback.ratings),
        reviewers=feedback.reviewers,
        replies=list(feedback.replies.all()),
        may_reply=bool(access.can_reply(viewer, feedback)),
        may_thank=bool(feedback.released_at)
        and not own
        and has_role(viewer, "rasso_lead")
        and bool(feedback.strengths),
        notices=[one for one in practice.current().wordings if one.key == "not_rprp"],
    )


def _manager_may_read(feedback: Feedback) -> bool:
    from_day = feedback.supervisor_from
    return from_day is not None and timezone.localdate() >= from_day


def _ratings(ratings: dict[str, int]) -> list[tuple[str, str]]:
    labels = area_labels()
    anchors = {anchor.rating: anchor.label for anchor in practice.current().review_template.anchors}
    steps = {"1": "first review", "2": "second review"}
    found = []
    for key, rating in ratings.items():
        step, _, area = key.partition(":")
        found.append(
            (
                f"{labels.get(area, area)}, {steps.get(step, step)}",
                f"{rating}: {anchors.get(rating, '')}".rstrip(": "),
            )
        )
    return found


def round_feedback(round: Round, shown: Sequence[Feedback]) -> RoundFeedback:
    now = standing(round)
    unreleased = feedback_standing.unreleased(round)
    wrong = feedback_standing.why_not(round, unreleased)
    for one in shown:
        one.selection.round = round
    return RoundFeedback(
        round=round,
        rows=[
            row(one, reverse("feedback", args=[one.ref]), wrong.get(one.pk, "")) for one in shown
        ],
        waiting=len(unreleased) - len(wrong),
        stale=len(wrong),
        released=now.released,
        reviewed=now.reviewed,
        standing=now.standing,
    )
