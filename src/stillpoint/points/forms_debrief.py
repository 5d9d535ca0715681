"""The forms of a debrief: one's own contribution, the supervisor's record, handing it on."""

from __future__ import annotations

from typing import Any, Self

from django import forms

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points import debrief
from stillpoint.points.forms_conversation import choice_field, words_field
from stillpoint.points.forms_sections import SectionForm
from stillpoint.points.models import Section
from stillpoint.points.presenters_debrief import HOW
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

WITNESS_CHOICES = [
    (debrief.NO_WITNESS, "No"),
    (debrief.COMPLETE, "Yes, and their statement or pocket-book entry is complete"),
    (debrief.NOT_COMPLETE, "Yes, and it is not complete"),
]


class ContributionForm(SectionForm):
    """What one person contributes, in their own time."""

    def add_fields(self) -> None:
        for one in practice.current().points.debrief_questions:
            self.fields[one.key] = words_field(one.text, one.hint, rows=3)
        self.add_on_file()


class RecordForm(SectionForm):
    """When, where and how the debrief was held, who was there, who may still be a witness."""

    def add_fields(self) -> None:
        people = [part.officer for part in debrief.people_of(self.point)]
        self.fields["how"] = choice_field("How was it held?", HOW.items(), label_size="m")
        self.fields["on"] = DateInBoxes(
            label="On which day?",
            help_text="In their own time: the day on which you closed it.",
            required=False,
        )
        self.fields["at"] = forms.CharField(
            label="At what time?",
            help_text="Such as 14:30. Leave it empty where each contributed in their own time.",
            required=False,
            max_length=5,
            widget=forms.TextInput(attrs={"width": 5, "autocomplete": "off"}),
        )
        self.fields["place"] = ScannedText(
            label="Where?",
            help_text="Leave it empty where each contributed in their own time.",
            required=False,
            max_length=120,
            widget=forms.TextInput(),
        )
        self.fields["present"] = forms.MultipleChoiceField(
            label="Who was there, or took part in their own time?",
            choices=[(one.ref, one.titled_name) for one in _with_owner(self.point.owner, people)],
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"small": True, "label_size": "m"}),
        )
        self.fields["outcome_words"] = words_field(
            "Is there something to say about the outcome?",
            "The outcome stands above in plain words. Status only: no evidence.",
        )
        for officer in people:
            self.fields[f"witness-{officer.ref}"] = choice_field(
                f"May {officer.titled_name} still be a witness in this case?",
                WITNESS_CHOICES,
                small=True,
            )

    @classmethod
    def of(cls, section: Section) -> Self:
        answers = section.answers
        initial: dict[str, Any] = {**answers, "version": section.version}
        initial["on"] = debrief.day_of(answers)
        for name in debrief.WITNESS:
            initial |= {f"witness-{ref}": name for ref in answers.get(name, ())}
        return cls(point=section.point, initial=initial)

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        witness: dict[str, list[str]] = {name: [] for name in debrief.WITNESS}
        for field in [one for one in given if one.startswith("witness-")]:
            if answer := given.pop(field):
                witness[answer].append(field.removeprefix("witness-"))
        given["on"] = given["on"].isoformat() if given["on"] else ""
        return {**given, **witness}


class HandOnForm(SeenForm):
    number = forms.CharField(
        label="Who owns it from now on?",
        help_text="The collar number or e-mail address of a supervisor of one of those invited.",
        max_length=254,
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
        error_messages={"required": "Give a number or an e-mail address"},
    )
    reason = ScannedText(
        label="Why",
        help_text="It stays with the debrief, and everybody invited can read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: the reason stays with the debrief"},
    )


def _with_owner(owner: Officer | None, people: list[Officer]) -> list[Officer]:
    asked = {one.pk for one in people}
    return people if owner is None or owner.pk in asked else [owner, *people]
