"""The form of the disclosure officer's queue."""

from __future__ import annotations

from django import forms

from stillpoint.trust.scanning import ScannedText


class FlagForm(forms.Form):
    """What the disclosure officer decides on flagged words."""

    decision = forms.ChoiceField(
        label="Does it go on the schedule?",
        choices=[("schedule", "Yes, schedule it"), ("aside", "No, it is not relevant")],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose whether it goes on the schedule"},
    )
    description = ScannedText(
        label="If it is scheduled: its description",
        help_text="It must stand on its own: say what the item is, not only that there is one.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = ScannedText(
        label="If it is not relevant: why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
