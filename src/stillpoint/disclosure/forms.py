"""Forms of the disclosure queue and of holds, and what every form asks that flags words."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.disclosure.flagging import NO, YES
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText


def flag_fields(prefix: str = "") -> dict[str, forms.Field]:
    """Whether something is not on the case file; if so, what. ``disclosure/_question.jinja`` shows
    them. Nothing is required here: the act that shares or submits asks for the answer."""
    return {
        f"{prefix}not_on_file": forms.ChoiceField(
            label=practice.current().points.not_on_file,
            choices=[(NO, "No"), (YES, "Yes")],
            required=False,
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
        ),
        f"{prefix}flag_words": ScannedText(
            label="What is not on the case file",
            help_text="Put it on the case file as well. Only these words go to the disclosure "
            "officer.",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "label_size": "s"}),
        ),
        f"{prefix}now_on_file": forms.BooleanField(
            label="I have put it on the case file", required=False
        ),
    }


class PlaceForm(forms.Form):
    """A hold to be placed: of what kind, and why."""

    kind = forms.ChoiceField(
        label="What the hold is for",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what the hold is for."},
    )
    reason = ScannedText(
        label="Why",
        help_text="Who asked, for what, and until when if that is known.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why: the reason stays with the hold."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.label) for one in practice.current().retention.holds]


class LiftForm(forms.Form):
    reason = ScannedText(
        label="Why it is lifted",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it is lifted: the reason stays with the hold."},
    )


class FlagForm(SeenForm):
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
    sensitive = forms.ChoiceField(
        label="If it is scheduled: is it sensitive?",
        help_text="Sensitive: disclosing it would risk serious prejudice to an important public "
        "interest. It goes on the schedule of sensitive material.",
        choices=[(NO, "No"), (YES, "Yes")],
        required=False,
        initial=NO,
        widget=forms.RadioSelect(attrs={"inline": True}),
    )
    sensitive_because = ScannedText(
        label="If it is sensitive: why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = ScannedText(
        label="If it is not relevant: why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
