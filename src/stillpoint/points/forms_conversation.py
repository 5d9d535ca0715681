"""The form of a conversation: three lenses, the same page for the light and the full form.

Nothing is required while it is a draft: ``sharing.missing_from`` asks when it is shared.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stillpoint import practice
from stillpoint.disclosure.forms import flag_fields
from stillpoint.learning.models import LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import forms_agreed_actions, parts
from stillpoint.points.conversing import (
    AFTER_ACTION,
    LEARNING,
    LONGEST,
    REFLECTION,
    SHORT,
    TOGETHER,
    TOO_LONG,
    answers_of,
)
from stillpoint.points.models import Conversation, Point
from stillpoint.practice.points import Lens
from stillpoint.trust.saving import PageForm

WORDS = {
    "what": ("What?", "What happened, or what you noticed. A few words are enough."),
    "so_what": ("So what?", "Why it matters."),
    "now_what": ("Now what?", "What will be done, by whom and by when."),
    "expected": ("What did we expect?", ""),
    "happened": ("What happened?", ""),
    "why_different": ("Why was it different?", ""),
    "learned": ("What did we learn from it?", ""),
}

# What is chosen and not written: not shown beside one's own when somebody else has saved.
CHOICES = ("-answer", "-not_on_file", "-now_on_file", "_owner")


def not_too_long(text: str) -> None:
    if len(text) > LONGEST:
        raise ValidationError(TOO_LONG.format(written=len(text)))


def words_field(label: str, hint: str = "", rows: int = 2) -> forms.CharField:
    """Free text that is read for identifiers as it is typed."""
    attrs = {"rows": rows, "data-scan": True}
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        validators=[not_too_long],
        widget=forms.Textarea(attrs=attrs),
    )


def choice_field(label: str, choices: Iterable[tuple[str, str]], **attrs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.RadioSelect(attrs=attrs)
    )


# One field for every form that asks the same: this page has dozens, and to make them took as long
# as to read all that it shows. A field holds nothing of a form; so nobody may change one of these.
_same_words = functools.lru_cache(maxsize=500)(words_field)
_same_choice = functools.lru_cache(maxsize=100)(choice_field)


@functools.lru_cache(maxsize=100)
def _short(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=SHORT,
        error_messages={"max_length": f"{label} Keep it to {SHORT} characters."},
        widget=forms.TextInput(attrs={"data-scan": True}),
    )


def written_in(lens: Lens) -> tuple[str, ...]:
    """The texts of one lens; none where how people are is not written."""
    return (*REFLECTION, *AFTER_ACTION) if lens.takes_words else ()


class ConversationForm(PageForm):
    """``people``: those who may be said to have taken part; ``others``: points that can be held
    together with this one."""

    def __init__(
        self,
        *args: Any,
        point: Point,
        people: Sequence[Officer],
        others: Sequence[Point] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.model = practice.current().points
        self.point = point
        for lens in self.model.lenses:
            self._add_lens(lens)
        self._add_learning()
        forms_agreed_actions.add_fields(self, people)
        self._add_together(people, others)
        self._add_last_questions()

    def _add_lens(self, lens: Lens) -> None:
        choices = tuple(answers_of(lens).items())
        self.fields[f"{lens.key}-answer"] = _same_choice(lens.question, choices, label_size="m")
        for name in written_in(lens):
            self.fields[f"{lens.key}-{name}"] = _same_words(*WORDS[name])
        for prompt in self.model.prompts_for(self.point.kind, lens.key):
            if not lens.takes_words:
                # What else a force may ask of how people are is not asked here.
                if prompt.always:
                    self.fields[f"{lens.key}-q-{prompt.key}"] = _short(prompt.text, prompt.hint)
                continue
            asked = _same_words(prompt.text, prompt.hint)
            self.fields[f"{lens.key}-q-{prompt.key}"] = asked

    def _add_learning(self) -> None:
        kinds = tuple(LearningPoint._meta.get_field("kind").flatchoices)
        levels = tuple(LearningPoint._meta.get_field("level").flatchoices)
        self.fields["learning-point_text"] = _same_words(
            "What was learned", "Others read it once a second person has agreed its words."
        )
        self.fields["learning-point_kind"] = _same_choice("Kind", kinds, inline=True, small=True)
        self.fields["learning-point_level"] = _same_choice("For whom", levels, small=True)
        self.fields["learning-point_try"] = _same_words("What we will try")
        self.fields["learning-point_ask"] = forms_agreed_actions.TypedDate(
            label="When shall we ask you whether it worked?",
            help_text=f"Left empty, we ask in {self.model.trial_after_days} days.",
            required=False,
            max_length=20,
        )
        self.fields["learning-need_aim"] = _same_words("What the training is for")
        self.fields["learning-need_capability"] = _same_words("What people will be able to do")
        self.fields["learning-need_know"] = _same_words("How we shall know")

    def _add_together(self, people: Sequence[Officer], others: Sequence[Point]) -> None:
        fields = self.fields
        recorded = parts.records_attendance(self.point)
        if not recorded:
            self._add_attendance(people)
        fields[f"{TOGETHER}-joined"] = forms.CharField(
            label="Somebody else to ask to take part"
            if recorded
            else "Somebody else who took part",
            help_text="Their collar number or e-mail address. They can read this point then.",
            required=False,
            max_length=254,
            widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
        )
        fields[f"{TOGETHER}-minutes"] = forms.CharField(
            label="How long it took",
            required=False,
            max_length=4,
            widget=forms.TextInput(attrs={"width": 3, "suffix": "minutes"}),
        )
        kinds = {one.key: one.title for one in self.model.kinds}
        fields[f"{TOGETHER}-hold_with"] = forms.MultipleChoiceField(
            label="Was another point of this case held in the same conversation?",
            help_text="Those who take part in it can read what is shared here.",
            choices=[(one.ref, f"{kinds.get(one.kind, one.kind)}: {one.why}") for one in others],
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        )

    def _add_attendance(self, people: Sequence[Officer]) -> None:
        self.fields[f"{TOGETHER}-present"] = forms.MultipleChoiceField(
            label="Who took part?",
            help_text="We tell everyone you name. They can say that they were not there.",
            choices=[(one.ref, one.titled_name) for one in people],
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        )
        self.fields[f"{TOGETHER}-place"] = forms.CharField(
            label="Where",
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"data-scan": True}),
        )

    def _add_last_questions(self) -> None:
        fields = self.fields
        fields.update(flag_fields(f"{TOGETHER}-"))
        fields["not_identifiers"] = forms.BooleanField(
            label="I have looked at each of these: none of them identifies a person",
            required=False,
        )

    @classmethod
    def of(
        cls,
        draft: Conversation,
        *,
        viewer: Officer,
        people: Sequence[Officer],
        others: Sequence[Point],
        measured: int,
    ) -> ConversationForm:
        """The draft as it stands. Whoever writes it is there; of nobody else is it taken as read
        that they were."""
        initial = flat(draft.lenses) | {"version": draft.version}
        initial.setdefault(f"{TOGETHER}-present", [viewer.ref])
        form = cls(point=draft.point, people=people, others=others, initial=initial)
        if measured:
            said = f"Measured so far: {measured}. Write a number only to correct it."
            form.fields[f"{TOGETHER}-minutes"].help_text = said
        return form

    def values(self) -> dict[str, dict[str, Any]]:
        """What was posted, in the shape of a draft's lenses."""
        data = self.cleaned_data
        found: dict[str, dict[str, Any]] = {}
        for lens in self.model.lenses:
            names = ["answer", *written_in(lens)]
            names += LEARNING if lens.key == "learning" else ()
            said: dict[str, Any] = {name: data.get(f"{lens.key}-{name}", "") for name in names}
            asked = self.model.prompts_for(self.point.kind, lens.key)
            said["answers"] = {one.key: data.get(f"{lens.key}-q-{one.key}", "") for one in asked}
            found[lens.key] = said
        found[TOGETHER] = {
            name.removeprefix(f"{TOGETHER}-"): "yes" if value is True else value or ""
            for name, value in data.items()
            if name.startswith(f"{TOGETHER}-") and name != f"{TOGETHER}-joined"
        }
        return found

    @property
    def joined(self) -> str:
        """Whom the writer adds, if anybody."""
        return str(self.cleaned_data.get(f"{TOGETHER}-joined", ""))


def flat(lenses: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A draft's lenses by field name."""
    found: dict[str, Any] = {}
    for key, said in lenses.items():
        for name, value in said.items():
            if name == "answers":
                found.update({f"{key}-q-{prompt}": text for prompt, text in value.items()})
            else:
                found[f"{key}-{name}"] = value
    return found


def words_of(lenses: Mapping[str, Any]) -> dict[str, str]:
    """What somebody else saved, as the page shows it beside one's own: texts by field."""
    return {
        name: text
        for name, text in flat(lenses).items()
        if isinstance(text, str) and not name.endswith(CHOICES)
    }


class ReasonForm(forms.Form):
    """Why a point is waived, or opened again."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3, "data-scan": True}),
        error_messages={"required": "Give the reason: it stays with the point."},
    )


class AskForm(forms.Form):
    """A conversation unasked: at a shift's end, after a good result (P11)."""

    kind = forms.ChoiceField(
        label="About what?",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what the conversation is about"},
    )
    why = forms.CharField(
        label="Why now",
        help_text="A few words, if you like: a good result, the end of a shift.",
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"data-scan": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        kinds = practice.current().points.kinds
        field.choices = [(kind.key, kind.title) for kind in kinds]
