"""What the pages of a review show: tasks, prompts, the case beside, the answers to check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from stillpoint import practice
from stillpoint.cases.case_times import Elapsed, Happened, elapsed, milestones_of
from stillpoint.people.models import Officer
from stillpoint.points import presenters_debrief
from stillpoint.points.models import Point
from stillpoint.practice import Anchor, Area, Prompt
from stillpoint.reviews import completeness, debriefs
from stillpoint.reviews.finding_reviews import read_answers
from stillpoint.reviews.models import AreaJudgement, Review, ReviewState, Round
from stillpoint.trust.prepared import prepared

SHOWN_WITH = {
    (False, False): "without ratings or names of reviewers",
    (True, False): "with ratings and without names of reviewers",
    (False, True): "with the names of the reviewers and without ratings",
    (True, True): "with ratings and the names of the reviewers",
}
STEPS = {1: "First review", 2: "Second review"}
COMPLETED = {"status": "Completed", "colour": ""}
STARTED = {"status": "In progress", "colour": "teal"}
NOT_STARTED = {"status": "Not started", "colour": "blue"}
CANNOT_START = {"status": "Cannot start yet", "colour": "grey"}


@dataclass(frozen=True)
class PromptGroup:
    """Prompts of one kind under one heading."""

    heading: str
    prompts: list[Prompt]


@dataclass(frozen=True)
class CaseBeside:
    """The case as its page of a review shows it at the side."""

    reference: str
    href: str
    times: list[Elapsed]
    milestones: list[Happened]


def who_reads(step: int, round: Round, *, own: bool = True) -> str:
    """What a review is for, who reads it, and where its two lists go. ``own``: said to its
    author."""
    author = "You" if own else "Its author"
    shown = SHOWN_WITH[round.feedback_shows_ratings, round.feedback_shows_reviewers]
    if step == 1:
        readers = (
            "For learning from how this case was investigated. "
            f"{author}, the second reviewer once they have locked ratings of their own, and the "
            "RASSO lead can read it."
        )
    else:
        readers = (
            "For learning from how this case was investigated and reviewed. "
            f"{author} and the RASSO lead can read it."
        )
    return (
        f"{readers} Once the lead releases them, strengths and areas for improvement go word for "
        f"word, {shown}, to the officers involved and then to their manager. They also go into "
        "the report inside the RASSO command."
    )


def frame(review: Review, *, own: bool = True) -> dict[str, Any]:
    """What every page of a review needs. ``own``: its author reads it."""
    case = review.assignment.selection.case
    return {
        "review": review,
        "caption": f"{STEPS[review.step]} of {case.reference}",
        "home": reverse("review", kwargs={"ref": review.ref}),
        "purpose": who_reads(review.step, review.assignment.selection.round, own=own),
        "notice": notice("disclosure"),
        "risk_href": risk_address(review),
    }


def notice(key: str) -> str:
    """A wording of the practice model; empty where the force took it out."""
    return next((one.text for one in practice.current().wordings if one.key == key), "")


def risk_address(review: Review) -> str:
    """Where to raise a live risk from this review and its case."""
    case = review.assignment.selection.case
    asked = {"from": f"review:{review.ref}", "case": case.ref}
    return f"{reverse('risk-raise')}?{urlencode(asked)}"


def page_address(review: Review, task: str) -> str:
    """The address of a page by its task: ``summary``, ``area:risk``, ``compare:risk``..."""
    page, _, key = task.partition(":")
    kwargs = {"ref": review.ref}
    if page == "area":
        return reverse("review-area", kwargs={**kwargs, "area": key})
    if page == "compare":
        if not key:
            return reverse("review", kwargs=kwargs)
        return reverse("review-compare", kwargs={**kwargs, "area": key})
    return reverse(f"review-{page}", kwargs=kwargs)


def case_beside(review: Review, intervals: Sequence[str] | None = None) -> CaseBeside:
    """The milestones of the case, and these intervals of the practice model or all of them."""
    case = review.assignment.selection.case
    happened = milestones_of(case)
    keys = [one.key for one in practice.current().intervals] if intervals is None else intervals
    href = reverse("cases:case", kwargs={"ref": case.ref})
    return CaseBeside(case.reference, href, elapsed(happened, keys), happened)


def debrief_address(review: Review, viewer: Officer) -> str:
    """Where this reviewer reads what was shared at the case's debrief; empty where they may not."""
    if not debriefs.can_read_debriefs(viewer, review):
        return ""
    return reverse("review-debrief", kwargs={"ref": review.ref})


def debrief_page(review: Review, found: Iterable[Point]) -> dict[str, Any]:
    """What was shared at each debrief of the case."""
    return {**frame(review), "debriefs": [presenters_debrief.for_review(one) for one in found]}


def prompts_of_kind(prompts: Iterable[Prompt], kind: str) -> list[PromptGroup]:
    """Prompts for facts or for assessments, under their headings and in their order."""
    chosen = [prompt for prompt in prompts if prompt.kind == kind]
    return [
        PromptGroup(heading, list(group))
        for heading, group in groupby(chosen, key=lambda prompt: prompt.heading)
    ]


