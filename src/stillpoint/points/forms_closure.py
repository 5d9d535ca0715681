"""The form of a closure notice: two questions, a form of thanks, a few words after a trial."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.points.closure import LONGEST_OWN_WORDS
from stillpoint.points.models import Witness
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

YES, NO = "yes", "no"
IN_COURT = "The record of the case says that it is before a court."


class NoticeForm(SeenForm):
    """``asks_status``: the outcome on record does not say where the case stands.
    ``before_a_court``: the record says that a trial or an appeal is to come."""

    witness = forms.ChoiceField(
        widget=forms.RadioSelect(),
        error_messages={"required": "Say whether their own account is complete"},
    )
    trial_to_come = forms.ChoiceField(
        choices=[(NO, "No"), (YES, "Yes")],
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Say whether there could still be a trial or an appeal"},
    )
    status = forms.ChoiceField(
        label="Where does the case stand?",
        widget=forms.RadioSelect(attrs={"small": True}),
        required=False,
    )
    thanks = forms.ChoiceField(
        label="Thanks",
        widget=forms.RadioSelect(attrs={"small": True}),
        required=False,
    )
    own_words = ScannedText(
        label="Your own words of thanks, if you like",
        required=False,
        max_length=LONGEST_OWN_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    not_identifiers = forms.BooleanField(
        label="I have looked at each of these: none of them identifies a person", required=False
    )

    def __init__(
        self, *args: Any, asks_status: bool = False, before_a_court: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        model = practice.current().handover
        self.fields["witness"].label = model.closure.statement_question
        self.fields["trial_to_come"].label = model.closure.trial_question
        if before_a_court:
            self.fields["trial_to_come"].initial = YES
            self.fields["trial_to_come"].help_text = IN_COURT
        self.fields["own_words"].help_text = model.closure.reminder
        words = {Witness.NOT_A_WITNESS: model.closure.not_a_witness}
        _choices(self, "witness", [(one.value, words.get(one, one.label)) for one in Witness])
        _choices(self, "thanks", [(one.key, one.text) for one in model.closure_thanks])
        if asks_status:
            _choices(self, "status", [(one.key, one.text) for one in model.closure_statuses])
        else:
            del self.fields["status"]

    def values(self) -> dict[str, Any]:
        """What was posted, as the act takes it."""
        data = dict(self.cleaned_data)
        return {**data, "trial_to_come": data["trial_to_come"] == YES}


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
