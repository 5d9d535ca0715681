"""The forms of a second review: own ratings, comparison, the review of the review, findings."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.reviews.models import AreaComparison, Review, ReviewOfReview
from stillpoint.reviews.review_forms import (
    SILENT,
    rating_field,
    rating_label,
    rating_of,
    words_field,
)
from stillpoint.reviews.reviewing import section_version
from stillpoint.reviews.second_reviewing import OwnRating, own_ratings
from stillpoint.trust.saving import PageForm


class RatingsForm(PageForm):
    """A second reviewer's own ratings, all on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = practice.current().review_template
        for area in template.areas:
            self.fields[f"rating-{area.key}"] = rating_field(
                template.anchors, rating_label(area.title), silent=True, meanings=False
            )
            self.fields[f"why-{area.key}"] = words_field("Why, in a few words", rows=2, size="")
        record = template.quality_of_record
        key = practice.QUALITY_OF_RECORD
        self.fields[f"rating-{key}"] = rating_field(record.anchors, rating_label(record.title))
        self.fields[f"why-{key}"] = words_field("Why, in a few words", rows=2, size="")

    @classmethod
    def of(cls, review: Review) -> RatingsForm:
        initial: dict[str, Any] = {"version": section_version(review, "ratings")}
        for area, own in own_ratings(review).items():
            initial[f"rating-{area}"] = SILENT if own.silent else str(own.rating or "")
            initial[f"why-{area}"] = own.why
        return cls(initial=initial)

    def values(self) -> dict[str, Any]:
        template = practice.current().review_template
        ratings = {area.key: self._own(area.key) for area in template.areas}
        return {"ratings": ratings, "record": self._own(practice.QUALITY_OF_RECORD)}

    def _own(self, key: str) -> OwnRating:
        rating, silent = rating_of(self.cleaned_data, f"rating-{key}")
        return OwnRating(rating, silent, self.cleaned_data[f"why-{key}"])


class ComparisonForm(PageForm):
    """Agree with the first review on an area, or differ and say why (P79)."""

    agrees = forms.ChoiceField(
        label="Do you agree with the first review here?",
        required=False,
        choices=[("yes", "I agree"), ("no", "I differ")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = words_field(
            "Why", hint="Needed where you differ: the difference is what others learn from.", rows=4
        )

    @classmethod
    def of(cls, comparison: AreaComparison | None) -> ComparisonForm:
        if comparison is None:
            return cls(initial={"version": 0})
        agrees = {True: "yes", False: "no", None: ""}[comparison.agrees]
        return cls(initial={"agrees": agrees, "why": comparison.why, "version": comparison.version})

    def values(self) -> dict[str, Any]:
        agrees = {"yes": True, "no": False}.get(self.cleaned_data["agrees"])
        return {"agrees": agrees, "why": self.cleaned_data["why"]}


class OfReviewForm(PageForm):
    """The review of the review (P77)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = practice.current().review_template
        self.qualities = template.review_of_review
        for quality in self.qualities:
            self.fields[f"quality-{quality.key}"] = rating_field(quality.anchors, quality.question)
        self.fields["why"] = words_field(
            "Why you judge the first review so",
            hint="Write what would help its author.",
            rows=5,
        )
        missed = template.missed
        self.fields["missed"] = words_field(missed.text, hint=missed.hint, rows=5)

    @classmethod
    def of(cls, judged: ReviewOfReview | None) -> OfReviewForm:
        if judged is None:
            return cls(initial={"version": 0})
        initial = {f"quality-{key}": str(value) for key, value in judged.qualities.items()}
        return cls(
            initial={
                **initial,
                "why": judged.why,
                "missed": judged.missed,
                "version": judged.version,
            }
        )

    def values(self) -> dict[str, Any]:
        qualities = {
            quality.key: rating_of(self.cleaned_data, f"quality-{quality.key}")[0]
            for quality in self.qualities
        }
        return {
            "qualities": qualities,
            "why": self.cleaned_data["why"],
            "missed": self.cleaned_data["missed"],
        }


class FindingsForm(PageForm):
    """New findings, and what a leader takes from it (P77, P78)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes = practice.current().review_template.leader_takes
        self.fields["new_findings"] = words_field(
            "What did you find in the case that neither of you had written yet?",
            hint="Good work as well as poor. Leave it empty if there is nothing.",
        )
        self.fields["leader_takes"] = words_field(takes.text, hint=takes.hint)

    @classmethod
    def of(cls, review: Review) -> FindingsForm:
        return cls(
            initial={
                "new_findings": review.new_findings,
                "leader_takes": review.leader_takes,
                "version": section_version(review, "findings"),
            }
        )

    def values(self) -> dict[str, Any]:
        return {
            "new_findings": self.cleaned_data["new_findings"],
            "leader_takes": self.cleaned_data["leader_takes"],
        }
