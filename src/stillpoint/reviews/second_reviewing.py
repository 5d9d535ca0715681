"""The second review: ratings of one's own, locked; then the first review, compared area by area;
then the review of the review (P77, P79)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.reviews import access_reviewing
from stillpoint.reviews.completeness import Missing, areas_to_compare, ratings_missing
from stillpoint.reviews.models import (
    AreaComparison,
    AreaJudgement,
    Assignment,
    Review,
    ReviewOfReview,
    ReviewState,
)
from stillpoint.reviews.models.selection import STANDING
from stillpoint.reviews.reopening import next_revision
from stillpoint.reviews.reviewing import (
    area_values,
    current_review,
    for_writing,
    known_area,
    raise_section,
    rated,
    save_values,
    section_version,
    store_area,
    text,
    tidy_area,
)
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import StaleForm


@dataclass(frozen=True)
class OwnRating:
    """One's own rating of an area: 1 to 5, or that the file is silent, and why in a few words."""

    rating: int | None = None
    silent: bool = False
    why: str = ""


class NotRated(CannotDo):
    """Ratings lack something before they can be locked; ``missing`` says what, area by area."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("Before you lock: " + " ".join(one.sentence for one in missing))
        self.missing = list(missing)


@act
def save_ratings(
    *,
    by: Officer,
    review: Review,
    version: int,
    ratings: Mapping[str, OwnRating],
    record: OwnRating | None = None,
) -> Review:
    """Save ratings of one's own, all on one page. Areas left out stay. Raises StaleForm."""
    review = _before_the_lock(by, review)
    before = own_ratings(review)
    after = {**before, **{area: _tidy(own) for area, own in ratings.items()}}
    if record is not None:
        after[practice.QUALITY_OF_RECORD] = _tidy(record)
    if after == before:
        trail.nothing_changed()
        return review
    if version != section_version(review, "ratings"):
        raise StaleForm(before, section_version(review, "ratings"))
    for area, own in after.items():
        if own != before[area]:
            _store_rating(review, area, own)
    raise_section(review, "ratings")
    review.save()
    trail.record(
        Operation.ALTERATION,
        "save ratings of one's own",
        by=by,
        about=review,
        before=_plain(before),
        after=_plain(after),
    )
    return review


@act
def lock_ratings(*, by: Officer, review: Review) -> Review:
    """Lock one's own ratings: they are what agreement is computed from. There is no way back."""
    current = Review.objects.select_for_update().get(pk=review.pk)
    if current.locked_at is not None and current.assignment.reviewer_id == by.pk:
        trail.nothing_changed()
        return current
    review = _before_the_lock(by, review)
    lacking = ratings_missing(review)
    if lacking:
        raise NotRated(lacking)
    review.locked_at = timezone.now()
    review.version += 1
    review.save(update_fields=["locked_at", "version"])
    trail.record(
        Operation.ALTERATION,
        "lock ratings of one's own",
        by=by,
        about=review,
        before={"locked_at": None},
        after={"locked_at": review.locked_at, "ratings": _plain(own_ratings(review))},
    )
    return review


@act
def reveal(*, by: Officer, review: Review) -> Review:
    """Show the submitted first review to its second reviewer; from now on this review rests on it.

    Where the first was reopened since, this shows what was submitted again: everything is to be
    compared once more, and a review already submitted becomes a draft of its next revision. The
    moment of the first reveal is kept, because only ratings locked before it count for agreement.
    """
    current = Review.objects.select_for_update().get(pk=review.pk)
    require(access_reviewing.can_reveal(by, current))
    first = submitted_first(current)
    if current.rests_on_id is not None and first is not None and current.rests_on_id == first.pk:
        trail.nothing_changed()
        return current
    _must_be_ready_to_reveal(current, first)
    assert first is not None
    if current.state == ReviewState.SUBMITTED:
        current = next_revision(current, reason="The first review was submitted again.")
    current.revealed_at = current.revealed_at or timezone.now()
    current.rests_on = first
    current.stale_since = None
    current.version += 1
    current.save()
    _compare_afresh(current)
    trail.record(
        Operation.CONSULTATION,
        "reveal the first review to its second reviewer",
        by=by,
        about=[current, first],
        after={"locked_at": current.locked_at, "revealed_at": current.revealed_at},
    )
    return current


@act
def save_comparison(
    *, by: Officer, review: Review, area: str, version: int, agrees: bool | None, why: str = ""
) -> AreaComparison:
    """Agree with the first review on an area, or differ and say why. Raises StaleForm."""
    review = _after_the_reveal(by, review)
    if area not in {key for key, _ in areas_to_compare()}:
        raise CannotDo(f"The review template has no area “{area}”. Open the review again.")
    comparison = AreaComparison.objects.filter(review=review, area=area).first()
    comparison = comparison or AreaComparison(review=review, area=area, version=0)
    before = {"agrees": comparison.agrees, "why": comparison.why}
    after = {"agrees": agrees, "why": text(why, "why")}
    if after == before and comparison.pk:
        trail.nothing_changed()
        return comparison
    if version != comparison.version:
        raise StaleForm(before, comparison.version)
    comparison.agrees, comparison.why = agrees, text(why, "why")
    comparison.version += 1
    comparison.save()
    trail.record(
        Operation.ALTERATION,
        "compare an area with the first review",
        by=by,
        about=review,
        before=before,
        after=after,
        note=f"area {area}",
    )
    return comparison


