"""Reviews, feedback and rounds that wait, as items of Today."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.people.models import Officer
from stillpoint.reviews import waiting
from stillpoint.reviews.models import Feedback
from stillpoint.reviews.waiting import WaitingReview, WaitingRound
from stillpoint.site.today.items import Item, Kind, Matters, shown

STEPS = {1: "first review", 2: "second review"}
# What is left of a review: how much it matters, the sentence, why, and the tag.
REVIEW: dict[str, tuple[Matters, str, str, str, str]] = {
    "answer": (
        Matters.REVIEW_TO_ANSWER,
        "Accept or decline the {step} of case {case}",
        "If you decline, somebody else gets it at once.",
        "To answer",
        "yellow",
    ),
    "write": (
        Matters.REVIEW_TO_WRITE,
        "Write the {step} of case {case}",
        "What you wrote is kept as you go: stop and come back when you like.",
        "To write",
        "teal",
    ),
    "reopened": (
        Matters.STALE_REVIEW,
        "Look again at your {step} of case {case}",
        "The RASSO lead has reopened it. What you wrote is in it.",
        "Reopened",
        "orange",
    ),
    "compare": (
        Matters.REVIEW_TO_WRITE,
        "Compare your ratings with the first review of case {case}",
        "The first review is in.",
        "To compare",
        "teal",
    ),
    "compare_again": (
        Matters.STALE_REVIEW,
        "Compare again with the first review of case {case}",
        "The first review has changed since you compared.",
        "Changed",
        "orange",
    ),
    "stale": (
        Matters.STALE_REVIEW,
        "Your second review of case {case} waits",
        "The first review was reopened. You are asked again once it is submitted.",
        "Waits",
        "grey",
    ),
}
# The next step of a round: its page, the sentence, why.
ROUND: dict[str, tuple[str, str, str]] = {
    "plan": (
        "round-plan",
        "Plan the round “{name}”",
        "The frame is frozen and the size fixed before anybody gives a seed.",
    ),
    "commit": (
        "round-seed",
        "Give your part of the seed for “{name}”",
        "Two people give a part each, so that nobody chooses the sample.",
    ),
    "reveal": (
        "round-seed",
        "Show your part of the seed for “{name}”",
        "Both parts are committed: the draw waits for them to be shown.",
    ),
    "draw": ("round-draw", "Draw the sample of “{name}”", "Both parts of the seed are shown."),
    "assign": (
        "round-assignments",
        "Find reviewers for “{name}”",
        "The cases are drawn and nobody has them yet.",
    ),
    "publish": (
        "round-assignments",
        "Publish the round “{name}”",
        "Reviewers are told only when you publish.",
    ),
    "fill": (
        "round-assignments",
        "Find reviewers in “{name}”: {number} without one",
        "A case that is not reviewed counts against the sample.",
    ),
    "release": (
        "round-feedback",
        "Release the feedback of “{name}”",
        "All reviews are in. Those involved hear nothing until you release it.",
    ),
    "close_untold": (
        "round-close",
        "Close the round “{name}”",
        "All reviews are in. No officer is recorded on its cases, so there is no feedback.",
    ),
    "close": (
        "round-close",
        "Close the round “{name}”",
        "Feedback is released. The report is made when the round is closed.",
    ),
}


def reviews(officer: Officer, now: dt.datetime, most: int) -> Kind:
    found, more = shown(waiting.waiting_reviews(officer, most=most + 1), most)
    items = tuple(_review(one) for one in found)
    return Kind(items, reverse("reviews") if more else "", "All your reviews")


def practice_cases(officer: Officer, now: dt.datetime, most: int) -> Kind:
    if not waiting.practice_cases_wait(officer):
        return Kind()
    item = Item(
        matters=Matters.PRACTICE_CASES,
        sentence="Rate the practice cases",
        why="You are accredited to review. No case comes to you before that, and "
        "what you rate is shown to nobody but you.",
        href=reverse("calibration"),
        tag="To do",
        colour="teal",
    )
    return Kind((item,))


def feedback(officer: Officer, now: dt.datetime, most: int) -> Kind:
    found, more = shown(waiting.unread_feedback(officer, most=most + 1), most)
    items = tuple(_feedback(one) for one in found)
    return Kind(items, reverse("feedback-list") if more else "", "All feedback for you")


def rounds(officer: Officer, now: dt.datetime, most: int) -> Kind:
    found, more = shown(waiting.waiting_rounds(officer, most=most + 1), most)
    items = tuple(_round(one) for one in found)
    return Kind(items, reverse("rounds") if more else "", "All rounds")


def _review(one: WaitingReview) -> Item:
    matters, sentence, why, tag, colour = REVIEW[one.step]
    given = one.assignment
    case = given.selection.case
    return Item(
        matters=matters,
        sentence=sentence.format(step=STEPS[given.step], case=case.reference),
        why=why,
        href=_review_address(one),
        tag=tag,
        colour=colour,
        about=(given.trail_reference, case.trail_reference),
    )


def _review_address(one: WaitingReview) -> str:
    if one.review is not None:
        return reverse("review", kwargs={"ref": one.review.ref})
    name = "assignment" if one.step == "answer" else "review-start"
    return reverse(name, kwargs={"ref": one.assignment.ref})


def _feedback(one: Feedback) -> Item:
    return Item(
        matters=Matters.FEEDBACK,
        sentence=f"Read the feedback on case {one.selection.case.reference}",
        why="You are the first to see it, and you can reply.",
        href=reverse("feedback", kwargs={"ref": one.ref}),
        tag="New",
        colour="blue",
        about=(one.trail_reference, one.selection.case.trail_reference),
    )


def _round(one: WaitingRound) -> Item:
    page, sentence, why = ROUND[one.step]
    return Item(
        matters=Matters.ROUND_STEP,
        sentence=sentence.format(name=one.round.name, number=one.number),
        why=why,
        href=reverse(page, kwargs={"ref": one.round.ref}),
        tag="Next step",
        colour="teal",
        about=(one.round.trail_reference,),
    )
