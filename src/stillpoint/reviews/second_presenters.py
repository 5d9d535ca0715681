"""What the pages of a second review show. Nothing of the first review before the reveal."""

from __future__ import annotations

from typing import Any

from stillpoint import practice
from stillpoint.practice import QUALITY_OF_RECORD
from stillpoint.reviews import completeness
from stillpoint.reviews import review_presenters as shared
from stillpoint.reviews.finding_reviews import read_answers
from stillpoint.reviews.models import AreaComparison, Review, ReviewState
from stillpoint.reviews.second_reviewing import own_ratings, submitted_first


def task_page(review: Review) -> dict[str, Any]:
    """The task list: own ratings, the comparison, the review of the review, findings, time."""
    read_answers(review)
    revealed = review.rests_on_id is not None
    return {
        **shared.frame(review),
        "own": [_ratings_task(review)],
        "compared": _comparison_tasks(review) if revealed else [],
        "judged": _later_tasks(review, revealed),
        "revealed": revealed,
        "state": _state(review),
        "check": shared.page_address(review, "check"),
    }


def _state(review: Review) -> str:
    """Where the reviewer stands: says nothing of the first review before the lock."""
    round = review.assignment.selection.round
    if review.rests_on is not None:
        if not completeness.rests_on_what_is_gone(review):
            return "comparing"
        return "compare_again" if submitted_first(review) else "stale"
    if review.locked_at is None and round.blinded:
        return "rating"
    if submitted_first(review) is None:
        return "waiting" if review.locked_at else "rating"
    return "ready" if review.locked_at else "open"


def _ratings_task(review: Review) -> dict[str, Any]:
    task = {"title": "Your own ratings", "href": shared.page_address(review, "ratings")}
    if review.locked_at is not None:
        return {**task, "hint": "Locked: they stand as you gave them.", **shared.COMPLETED}
    begun = review.areas.exists() or review.record_rating
    hint = "Rate the case yourself first. The first review is shown afterwards."
    return {**task, "hint": hint, **(shared.STARTED if begun else shared.NOT_STARTED)}


def _comparison_tasks(review: Review) -> list[dict[str, Any]]:
    kept = {one.area: one for one in review.comparisons.all()}
    tasks = []
    for key, title in completeness.areas_to_compare():
        comparison = kept.get(key)
        done = completeness.comparison_is_complete(comparison)
        status = shared.COMPLETED if done else shared.STARTED if comparison else shared.NOT_STARTED
        href = shared.page_address(review, f"compare:{key}")
        tasks.append({"title": title, "href": href, "hint": "", **status})
    return tasks


def _later_tasks(review: Review, revealed: bool) -> list[dict[str, Any]]:
    judged = getattr(review, "of_review", None)
    qualities = practice.current().review_template.review_of_review
    whole = (
        judged is not None
        and all(judged.qualities.get(quality.key) for quality in qualities)
        and bool(judged.why and judged.missed)
    )
    rows = [
        ("of-review", "The first review: how good it is, and what it missed", judged, whole),
        (
            "findings",
            "New findings, and what a leader takes from it",
            review.new_findings,
            review.leader_takes,
        ),
    ]
    tasks = []
    for task, title, begun, done in rows:
        if not revealed:
            tasks.append({"title": title, "href": "", "hint": "", **shared.CANNOT_START})
            continue
        status = shared.COMPLETED if done else shared.STARTED if begun else shared.NOT_STARTED
        tasks.append(
            {"title": title, "href": shared.page_address(review, task), "hint": "", **status}
        )
    return [*tasks, shared.minutes_task(review)]


def ratings_page(review: Review) -> dict[str, Any]:
    """The template's prompts at hand, the case beside; after the lock, what was given."""
    read_answers(review)
    template = practice.current().review_template
    own = own_ratings(review)
    return {
        **shared.frame(review),
        "areas": [
            {
                "key": area.key,
                "title": f"{area.number}. {area.title}",
                "purpose": area.purpose,
                "facts": shared.prompts_of_kind(area.prompts, "fact"),
                "assessments": shared.prompts_of_kind(area.prompts, "assessment"),
            }
            for area in template.areas
        ],
        "anchors": template.anchors,
        "record": template.quality_of_record,
        "record_key": QUALITY_OF_RECORD,
        "beside": shared.case_beside(review),
        "locked": review.locked_at,
        "rows": [
            {"key": title, "value": _own_words(own[key])}
            for key, title in completeness.areas_to_compare()
        ],
        "missing": [one.sentence for one in completeness.ratings_missing(review)],
    }


