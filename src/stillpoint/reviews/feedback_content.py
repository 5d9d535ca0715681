"""What feedback to one person is made of: every line of both reviews is offered to the lead, and
those about areas that the person's part in the case touches are ticked to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stillpoint import practice
from stillpoint.reviews.models import Review, Round

Line = dict[str, str]


def content(round: Round, reviews: Sequence[Review], roles: Iterable[str]) -> dict[str, Any]:
    """The values of a ``Feedback`` for somebody with these roles in the case."""
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
    strengths = _once((area.area, text) for area in judged for text in area.strengths)
    improvements = _once((area.area, text) for area in judged for text in area.improvements)
    touched = areas_touched(roles)
    kept = [[line for line in lines if _of(line, touched)] for lines in (strengths, improvements)]
    if not any(kept):
        # Nothing would be left to say: the lead sees everything ticked, and chooses.
        touched, kept = (), [strengths, improvements]
    return {
        "offered_strengths": strengths,
        "offered_improvements": improvements,
        "strengths": kept[0],
        "improvements": kept[1],
        "part": sorted(touched, key=lambda area: order.get(area, 99)),
        "ratings": ratings if round.feedback_shows_ratings else {},
        "reviewers": [review.assignment.reviewer.titled_name for review in reviews]
        if round.feedback_shows_reviewers
        else [],
        "rests_on": sorted(review.ref for review in reviews),
    }


def areas_touched(roles: Iterable[str]) -> tuple[str, ...]:
    """Keys of the areas that these roles touch by the practice model; empty for all of them."""
    known = {role.key: role.areas for role in practice.current().involvement_roles}
    named = [known.get(role, ()) for role in roles]
    if not named or not all(named):
        return ()
    return tuple(dict.fromkeys(area for areas in named for area in areas))


def _of(line: Line, touched: Sequence[str]) -> bool:
    return not touched or line["area"] in touched


def _once(found: Iterable[tuple[str, str]]) -> list[Line]:
    """Lines in their order; what both reviews say in the same words is said once."""
    return [{"area": area, "text": text} for area, text in dict.fromkeys(found)]
