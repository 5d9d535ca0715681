"""What a review still lacks, and what in it looks like an identifier: asked before submitting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stillpoint import practice
from stillpoint.methods import identifiers
from stillpoint.practice import QUALITY_OF_RECORD
from stillpoint.reviews.models import AreaComparison, AreaJudgement, Review, ReviewState
from stillpoint.reviews.models.selection import STANDING

# Timings of an arrest that ask what they did to the case.
TIMINGS_WITH_EFFECTS = ("early", "late")


@dataclass(frozen=True)
class Missing:
    """Something still missing. ``task``: the page that it belongs to, such as ``area:risk``;
    ``area``: the area of a page that holds several."""

    task: str
    sentence: str
    area: str = ""


@dataclass(frozen=True)
class Found:
    """Words that look like an identifier. ``task``: the page they stand on."""

    task: str
    words: str
    kind: str
    advice: str


def missing_from(review: Review) -> list[Missing]:
    """What stands between this draft and submitting it, in the order of its pages."""
    return list(_first(review) if review.step == 1 else _second(review))


def identifiers_in(review: Review) -> list[Found]:
    """Words in the review that look like identifiers, page by page, each once a page."""
    found: dict[Found, None] = {}
    for task, words in texts_of(review):
        for span in identifiers.find(words):
            kind = identifiers.KINDS[span.kind]
            found[Found(task, words[span.start : span.end], kind.label, kind.advice)] = None
    return list(found)


def texts_of(review: Review) -> Iterator[tuple[str, str]]:
    """Every free text of the review with the page that it stands on."""
    yield "summary", review.summary
    for judgement in review.areas.all():
        page = f"area:{judgement.area}" if review.step == 1 else "ratings"
        for words in (judgement.where, judgement.narrative):
            yield page, words
        for words in (*judgement.strengths, *judgement.improvements):
            yield page, words
    for words in review.arrest_effects.values():
        yield "arrest", words
    yield "record" if review.step == 1 else "ratings", review.record_narrative
    if review.step == 2:
        yield from _texts_of_second(review)


def _texts_of_second(review: Review) -> Iterator[tuple[str, str]]:
    for comparison in review.comparisons.all():
        yield f"compare:{comparison.area}", comparison.why
    judged = getattr(review, "of_review", None)
    if judged is not None:
        yield "of-review", judged.why
        yield "of-review", judged.missed
    yield "findings", review.new_findings
    yield "findings", review.leader_takes


def ratings_missing(review: Review) -> list[Missing]:
    """What a second reviewer's own ratings lack before they can be locked."""
    judgements = _judgements(review)
    lacking = [
        Missing("ratings", f"Rate “{area.title}”, or say that the file is silent.", area.key)
        for area in practice.current().review_template.areas
        if not is_rated(judgements.get(area.key))
    ]
    if review.record_rating is None:
        title = practice.current().review_template.quality_of_record.title
        lacking.append(Missing("ratings", f"Rate “{title}”.", QUALITY_OF_RECORD))
    return lacking


def area_missing(judgement: AreaJudgement | None) -> list[str]:
    """What one area of a first review lacks; empty when it is complete."""
    if judgement is None:
        return ["a judgement in words, and a rating or that the file is silent"]
    lacking = []
    if not judgement.silent and not judgement.narrative:
        lacking.append("a judgement in words")
    if not is_rated(judgement):
        lacking.append("a rating, or that the file is silent")
    return lacking


def arrest_missing(review: Review) -> list[str]:
    if not review.arrest_timing:
        return ["whether the arrest came early or late"]
    if review.arrest_timing not in TIMINGS_WITH_EFFECTS:
        return []
    asked = practice.current().review_template.arrest_effects
    return [
        prompt.heading[:1].lower() + prompt.heading[1:]
        for prompt in asked
        if prompt.kind == "assessment" and not review.arrest_effects.get(prompt.key)
    ]


def is_rated(judgement: AreaJudgement | None) -> bool:
    return judgement is not None and (judgement.silent or judgement.rating is not None)


def rests_on_what_is_gone(second: Review) -> bool:
    """Whether the first review that this one was compared with was reopened or taken back."""
    first = second.rests_on
    if first is None:
        return False
    gone = first.state != ReviewState.SUBMITTED or first.assignment.state not in STANDING
    return gone or second.stale_since is not None


def comparison_is_complete(comparison: AreaComparison | None) -> bool:
    """Agree, or differ and why."""
    if comparison is None or comparison.agrees is None:
        return False
    return comparison.agrees or bool(comparison.why)


def areas_to_compare() -> list[tuple[str, str]]:
    """(key, title) of what both reviewers rate: the areas, then the quality of the record."""
    template = practice.current().review_template
    return [
        *((area.key, area.title) for area in template.areas),
        (QUALITY_OF_RECORD, template.quality_of_record.title),
    ]


def _judgements(review: Review) -> dict[str, AreaJudgement]:
    return {judgement.area: judgement for judgement in review.areas.all()}


def _first(review: Review) -> Iterator[Missing]:
    template = practice.current().review_template
    judgements = _judgements(review)
    if not review.summary:
        yield Missing("summary", "Summarise the actions taken.")
    for area in template.areas:
        for lack in area_missing(judgements.get(area.key)):
            yield Missing(f"area:{area.key}", f"{area.title}: give {lack}.")
    for lack in arrest_missing(review):
        yield Missing("arrest", f"The timing of the arrest: give {lack}.")
    if review.record_rating is None:
        yield Missing("record", "Rate the quality of the record.")
    yield from _minutes(review)


def _second(review: Review) -> Iterator[Missing]:
    template = practice.current().review_template
    if review.locked_at is None:
        yield Missing("ratings", "Lock ratings of your own.")
        return
    if review.rests_on is None:
        yield Missing("compare", "Compare your ratings with the first review.")
        return
    if rests_on_what_is_gone(review):
        yield Missing(
            "compare",
            "The first review was reopened or given to somebody else. When it is submitted again, "
            "compare once more.",
        )
    compared = {one.area: one for one in review.comparisons.all()}
    for key, title in areas_to_compare():
        if not comparison_is_complete(compared.get(key)):
            yield Missing(f"compare:{key}", f"{title}: agree, or differ and say why.")
    judged = getattr(review, "of_review", None)
    for quality in template.review_of_review:
        if judged is None or judged.qualities.get(quality.key) is None:
            yield Missing("of-review", f"The first review: rate how {quality.title.lower()} it is.")
    if judged is None or not judged.why:
        yield Missing("of-review", "The first review: say why you judge it so.")
    if judged is None or not judged.missed:
        yield Missing("of-review", "Say what the first review missed. If nothing, say so.")
    if not review.leader_takes:
        yield Missing("findings", "Say what you, in your role, take from this.")
    yield from _minutes(review)


def _minutes(review: Review) -> Iterator[Missing]:
    if review.reading_minutes is None or review.writing_minutes is None:
        yield Missing("time", "Say how many minutes reading and writing took.")
