"""What goes in when the glass is to be broken, or that it was is withheld."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint.cases.breaking_glass import MOST_HOURS
from stillpoint.cases.models import Case
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.scanning import ScannedText


class CaseReference(forms.CharField):
    """A case by its own reference, whole: nothing is found by a part of one."""

    def clean(self, value: Any) -> Any:
        reference = super().clean(value)
        found = Case.objects.filter(reference__iexact=reference).first()
        if found is None:
            raise forms.ValidationError(f"No case has the reference {reference}. Check it.")
        return found


class AskForm(forms.Form):
    case = CaseReference(
        label="Reference of the case",
        max_length=40,
        widget=forms.TextInput(attrs={"width": "20"}),
        error_messages={"required": "Enter the reference of the case"},
    )
    reason = ScannedText(
        label="Why you must read it",
        max_length=500,
        help_text="Say who asked you to. The people who wrote the records are shown your words.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you must read it"},
    )
    hours = forms.IntegerField(
        label="For how many hours",
        min_value=1,
        max_value=MOST_HOURS,
        initial=4,
        help_text=f"From 1 to {MOST_HOURS}, from the moment the second person agrees",
        widget=forms.NumberInput(attrs={"width": "2"}),
        error_messages={"required": "Enter a number of hours"},
    )


class WithholdForm(forms.Form):
    reason = ScannedText(
        label="Which law forbids showing it, and why here",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Name the law that forbids it"},
    )
    review_on = DateInBoxes(
        label="Look at this again on",
        help_text="Within the next three months. For example, 27 3 2026",
        error_messages={"required": "Enter the day on which an auditor looks at this again"},
    )