def compare_page(review: Review, area: str) -> dict[str, Any]:
    """The first review and one's own rating of one area, beside each other."""
    titles = dict(completeness.areas_to_compare())
    first = review.rests_on
    assert first is not None
    keys = list(titles)
    return {
        **shared.frame(review),
        "title": titles[area],
        "number": keys.index(area) + 1,
        "of": len(keys),
        "first": _first_on(first, area),
        "own": _own_on(review, area),
        "first_summary": first.summary if area == keys[0] else "",
        "first_href": shared.page_address(first, "compare"),
        "no_reason": AreaComparison.objects.filter(
            review=review, area=area, agrees=False, why=""
        ).exists(),
    }


def of_review_page(review: Review) -> dict[str, Any]:
    first = review.rests_on
    assert first is not None
    return {**shared.frame(review), "first": shared.answers(first)}


def check_page(review: Review) -> dict[str, Any]:
    return {"second": second_answers(review)}


def read_page(review: Review, *, own: bool) -> dict[str, Any]:
    """A second review as its author or the lead reads it."""
    return {
        **shared.read_page(review, own=own),
        "second": second_answers(review),
        **({"state": "Out of date"} if review.stale_since else {}),
        "gone": completeness.rests_on_what_is_gone(review),
        "again": own
        and review.state == ReviewState.SUBMITTED
        and completeness.rests_on_what_is_gone(review)
        and submitted_first(review) is not None,
    }


def second_answers(review: Review) -> dict[str, Any]:
    """Everything that a second review holds, in the order of its pages."""
    template = practice.current().review_template
    compared = {one.area: one for one in review.comparisons.all()}
    own = own_ratings(review)
    judged = getattr(review, "of_review", None)
    return {
        "locked_at": review.locked_at,
        "areas": [
            {
                "key": key,
                "title": title,
                "own": _own_words(own[key]),
                "why_own": own[key].why,
                "agrees": _agreement(compared.get(key)),
                "why": compared[key].why if key in compared else "",
            }
            for key, title in completeness.areas_to_compare()
        ],
        "qualities": [
            {
                "title": quality.title,
                "rating": shared.rating_words(
                    quality.anchors, judged.qualities.get(quality.key) if judged else None
                ),
            }
            for quality in template.review_of_review
        ],
        "why": judged.why if judged else "",
        "missed": judged.missed if judged else "",
        "new_findings": review.new_findings,
        "leader_takes": review.leader_takes,
        "reading": review.reading_minutes,
        "writing": review.writing_minutes,
    }


def _agreement(comparison: Any) -> str:
    if comparison is None or comparison.agrees is None:
        return "Not compared"
    return "Agrees" if comparison.agrees else "Differs"


def _own_words(own: Any) -> str:
    template = practice.current().review_template
    return shared.rating_words(template.anchors, own.rating, silent=own.silent)


def _own_on(review: Review, area: str) -> dict[str, Any]:
    own = own_ratings(review)[area]
    return {"rating": _own_words(own), "why": own.why}


def _first_on(first: Review, area: str) -> dict[str, Any]:
    """What the first review says of the area: words, both lists, rating."""
    if area == QUALITY_OF_RECORD:
        anchors = practice.current().review_template.quality_of_record.anchors
        return {
            "rating": shared.rating_words(anchors, first.record_rating),
            "narrative": first.record_narrative,
            "where": "",
            "strengths": [],
            "improvements": [],
            "lists": False,
        }
    judgement = first.areas.filter(area=area).first()
    if judgement is None:
        return {
            "rating": "Not rated",
            "narrative": "",
            "where": "",
            "strengths": [],
            "improvements": [],
            "lists": True,
        }
    return {**shared.area_answers(judgement), "lists": True}
