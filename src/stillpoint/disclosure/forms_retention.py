"""Forms of retention: decide on what is about a case, answer a proposal to erase it."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint.people.forms import day
from stillpoint.trust.scanning import ScannedText


class DecideForm(forms.Form):
    """Keep it until a day, or propose to erase it."""

    decision = forms.ChoiceField(
        label="Is it still needed?",
        choices=[
            ("keep", "Yes, keep it"),
            ("erase", "No, propose to erase it. Somebody else has to agree"),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose whether it is still needed."},
    )
    reason = ScannedText(
        label="Why",
        help_text="The reason is kept as the record of the decision, also after an erasure: write "
        "nothing from the case in it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why: the reason is the record of the decision."},
    )
    next_review_on = day("If it is kept: when to ask again", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = not data.get("next_review_on") and "next_review_on" not in self.errors
        if data.get("decision") == "keep" and missing:
            self.add_error("next_review_on", "Give the day on which to ask again.")
        return data


class RequestForm(forms.Form):
    """Propose an erasure because somebody has asked for it."""

    reason = ScannedText(
        label="Why it can be erased",
        help_text="The force’s own number of the request, and why the data need not be kept. Name "
        "nobody and write nothing from the case: the reason stays.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it can be erased: the reason stays."},
    )


class AnswerForm(forms.Form):
    """Agree to an erasure as a second person, or say no."""

    answer = forms.ChoiceField(
        label="Is it erased?",
        choices=[
            ("agree", "Yes, erase it for good"),
            ("no", "No, keep it"),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose whether it is erased."},
    )
    reason = ScannedText(
        label="If it is not erased: why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
