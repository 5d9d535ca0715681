"""The forms of a live risk: short ones, since the clock runs."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint.people.models import Officer
from stillpoint.risks.receiving import Possible
from stillpoint.risks.states import Move
from stillpoint.trust.scanning import ScannedText

SHOWN_AS_RADIOS = 6
# What each move is called where one chooses it, and what it asks to be written.
MOVE_WORDS: dict[str, tuple[str, str]] = {
    "direct": ("Issue a direction", "What is to be done now?"),
    "hand_over": ("Give it to somebody else", "Why, and what is to be done now?"),
    "acknowledge": ("Acknowledge", "What will you do first?"),
    "assess": ("Record the assessment", "What is the risk, and who has been spoken to?"),
    "mitigate": ("The risk was not managed: a plan is made and in place", "What has been done?"),
    "correct_record": (
        "The risk was managed but not recorded: the record is corrected",
        "What has been done?",
    ),
    "find_none": ("There was no risk", "What has been done?"),
    "verify": ("It was dealt with", "What shows it?"),
    "send_back": ("It was not dealt with: it goes back", "What shows it?"),
}


class ReceiverField(forms.ChoiceField):
    """Who is to act: radios while they are few, each with the reason why they are offered."""

    def __init__(self, possible: list[Possible], **options: Any) -> None:
        few = len(possible) <= SHOWN_AS_RADIOS
        choices = [(one.officer.ref, _named(one, few)) for one in possible]
        if not few:
            choices.insert(0, ("", "Choose somebody"))
        widget = forms.RadioSelect() if few else forms.Select()
        super().__init__(choices=choices, widget=widget, **options)
        self.choice_hints = {one.officer.ref: _sentence(one.why) for one in possible}
        self._officers = {one.officer.ref: one.officer for one in possible}

    def clean(self, value: Any) -> Officer | None:
        return self._officers.get(super().clean(value))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(one: Possible, few: bool) -> str:
    return one.officer.titled_name if few else f"{one.officer.titled_name} ({one.why})"


class RaiseForm(forms.Form):
    """What, who is at risk, who is to act, and the direction now: under a minute."""

    what = ScannedText(
        label="What is the risk?",
        help_text="A sentence is enough. Do not name anybody: say “the suspect”, “a child”.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence what the risk is"},
    )
    who_is_at_risk = ScannedText(
        label="Who is at risk? (optional)",
        help_text="For example: the victim, a child in the household",
        max_length=200,
        required=False,
        widget=forms.TextInput(),
    )
    direction = ScannedText(
        label="What is to be done now?",
        help_text="Your direction to them. Leave both empty if you do not know: RASSO leads are "
        "told and direct.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("what", "who_is_at_risk", "receiver", "direction")

    def __init__(self, *args: Any, possible: list[Possible], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if possible:
            self.fields["receiver"] = ReceiverField(
                possible, label="Who is to act?", required=False
            )
        else:
            # Nobody to choose from: the lead is told and directs, so no choice is offered.
            del self.fields["direction"]
        self.order_fields(list(self.field_order))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("receiver") and not values.get("direction"):
            self.add_error("direction", "Say what is to be done now")
        if values.get("direction") and not values.get("receiver") and "receiver" not in self.errors:
            self.add_error("receiver", "Choose who is to act")
        return values


class MoveForm(forms.Form):
    """One step of the thread. Several moves that can be made now are offered as one choice."""

    def __init__(
        self,
        *args: Any,
        moves: tuple[Move, ...],
        possible: list[Possible] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [move.name for move in moves]
        choices = [(name, MOVE_WORDS[name][0]) for name in names]
        if len(names) > 1:
            self.fields["move"] = forms.ChoiceField(
                label="What is the result?",
                choices=choices,
                widget=forms.RadioSelect(),
                error_messages={"required": "Choose one"},
            )
        else:
            self.fields["move"] = forms.ChoiceField(
                choices=choices, initial=names[0], widget=forms.HiddenInput()
            )
        # With nobody to choose from no choice is offered: the act says what is missing.
        if possible:
            self.fields["receiver"] = ReceiverField(
                possible,
                label="Who is to act?",
                error_messages={"required": "Choose who is to act"},
            )
        self.fields["text"] = ScannedText(
            label=MOVE_WORDS[names[0]][1],
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": "Say it in a sentence or two"},
        )


class LearningForm(forms.Form):
    """What the risk taught: a reflection and a training need (P84, P2), or why there is neither."""

    reflection = ScannedText(
        label="What is the reflection with those involved to look at?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    aim = ScannedText(
        label="Training: what is it for?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    capability = ScannedText(
        label="What will people be able to do afterwards?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    how_we_shall_know = ScannedText(
        label="How shall we know that it worked?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    for_group = ScannedText(
        label="For which team or group? (optional)",
        max_length=120,
        required=False,
        widget=forms.TextInput(),
    )
    reason = ScannedText(
        label="Or: why is nothing to be learned?",
        help_text="Leave everything above empty.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RiskFilter(forms.Form):
    show = forms.ChoiceField(
        label="Show",
        choices=[("open", "Open"), ("closed", "Closed")],
        required=False,
        widget=forms.Select(),
    )
    whose = forms.ChoiceField(
        label="Whose",
        choices=[("all", "All that I may read"), ("mine", "Those that name me")],
        required=False,
        widget=forms.Select(),
    )


class WhichCaseForm(forms.Form):
    reference = forms.CharField(
        label="Case reference",
        help_text="As the crime system writes it. Or open the case and raise the risk there.",
        max_length=80,
        error_messages={"required": "Enter the case reference"},
    )
