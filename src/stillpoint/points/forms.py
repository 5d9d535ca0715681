"""The forms of private notes and of the disclosure officer's queue."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.trust.scanning import ScannedText


class NoteForm(forms.Form):
    text = ScannedText(
        label="Your note",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Write something, or leave the page."},
    )


class CopyForm(forms.Form):
    """Under which lens the copy of a note goes."""

    lens = forms.ChoiceField(label="Put the copy under", widget=forms.RadioSelect())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lens"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(lens.key, lens.title) for lens in practice.current().points.lenses]


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
