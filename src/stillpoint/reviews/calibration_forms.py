"""The form of a practice case: a rating for each area that the panel judged, and why."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.practice import QUALITY_OF_RECORD, CalibrationCase
from stillpoint.reviews.calibrating import area_title, rated_areas
from stillpoint.reviews.models import CalibrationRun
from stillpoint.reviews.review_forms import rating_field, rating_label, rating_of, words_field


class PracticeForm(forms.Form):
    def __init__(self, *args: Any, case: CalibrationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = practice.current().review_template
        self.areas = rated_areas(case)
        for area in self.areas:
            of_record = area == QUALITY_OF_RECORD
            anchors = template.quality_of_record.anchors if of_record else template.anchors
            label = rating_label(area_title(area))
            self.fields[f"rating-{area}"] = rating_field(anchors, label, meanings=of_record)
            self.fields[f"why-{area}"] = words_field("Why, in a few words", rows=2, size="")

    @classmethod
    def of(cls, case: CalibrationCase, run: CalibrationRun | None) -> PracticeForm:
        initial: dict[str, str] = {}
        for answer in run.answers.all() if run else ():
            initial[f"rating-{answer.area}"] = str(answer.rating)
            initial[f"why-{answer.area}"] = answer.why
        return cls(case=case, initial=initial)

    def values(self) -> dict[str, Any]:
        ratings = {area: rating_of(self.cleaned_data, f"rating-{area}")[0] for area in self.areas}
        why = {area: self.cleaned_data[f"why-{area}"] for area in self.areas}
        return {"ratings": ratings, "why": why}