def first_tasks(review: Review) -> list[dict[str, Any]]:
    """The task list of a first review, in the order of the template."""
    template = practice.current().review_template
    judgements = {one.area: one for one in review.areas.all()}
    tasks = [_task(review, "summary", "Summary of actions taken", review.summary, review.summary)]
    for area in template.areas:
        judgement = judgements.get(area.key)
        done = not completeness.area_missing(judgement)
        tasks.append(
            _task(review, f"area:{area.key}", f"{area.number}. {area.title}", judgement, done)
        )
    arrest_done = not completeness.arrest_missing(review)
    arrest_begun = review.arrest_timing or review.arrest_effects
    tasks.append(
        _task(review, "arrest", "Timing of the arrest and its effects", arrest_begun, arrest_done)
    )
    record = review.record_rating
    tasks.append(
        _task(review, "record", template.quality_of_record.title, review.record_narrative, record)
    )
    tasks.append(minutes_task(review))
    return tasks


def minutes_task(review: Review) -> dict[str, Any]:
    given = [review.reading_minutes, review.writing_minutes]
    known = [value is not None for value in given]
    return _task(review, "time", "Time it took", any(known), all(known))


def _task(review: Review, task: str, title: str, begun: object, done: object) -> dict[str, Any]:
    status = COMPLETED if done else STARTED if begun else NOT_STARTED
    return {"title": title, "href": page_address(review, task), "hint": "", **status}


def pages_of(review: Review) -> list[str]:
    """The pages of a review in order, by task."""
    template = practice.current().review_template
    if review.step == 1:
        areas = [f"area:{area.key}" for area in template.areas]
        return ["summary", *areas, "arrest", "record", "time", "check"]
    compared = [f"compare:{key}" for key, _ in completeness.areas_to_compare()]
    return ["ratings", *compared, "of-review", "findings", "time", "check"]


def after(review: Review, task: str) -> str:
    """The address of the page after this one."""
    pages = pages_of(review)
    return page_address(review, pages[pages.index(task) + 1])


def area_page(review: Review, area: Area) -> dict[str, Any]:
    """Prompts and the case beside one area."""
    return {
        **frame(review),
        "area": area,
        "facts": prompts_of_kind(area.prompts, "fact"),
        "assessments": prompts_of_kind(area.prompts, "assessment"),
        "beside": case_beside(review, area.intervals),
    }


def rating_words(anchors: Iterable[Anchor], rating: int | None, *, silent: bool = False) -> str:
    if silent:
        return "The file is silent"
    for anchor in anchors:
        if anchor.rating == rating:
            return f"{anchor.rating}. {anchor.label}"
    return "Not rated"


def area_answers(judgement: AreaJudgement) -> dict[str, Any]:
    """One judgement as its page of answers shows it."""
    template = practice.current().review_template
    titles = {area.key: area.title for area in template.areas}
    return {
        "key": judgement.area,
        "title": titles.get(judgement.area, judgement.area.replace("_", " ").capitalize()),
        "where": judgement.where,
        "narrative": judgement.narrative,
        "strengths": judgement.strengths,
        "improvements": judgement.improvements,
        "rating": rating_words(template.anchors, judgement.rating, silent=judgement.silent),
        "version": judgement.template_version,
    }


def answers(review: Review) -> dict[str, Any]:
    """Everything that a first review holds, in the order of the template."""
    template = practice.current().review_template
    order = [area.key for area in template.areas]
    judgements = sorted(
        review.areas.all(),
        key=lambda one: (order.index(one.area) if one.area in order else len(order), one.area),
    )
    effects = [
        {"heading": prompt.heading, "text": review.arrest_effects.get(prompt.key, "")}
        for prompt in template.arrest_effects
    ]
    return {
        "summary": review.summary,
        "areas": [area_answers(one) for one in judgements],
        "arrest": review.get_arrest_timing_display() if review.arrest_timing else "Not answered",
        "effects": [effect for effect in effects if effect["text"]],
        "record": rating_words(template.quality_of_record.anchors, review.record_rating),
        "record_narrative": review.record_narrative,
        "reading": review.reading_minutes,
        "writing": review.writing_minutes,
    }


def check_page(review: Review) -> dict[str, Any]:
    """What is missing, what looks like an identifier, and every answer with a way to change it."""
    read_answers(review)
    missing = completeness.missing_from(review)
    found = completeness.identifiers_in(review)
    return {
        **frame(review),
        "missing": [
            {"text": one.sentence, "href": page_address(review, one.task)} for one in missing
        ],
        "found": [
            {
                "words": one.words,
                "kind": one.kind,
                "advice": one.advice,
                "href": page_address(review, one.task),
            }
            for one in found
        ],
        "answers": answers(review),
        "addresses": {task: page_address(review, task) for task in pages_of(review)},
    }


def read_page(review: Review, *, own: bool) -> dict[str, Any]:
    """A review as it is read, with its place among its revisions. ``own``: by its author."""
    read_answers(review)
    return {
        **frame(review, own=own),
        "answers": answers(review),
        "state": ReviewState(review.state).label,
        "revisions": [
            {
                "number": number,
                "state": ReviewState(state).label,
                "href": reverse("review", kwargs={"ref": ref}),
                "reason": reason,
                "here": ref == review.ref,
            }
            for number, state, ref, reason in _revisions(review.assignment_id)
        ],
    }


@prepared
def _revisions(assignment: int) -> QuerySet[Review, tuple[int, str, str, str]]:
    found = Review.objects.filter(assignment=assignment).order_by("revision")
    return found.values_list("revision", "state", "ref", "reopened_reason")
