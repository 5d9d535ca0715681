"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.learning.meeting_needs import STEPS, standing_of
from stillpoint.learning.models import LearningPoint, NeedState, TrainingNeed
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

KINDS = [("", "Both"), *(LearningPoint._meta.get_field("kind").choices or [])]
LEVELS = [("", "All"), *(LearningPoint._meta.get_field("level").choices or [])]


class LearningFilter(forms.Form):
    q = forms.CharField(label="Words", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", choices=KINDS, required=False)
    level = forms.ChoiceField(label="Level", choices=LEVELS, required=False)


class AgreeForm(forms.Form):
    """The words that everyone reads, and a word on what the scan found in them."""

    text = ScannedText(
        label="The words that everyone reads",
        help_text="Nobody can be recognised in them: no reference, place, date or name.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the words that everyone is to read"},
    )
    not_identifiers = forms.BooleanField(
        label="I have looked at what was found in my words, and it identifies nobody",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["not_identifiers"]


class NeedForm(SeenForm):
    """How far a training need is."""

    to = forms.ChoiceField(
        label="How far is it?",
        choices=[],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose how far it is"},
    )
    text = ScannedText(
        label="What is planned and by when; or what shows that it was met",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say it in a sentence or two"},
    )

    def __init__(self, *args: Any, need: TrainingNeed, **kwargs: Any) -> None:
        super().__init__(*args, standing=standing_of(need), **kwargs)
        labels = dict(NeedState.choices)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(state, labels[NeedState(state)]) for state in STEPS[need.state]]


class NeedFilter(forms.Form):
    show = forms.ChoiceField(
        label="Show",
        choices=[("", "Raised and planned"), *NeedState.choices],
        required=False,
    )


class TrialForm(forms.Form):
    """Whether it worked, in the answers of the practice model."""

    answer = forms.ChoiceField(
        label="",
        choices=[],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose one answer"},
    )
    text = ScannedText(
        label="What shows it",
        help_text="A sentence is enough. Nobody is named in it.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ask_again_on = DateInBoxes(
        label="When shall we ask again?",
        help_text="Only where you have not tried it yet. Left empty, we ask after the usual time.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = practice.current().learning
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.label = model.trial_question
        answer.choices = [(one.key, one.label) for one in model.trial_answers]
