"""Write a review: start it, save its areas and its other pages. Drafts may be incomplete.

Each page has a version of its own. A save that names an older one is refused with what stands
there now, so that two windows or two people never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.reviews import access
from stillpoint.reviews.models import (
    AreaJudgement,
    Assignment,
    AssignmentState,
    Review,
    ReviewState,
    RoundState,
)
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import StaleForm

# What each page of a review holds, areas apart.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "summary": ("summary",),
    "arrest": ("arrest_timing", "arrest_effects"),
    "record": ("record_rating", "record_narrative"),
    "minutes": ("reading_minutes", "writing_minutes"),
    "findings": ("new_findings", "leader_takes"),
}
AREA_FIELDS = ("where", "narrative", "strengths", "improvements", "rating", "silent")
LONGEST = 20_000
MOST_MINUTES = 6_000


@act
def start_review(*, by: Officer, assignment: Assignment) -> Review:
    """The reviewer's current review of an accepted case; begun when there is none yet."""
    require(access.can_answer_assignment(by, assignment))
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    current = current_review(assignment)
    if current is not None:
        trail.nothing_changed()
        return current
    _must_be_ready(assignment)
    review = Review.objects.create(
        assignment=assignment, step=assignment.step, template_version=version_answered()
    )
    trail.record(
        Operation.COLLECTION,
        "start a review",
        by=by,
        about=[review, assignment.selection.case],
        after={"step": review.step, "template": review.template_version},
    )
    return review


@act
def save_area(
    *, by: Officer, review: Review, area: str, version: int, **values: Any
) -> AreaJudgement:
    """Save what is known so far of one area of the template.

    ``values``: any of ``AREA_FIELDS``; what is left out stays. ``version``: that of the judgement
    when the page was opened, 0 when there was none. Raises StaleForm.
    """
    review = for_writing(by, review)
    _own_ratings_must_be_open(review)
    known_area(area)
    judgement = AreaJudgement.objects.filter(review=review, area=area).first()
    judgement = judgement or AreaJudgement(review=review, area=area, version=0)
    before = area_values(judgement)
    after = tidy_area({**before, **_only(values, AREA_FIELDS)})
    if after == before and judgement.pk:
        trail.nothing_changed()
        return judgement
    if version != judgement.version:
        raise StaleForm(before, judgement.version)
    store_area(judgement, after)
    _saved(by, review, f"area {area}", before if judgement.version > 1 else None, after)
    return judgement


@act
def save_summary(*, by: Officer, review: Review, version: int, summary: str) -> Review:
    """The summary of the actions taken (P72)."""
    return _save_section(by, review, "summary", version, {"summary": text(summary)})


@act
def save_arrest(
    *, by: Officer, review: Review, version: int, timing: str, effects: Mapping[str, str]
) -> Review:
    """Whether the arrest came early or late, and what that did (P75). ``effects``: prompt key to
    text."""
    allowed = {choice for choice, _ in Review._meta.get_field("arrest_timing").flatchoices}
    if timing and timing not in allowed:
        raise CannotDo("Choose when the arrest came.", field="arrest_timing")
    known = {prompt.key for prompt in practice.current().review_template.arrest_effects}
    kept = {key: text(words) for key, words in effects.items() if key in known and words.strip()}
    return _save_section(
        by, review, "arrest", version, {"arrest_timing": timing, "arrest_effects": kept}
    )


@act
def save_record_quality(
    *, by: Officer, review: Review, version: int, rating: int | None, narrative: str = ""
) -> Review:
    """The quality of the record, a judgement of its own (P83)."""
    values = {"record_rating": rated(rating, "record_rating"), "record_narrative": text(narrative)}
    return _save_section(by, review, "record", version, values)


@act
def save_minutes(
    *, by: Officer, review: Review, version: int, reading: int | None, writing: int | None
) -> Review:
    """How long it took, as the reviewer corrects it: reading the case and writing apart (P93)."""
    for value, field, label in (
        (reading, "reading_minutes", "Reading the case"),
        (writing, "writing_minutes", "Writing the review"),
    ):
        if value is not None and not 0 <= value <= MOST_MINUTES:
            raise CannotDo(f"{label}: enter minutes between 0 and {MOST_MINUTES:,}.", field=field)
    values = {"reading_minutes": reading, "writing_minutes": writing}
    return _save_section(by, review, "minutes", version, values)


