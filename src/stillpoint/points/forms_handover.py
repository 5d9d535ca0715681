"""The forms of a handover: what is passed on, the answer on the file, the answer back."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html

from stillpoint import practice
from stillpoint.points.forms_conversation import choice_field, words_field
from stillpoint.points.forms_sections import SectionForm
from stillpoint.points.handover_sections import (
    FLAG_WORDS,
    HELPED,
    NO,
    NOT_ON_FILE,
    NOTHING,
    ON_FILE,
    YES,
    file_questions,
    needs_topics,
    reply_questions,
)
from stillpoint.points.handover_sides import WORDS
from stillpoint.points.models import Side
from stillpoint.trust.saving import SeenForm
from stillpoint.trust.scanning import ScannedText

ANSWERS = ((YES, "Yes"), (NO, "No"))


class NeedsForm(SectionForm):
    """What is known of the victim's needs, topic by topic, and of the file."""

    def add_fields(self) -> None:
        model = practice.current().handover
        for name, title, hint in needs_topics():
            self.fields[name] = words_field(title, hint)
            self.fields[f"{name}{ON_FILE}"] = choice_field(
                _heard_apart(model.on_file, title), ANSWERS, inline=True, small=True
            )
        self.fields[NOTHING] = forms.BooleanField(label=model.nothing_to_pass_on, required=False)


class AnswerForm(SectionForm):
    """How the file was: what helped, then what would have helped more."""

    def add_fields(self) -> None:
        model = practice.current().handover
        for name, title, hint in file_questions():
            asked = model.helped if name.startswith(HELPED) else model.helped_more
            self.fields[name] = words_field(_heard_apart(title, asked), hint)
        _add_end(self)


class ReplyForm(SectionForm):
    """How the handover was, for those who passed it on."""

    def add_fields(self) -> None:
        for name, question in reply_questions():
            self.fields[name] = words_field(question)
        _add_end(self)


def _heard_apart(label: str, of: str) -> str:
    """A label that the page has several times, told apart for those who hear it."""
    return format_html('{} <span class="govuk-visually-hidden">({})</span>', label, of)


def _add_end(form: SectionForm) -> None:
    model = practice.current()
    form.fields[NOTHING] = forms.BooleanField(label=model.handover.nothing_to_add, required=False)
    form.fields[NOT_ON_FILE] = choice_field(
        model.points.not_on_file, [(NO, "No"), (YES, "Yes")], label_size="m", inline=True
    )
    form.fields[FLAG_WORDS] = words_field(
        "What is not on the case file",
        "Put it on the case file as well. Only these words go to the disclosure officer.",
    )


class ExcuseForm(SeenForm):
    """Why a side cannot answer."""

    side = forms.ChoiceField(
        label="Who cannot answer?",
        choices=[(one.value, WORDS[one].capitalize()) for one in Side],
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Choose who cannot answer"},
    )
    reason = ScannedText(
        label="Why",
        help_text="For example, that they have left, or are away. No more than is needed.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: the reason stays with the handover"},
    )