@act
def save_review_of_review(
    *,
    by: Officer,
    review: Review,
    version: int,
    qualities: Mapping[str, int | None],
    why: str = "",
    missed: str = "",
) -> ReviewOfReview:
    """How thorough, evidenced, balanced and neutral the first review is, and what it missed."""
    review = _after_the_reveal(by, review)
    known = {quality.key for quality in practice.current().review_template.review_of_review}
    kept = {
        key: rated(rating, key)
        for key, rating in qualities.items()
        if key in known and rating is not None
    }
    judged = ReviewOfReview.objects.filter(review=review).first()
    judged = judged or ReviewOfReview(review=review, version=0)
    before = {"qualities": judged.qualities, "why": judged.why, "missed": judged.missed}
    after = {"qualities": kept, "why": text(why, "why"), "missed": text(missed, "missed")}
    if after == before and judged.pk:
        trail.nothing_changed()
        return judged
    if version != judged.version:
        raise StaleForm(before, judged.version)
    judged.qualities, judged.why, judged.missed = kept, text(why), text(missed)
    judged.version += 1
    judged.save()
    trail.record(
        Operation.ALTERATION,
        "judge the first review",
        by=by,
        about=review,
        before=before,
        after=after,
    )
    return judged


@act
def save_findings(
    *, by: Officer, review: Review, version: int, new_findings: str, leader_takes: str
) -> Review:
    """What neither review had yet, and what a leader takes from it (P77, P78)."""
    review = _after_the_reveal(by, review)
    values = {
        "new_findings": text(new_findings, "new_findings"),
        "leader_takes": text(leader_takes, "leader_takes"),
    }
    return save_values(by, review, "findings", version, values)


def own_ratings(review: Review) -> dict[str, OwnRating]:
    """Every area of the template, and the quality of the record, with one's own rating."""
    kept = {one.area: one for one in review.areas.all()}
    ratings = {
        area.key: OwnRating(one.rating, one.silent, one.narrative)
        if (one := kept.get(area.key))
        else OwnRating()
        for area in practice.current().review_template.areas
    }
    ratings[practice.QUALITY_OF_RECORD] = OwnRating(
        review.record_rating, False, review.record_narrative
    )
    return ratings


def submitted_first(second: Review) -> Review | None:
    """The first review of the same case as it is submitted now; None while it is not.

    What somebody submitted before the case was taken from them does not stand.
    """
    return Review.objects.filter(
        assignment__selection_id=second.assignment.selection_id,
        assignment__state__in=STANDING,
        step=1,
        state=ReviewState.SUBMITTED,
    ).first()


def _tidy(own: OwnRating) -> OwnRating:
    rating = None if own.silent else rated(own.rating, "rating")
    return OwnRating(rating, own.silent, text(own.why, "why"))


def _store_rating(review: Review, area: str, own: OwnRating) -> None:
    if area == practice.QUALITY_OF_RECORD:
        review.record_rating, review.record_narrative = own.rating, own.why
        return
    known_area(area)
    judgement = AreaJudgement.objects.filter(review=review, area=area).first()
    judgement = judgement or AreaJudgement(review=review, area=area, version=0)
    values = {"rating": own.rating, "silent": own.silent, "narrative": own.why}
    store_area(judgement, tidy_area({**area_values(judgement), **values}))


def _plain(ratings: Mapping[str, OwnRating]) -> dict[str, Any]:
    return {area: [own.rating, own.silent, own.why] for area, own in ratings.items()}


def _before_the_lock(by: Officer, review: Review) -> Review:
    review = for_writing(by, review)
    if review.step != 2:
        raise CannotDo("Only a second reviewer gives ratings of their own to be locked.")
    if review.locked_at is not None:
        raise CannotDo("Your own ratings are locked: they stand as you gave them.")
    return review


def _after_the_reveal(by: Officer, review: Review) -> Review:
    review = for_writing(by, review)
    if review.rests_on_id is None:
        raise CannotDo("Lock your own ratings and open the first review before you judge it.")
    return review


def _must_be_ready_to_reveal(second: Review, first: Review | None) -> None:
    blinded = second.assignment.selection.round.blinded
    if blinded and second.locked_at is None:
        raise CannotDo("Lock your own ratings first. Then the first review is shown.")
    if first is None:
        raise CannotDo(
            "The first review has not been submitted yet. You will be told when it is: your own "
            "ratings are safe."
        )


def _compare_afresh(second: Review) -> None:
    """What was agreed about an earlier revision is asked again; the reasons are kept to edit."""
    for comparison in second.comparisons.all():
        comparison.agrees = None
        comparison.version += 1
        comparison.save(update_fields=["agrees", "version"])


def note_reading(*, by: Officer, first: Review) -> None:
    """Reading the first review outside the comparison is a reveal as well.

    In a round that is not blinded the first review is open to its second reviewer from the
    start: whoever looks before locking ratings has ratings that do not count for agreement.
    """
    given = (
        Assignment.objects.filter(
            selection=first.assignment.selection_id, step=2, reviewer=by, state__in=STANDING
        )
        .exclude(pk=first.assignment_id)
        .first()
    )
    if given is None or first.state != ReviewState.SUBMITTED:
        return
    second = current_review(given)
    if second is None:
        raise CannotDo("Start your second review first. Then open the first review from there.")
    if second.state == ReviewState.DRAFT and second.rests_on_id != first.pk:
        reveal(by=by, review=second)