def current_review(assignment: Assignment) -> Review | None:
    """The draft or submitted revision; None before the first word."""
    standing = (ReviewState.DRAFT, ReviewState.SUBMITTED)
    return Review.objects.filter(assignment=assignment, state__in=standing).first()


def version_answered() -> str:
    """Which questions are answered: the template's version and the model's digest, shortened."""
    model = practice.current()
    return f"{model.review_template.version[:60]} {model.digest[:16]}"


def section_version(review: Review, section: str) -> int:
    """The version that a page of the review is saved on; 0 before its first save."""
    return int(review.section_versions.get(section, 0))


def area_values(judgement: AreaJudgement) -> dict[str, Any]:
    return {field: getattr(judgement, field) for field in AREA_FIELDS}


def section_values(review: Review, section: str) -> dict[str, Any]:
    return {field: getattr(review, field) for field in SECTIONS[section]}


def for_writing(by: Officer, review: Review) -> Review:
    """The review, locked and read afresh, if the officer may write in it."""
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    require(access.can_write_review(by, fresh))
    return fresh


def known_area(area: str) -> None:
    if area not in {one.key for one in practice.current().review_template.areas}:
        raise CannotDo(f"The review template has no area “{area}”. Open the review again.")


def tidy_area(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as stored: no blank lines in lists, and no rating where the file is silent."""
    silent = bool(values["silent"])
    return {
        "where": text(values["where"], "where"),
        "narrative": text(values["narrative"], "narrative"),
        "strengths": lines(values["strengths"], "strengths"),
        "improvements": lines(values["improvements"], "improvements"),
        "rating": None if silent else rated(values["rating"], "rating"),
        "silent": silent,
    }


def store_area(judgement: AreaJudgement, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(judgement, field, value)
    judgement.template_version = version_answered()
    judgement.version += 1
    judgement.save()


def text(words: str, field: str | None = None) -> str:
    """Trimmed, with the line ends of one kind; CannotDo when it is too long to be read."""
    tidy = words.replace("\r\n", "\n").strip()
    if len(tidy) > LONGEST:
        raise CannotDo(
            f"This is {len(tidy):,} characters long. Keep it under {LONGEST:,}.", field=field
        )
    return tidy


def lines(entries: Iterable[str], field: str) -> list[str]:
    return [tidy for entry in entries if (tidy := text(entry, field))]


def rated(rating: int | None, field: str) -> int | None:
    if rating is not None and rating not in range(1, 6):
        raise CannotDo("Choose a rating from 1 to 5.", field=field)
    return rating


def save_values(
    by: Officer, review: Review, section: str, version: int, values: Mapping[str, Any]
) -> Review:
    """Save one page's values on the review itself, already locked for writing."""
    before = section_values(review, section)
    if dict(values) == before:
        trail.nothing_changed()
        return review
    now_at = section_version(review, section)
    if version != now_at:
        raise StaleForm(before, now_at)
    for field, value in values.items():
        setattr(review, field, value)
    raise_section(review, section)
    review.save()
    _saved(by, review, section, before if now_at else None, values)
    return review


def raise_section(review: Review, section: str) -> None:
    review.section_versions = {
        **review.section_versions,
        section: section_version(review, section) + 1,
    }
    review.version += 1


def _save_section(
    by: Officer, review: Review, section: str, version: int, values: Mapping[str, Any]
) -> Review:
    review = for_writing(by, review)
    if section == "record":
        _own_ratings_must_be_open(review)
    return save_values(by, review, section, version, values)


def _saved(
    by: Officer,
    review: Review,
    part: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    trail.record(
        Operation.ALTERATION if before is not None else Operation.COLLECTION,
        "save a page of a review",
        by=by,
        about=review,
        before=before,
        after=after,
        note=part,
    )


def _own_ratings_must_be_open(review: Review) -> None:
    if review.step == 2 and review.locked_at is not None:
        raise CannotDo("Your own ratings are locked: they stand as you gave them.")


def _must_be_ready(assignment: Assignment) -> None:
    if assignment.state == AssignmentState.PUBLISHED:
        raise CannotDo("Accept the review first, and say whether you know anyone in the case.")
    if assignment.state != AssignmentState.ACCEPTED:
        raise CannotDo("This case is not assigned to you for review.")
    if assignment.selection.round.state != RoundState.PUBLISHED:
        raise CannotDo("The round is not open for reviews.")


def _only(values: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    unknown = set(values) - set(known)
    if unknown:
        raise TypeError(f"An area of a review has no {', '.join(sorted(unknown))}.")
    return dict(values)
