"""The forms of actions."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint.learning.finishing_actions import ASKED, STEPS, standing_of
from stillpoint.learning.models import Action, StepKind
from stillpoint.people.finding import active_officer
from stillpoint.people.models import Officer
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

STEP_WORDS: dict[str, str] = {
    StepKind.DONE: "It is done",
    StepKind.PUT_OFF: "It needs longer",
    StepKind.HANDED_ON: "Somebody else does it now",
    StepKind.DROPPED: "It is no longer needed",
    StepKind.REOPENED: "Open it again",
}
NOBODY = "Nobody here has the number or e-mail address {typed}. Check it, or ask them for theirs."


class ColleagueField(forms.CharField):
    """A colleague by collar number or e-mail address; looked up, never kept as typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Their collar number or e-mail address.")
        options.setdefault("max_length", 254)
        widget = forms.TextInput(attrs={"width": 20, "autocomplete": "off"})
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> Officer | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = active_officer(typed)
        if found is None:
            raise forms.ValidationError(NOBODY.format(typed=typed))
        return found


class ActionStepForm(SeenForm):
    """How far an action is: only the steps that can be taken now are offered."""

    kind = forms.ChoiceField(
        label="How far is it?",
        choices=[],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose how far it is"},
    )
    due_on = DateInBoxes(label="The new date", required=False)
    to = ColleagueField(label="Who does it now", required=False)
    text = ScannedText(
        label="What was done, or why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was done, or why, in a sentence or two"},
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, standing=standing_of(action), **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one, STEP_WORDS[one]) for one in STEPS[action.state]]
        for step, field in ((StepKind.PUT_OFF, "due_on"), (StepKind.HANDED_ON, "to")):
            if step not in STEPS[action.state]:
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        # What the chosen step does not ask for is left aside, whatever stands in its box.
        if values.get("kind") != StepKind.PUT_OFF:
            values["due_on"] = None
            self.errors.pop("due_on", None)
        if values.get("kind") != StepKind.HANDED_ON:
            values["to"] = None
            self.errors.pop("to", None)
        if "text" in self.errors and values.get("kind") in ASKED:
            self.errors["text"] = self.error_class([ASKED[values["kind"]]])
        return values


class ActionForm(forms.Form):
    """A new action: what, who, by when."""

    text = ScannedText(
        label="What is to be done",
        help_text="Nobody is named in it: no victim, no suspect.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is to be done"},
    )
    owner = ColleagueField(
        label="Who does it",
        error_messages={"required": "Give the collar number of whoever does it"},
    )
    due_on = DateInBoxes(
        label="By when", error_messages={"required": "Give the day by which it is done"}
    )


class ActionFilter(forms.Form):
    state = forms.ChoiceField(
        label="Show",
        choices=[("", "To do"), ("closed", "Done or dropped")],
        required=False,
    )
