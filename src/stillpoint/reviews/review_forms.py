"""The forms of a review. Nothing is required while it is a draft: ``completeness`` asks later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from stillpoint import practice
from stillpoint.disclosure.forms import flag_fields
from stillpoint.practice import Anchor
from stillpoint.reviews.models import AreaJudgement, Review
from stillpoint.reviews.reviewing import section_version
from stillpoint.trust.saving import PageForm
from stillpoint.trust.scanning import ScannedText

LISTS = ("strengths", "improvements")
ONE_OF = {"strengths": "Strength", "improvements": "Area for improvement"}
BLANK_LINES = 3
SILENT = "silent"


def anchor_choices(anchors: Iterable[Anchor]) -> list[tuple[Any, Any]]:
    """1 to 5 in words, in order."""
    ordered = sorted(anchors, key=lambda anchor: anchor.rating)
    return [(str(anchor.rating), f"{anchor.rating}. {anchor.label}") for anchor in ordered]


def rating_label(title: str) -> str:
    """“Your rating”, and for those who listen also of what: the heading says it to the eye."""
    return format_html('Your rating<span class="govuk-visually-hidden"> of: {}</span>', title)


def rating_field(
    anchors: Iterable[Anchor], label: str, *, silent: bool = False, meanings: bool = True
) -> forms.Field:
    """Radios with the anchors in words; where asked, also that the file is silent.

    ``meanings``: what each rating means stands under it. A page that asks for many ratings on one
    scale says it once at the top instead.
    """
    anchors = tuple(anchors)
    choices = anchor_choices(anchors)
    if silent:
        choices.append(("or", [(SILENT, "The file is silent on this")]))
    field = forms.ChoiceField(
        label=label, required=False, choices=choices, widget=forms.RadioSelect
    )
    if meanings:
        hints = {str(anchor.rating): anchor.meaning for anchor in anchors}
        hints[SILENT] = "The record says too little to judge. That is an answer: it is not a gap."
        field.choice_hints = hints  # type: ignore[attr-defined]
    return field


def words_field(label: str, *, hint: str = "", rows: int = 5, size: str = "s") -> ScannedText:
    """Free text that is scanned for identifiers while it is typed."""
    attrs = {"rows": rows, "label_size": size}
    return ScannedText(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs=attrs)
    )


def rating_of(cleaned: Mapping[str, Any], name: str) -> tuple[int | None, bool]:
    """(rating, silent) from a field made by ``rating_field``."""
    chosen = cleaned.get(name) or ""
    return (int(chosen) if chosen.isdigit() else None), chosen == SILENT


class SummaryForm(PageForm):
    """Step 1 (P72)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = practice.current().review_template.summary
        self.fields["summary"] = words_field(asked.text, hint=asked.hint, rows=14, size="m")

    @classmethod
    def of(cls, review: Review) -> SummaryForm:
        version = section_version(review, "summary")
        return cls(initial={"summary": review.summary, "version": version})


