"""The forms of protected time: asking for it, and a supervisor's answer."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.points.preparing import MOST_HOURS
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

ANSWERS = (
    ("agree", "Agree: the time is theirs on these days"),
    ("offer", "Offer another time"),
    ("refuse", "It is not possible"),
)


class AskTimeForm(forms.Form):
    hours = forms.IntegerField(
        label="How many hours do you need?",
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"width": 3, "suffix": "hours"}),
        error_messages={
            "required": "Say how many hours you need",
            "invalid": "Give whole hours, such as 6",
            "min_value": "Ask for one hour at least",
            "max_value": f"Ask for {MOST_HOURS} hours at most",
        },
    )
    wanted_by = DateInBoxes(
        label="By which day?",
        error_messages={"required": "Give the day by which you need the time"},
    )
    purpose = forms.ChoiceField(
        label="What is it for?",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what the time is for"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purposes = practice.current().points.preparation_purposes
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.title) for one in purposes]


class AnswerTimeForm(SeenForm):
    move = forms.ChoiceField(
        label="Your answer",
        choices=ANSWERS,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose an answer"},
    )
    since = DateInBoxes(
        label="First day", help_text="Where you agree or offer another time.", required=False
    )
    until = DateInBoxes(label="Last day", help_text="Empty: the same day.", required=False)
    reason = ScannedText(
        label="Why, or what goes with it",
        help_text="Needed where it is not possible. The officer reads it. Nothing about the case.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