class AreaForm(PageForm):
    """One area: facts, judgement, strengths and improvements as equal lists, rating."""

    def __init__(
        self,
        *args: Any,
        lengths: Mapping[str, int] | None = None,
        more: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        template = practice.current().review_template
        self.fields["where"] = words_field(
            "What the record shows, and where",
            hint="Facts only, with where in the record you found them: entry, date, role.",
            rows=4,
        )
        self.fields["narrative"] = words_field(
            "Your judgement in words", hint="What you make of it, and why.", rows=8
        )
        for name in LISTS:
            self._add_lines(name, (lengths or {}).get(name, 0), more == name)
        self.fields["verdict"] = rating_field(template.anchors, "Your rating", silent=True)

    def _add_lines(self, name: str, filled: int, more: bool) -> None:
        for number in range(max(BLANK_LINES, filled + 1) + (1 if more else 0)):
            field = words_field(f"{ONE_OF[name]} {number + 1}", rows=2, size="")
            self.fields[f"{name}-{number}"] = field

    def lines(self, name: str) -> list[Any]:
        """The bound fields of one list, in order."""
        return [self[field] for field in self.fields if field.startswith(f"{name}-")]

    @classmethod
    def of(cls, judgement: AreaJudgement | None, *, more: str = "") -> AreaForm:
        if judgement is None:
            return cls(initial={"version": 0}, more=more)
        initial: dict[str, Any] = {
            "version": judgement.version,
            "where": judgement.where,
            "narrative": judgement.narrative,
            "verdict": SILENT if judgement.silent else str(judgement.rating or ""),
        }
        lengths = {}
        for name in LISTS:
            entries = getattr(judgement, name)
            lengths[name] = len(entries)
            initial.update({f"{name}-{number}": entry for number, entry in enumerate(entries)})
        return cls(initial=initial, lengths=lengths, more=more)

    @classmethod
    def posted(cls, data: QueryDict) -> AreaForm:
        lengths = {name: _lines_posted(data, name) for name in LISTS}
        return cls(data, lengths=lengths)

    def values(self) -> dict[str, Any]:
        rating, silent = rating_of(self.cleaned_data, "verdict")
        return {
            "where": self.cleaned_data["where"],
            "narrative": self.cleaned_data["narrative"],
            **{name: [self.cleaned_data[line.name] for line in self.lines(name)] for name in LISTS},
            "rating": rating,
            "silent": silent,
        }


class ArrestForm(PageForm):
    """Whether the arrest came early or late, and what that did (P75)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Review._meta.get_field("arrest_timing").flatchoices
        self.fields["arrest_timing"] = forms.ChoiceField(
            label="When the arrest came",
            help_text="Count from when the police knew who the suspect was.",
            required=False,
            choices=choices,
            widget=forms.RadioSelect,
        )
        self.asked = practice.current().review_template.arrest_effects
        for prompt in self.asked:
            # A prompt may have any key, also that of a field of this form.
            self.fields[f"effect-{prompt.key}"] = words_field(prompt.text, hint=prompt.hint, rows=3)

    def effects(self) -> list[tuple[Any, Any]]:
        """(prompt, bound field) in order."""
        return [(prompt, self[f"effect-{prompt.key}"]) for prompt in self.asked]

    @classmethod
    def of(cls, review: Review) -> ArrestForm:
        version = section_version(review, "arrest")
        return cls(
            initial={
                **{f"effect-{key}": words for key, words in review.arrest_effects.items()},
                "arrest_timing": review.arrest_timing,
                "version": version,
            }
        )

    def values(self) -> dict[str, Any]:
        effects = {prompt.key: self.cleaned_data[f"effect-{prompt.key}"] for prompt in self.asked}
        return {"timing": self.cleaned_data["arrest_timing"], "effects": effects}


class RecordForm(PageForm):
    """The quality of the record (P83)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = practice.current().review_template.quality_of_record
        self.fields["record_rating"] = rating_field(asked.anchors, "Your rating")
        self.fields["record_narrative"] = words_field("Why", rows=4)

    @classmethod
    def of(cls, review: Review) -> RecordForm:
        return cls(
            initial={
                "record_rating": str(review.record_rating or ""),
                "record_narrative": review.record_narrative,
                "version": section_version(review, "record"),
            }
        )

    def values(self) -> dict[str, Any]:
        rating, _ = rating_of(self.cleaned_data, "record_rating")
        return {"rating": rating, "narrative": self.cleaned_data["record_narrative"]}


def _minutes_errors(label: str) -> dict[str, str]:
    return {
        "invalid": f"{label}: enter whole minutes, such as 45",
        "min_value": f"{label}: enter 0 minutes or more",
    }


class MinutesForm(PageForm):
    """How long it took: reading and writing apart."""

    reading_minutes = forms.IntegerField(
        label="Reading the case",
        help_text="Minutes, all sittings together.",
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"width": 4, "suffix": "minutes"}),
        error_messages=_minutes_errors("Reading the case"),
    )
    writing_minutes = forms.IntegerField(
        label="Writing the review",
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"width": 4, "suffix": "minutes"}),
        error_messages=_minutes_errors("Writing the review"),
    )

    @classmethod
    def of(cls, review: Review, *, measured: int) -> MinutesForm:
        """Writing time starts from what was measured while the pages were in use."""
        writing = review.writing_minutes
        return cls(
            initial={
                "reading_minutes": review.reading_minutes,
                "writing_minutes": (measured or None) if writing is None else writing,
                "version": section_version(review, "minutes"),
            }
        )

    def values(self) -> dict[str, Any]:
        return {
            "reading": self.cleaned_data["reading_minutes"],
            "writing": self.cleaned_data["writing_minutes"],
        }


class SubmitForm(forms.Form):
    """``again``: an earlier revision was submitted, and what was flagged then stands."""

    not_identifiers = forms.BooleanField(
        label="I have looked at each of these: none of them identifies a person", required=False
    )

    def __init__(self, *args: Any, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(flag_fields())
        if again:
            said = "What you flagged when you submitted it before stands: say only what is new."
            self.fields["not_on_file"].help_text = said


class ReopenForm(forms.Form):
    reason = ScannedText(
        label="Why the review is reopened",
        help_text="The reviewer reads this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it is reopened: the reviewer reads it."},
    )


def _lines_posted(data: QueryDict, name: str) -> int:
    """How many lines the browser sent; no more than a person would write."""
    numbers = [
        int(field.removeprefix(f"{name}-"))
        for field in data
        if field.startswith(f"{name}-") and field.removeprefix(f"{name}-").isdigit()
    ]
    return min(max(numbers, default=-1) + 1, 60)
