"""The forms of the Full Code Test: nothing is required while it is a draft, and cards stand beside
what is read for rape myths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points import code_test, sections
from stillpoint.points.challenging import Card, cards_for, gone, kept_field
from stillpoint.points.code_test_words import stage_field
from stillpoint.points.enquiry_lines import MOST_LINES, NO, YES, Line, field_of, lines_in
from stillpoint.points.forms_conversation import choice_field, words_field
from stillpoint.points.forms_sections import SectionForm
from stillpoint.points.models import SecondPerson
from stillpoint.points.sections import SectionKind
from stillpoint.practice.code_test import TestStage
from stillpoint.trust.saving import SeenForm

BLANK_LINES = 3
ASKED, SHOWN = "asked", "shown"


@dataclass(frozen=True)
class ShownCard:
    """A card with the field in which its words are kept with a reason."""

    card: Card
    kept: BoundField
    may_open: bool = True


@dataclass(frozen=True)
class Question:
    """One question: what it asks for, its field, what stands before it, the cards beside it."""

    kind: str
    field: BoundField
    cards: list[ShownCard]
    stage: TestStage | None = None
    view: BoundField | None = None


class CodeTestForm(SectionForm):
    """One section of the test. ``rows`` of its text areas follow what is asked."""

    kind: ClassVar[SectionKind]
    # Lines of enquiry are written by those whose reasoning it is, and not by the second person.
    may_open_lines: ClassVar[bool] = True

    def add_fields(self) -> None:
        self.add_questions()
        read = code_test.challenged_in(self.kind)
        answers = self._stored() if read else {}
        self.cards: dict[str, list[Card]] = {}
        for name in read:
            self._read_along(name)
            self.cards[name] = cards_for(name, self._text(name), answers)
            for card in self.cards[name]:
                self.fields[kept_field(name, card.myth.key)] = words_field("Keep it, because")
        if self.kind.asks_on_file:
            self.add_on_file()

    def add_questions(self) -> None:
        for one in practice.current().points.asked_in(self.kind.key.removeprefix(code_test.KEYS)):
            self.fields[one.key] = _asked(one.text, one.hint)

    def questions(self) -> list[Question]:
        """What the page shows, in its order."""
        asked = practice.current().points.asked_in(self.kind.key.removeprefix(code_test.KEYS))
        return [Question(one.kind, self[one.key], self.cards_beside(one.key)) for one in asked]

    def cards_beside(self, name: str) -> list[ShownCard]:
        return [
            ShownCard(card, self[kept_field(name, card.myth.key)], self.may_open_lines)
            for card in self.cards.get(name, ())
        ]

    def unanswered(self) -> list[Card]:
        """Cards that stand beside what is written and have no answer yet."""
        return [
            card
            for cards in self.cards.values()
            for card in cards
            if not card.opened and not self._text(kept_field(card.field, card.myth.key))
        ]

    def may_share_now(self) -> bool:
        """Each card is asked about once: pressing again shares without an answer to it."""
        asked = self.data.getlist(ASKED) if isinstance(self.data, QueryDict) else []
        return all(card.key in asked for card in self.unanswered())

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        for name, cards in self.cards.items():
            given |= gone(cards, name)
        return given

    def _stored(self) -> dict[str, Any]:
        """What the draft holds: a line of enquiry opened from a card is not posted."""
        if not self.is_bound:
            return dict(self.initial)
        second = SecondPerson.objects.filter(point=self.point).select_related("officer").first()
        writer = second.officer if second else None
        return dict(sections.section_of(self.point, self.kind, writer=writer).answers)

    def _text(self, name: str) -> str:
        said = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return str(said).replace("\r\n", "\n").strip()

    def _read_along(self, name: str) -> None:
        section = self.kind.key.removeprefix(code_test.KEYS)
        where = {"ref": self.point.ref or "-", "section": section}
        attrs = self.fields[name].widget.attrs
        attrs["data-challenge"] = reverse("point-code-test-read", kwargs=where)
        attrs["data-cards"] = f"cards-{name}"


class StrengthsForm(CodeTestForm):
    kind = code_test.STRENGTHS


class WeaknessesForm(CodeTestForm):
    kind = code_test.WEAKNESSES


class ChallengeForm(CodeTestForm):
    kind = code_test.CHALLENGE
    may_open_lines = False


class AnswerForm(CodeTestForm):
    kind = code_test.ANSWER


class StagesForm(CodeTestForm):
    """Both stages: where the officer stands, and why."""

    kind = code_test.STAGES

    def add_questions(self) -> None:
        model = practice.current().points
        views = [(one.key, one.title) for one in model.code_test_views]
        for stage in model.stages():
            view = choice_field("Where you stand on it", views, small=True)
            self.fields[stage_field(stage, "view")] = view
            self.fields[stage_field(stage, "why")] = _asked("Your reasoning", "")

    def questions(self) -> list[Question]:
        found = []
        for stage in practice.current().points.stages():
            why = stage_field(stage, "why")
            view = self[stage_field(stage, "view")]
            found.append(Question("assessment", self[why], self.cards_beside(why), stage, view))
        return found


@dataclass(frozen=True)
class LineRow:
    """One line on the form. ``question``: that of the challenge card it came from."""

    number: int
    fields: list[BoundField]
    question: str = ""
    blank: bool = False


class LinesForm(CodeTestForm):
    """Lines of enquiry: those that stand, and a few to fill in."""

    kind = code_test.LINES

    def add_questions(self) -> None:
        self.standing = {line.number: line for line in lines_in(self._stored())}
        every = range(1, MOST_LINES + 1)
        free = [number for number in every if number not in self.standing]
        self.numbers = sorted([*self.standing, *free[:BLANK_LINES]])
        if self.is_bound:
            # What was not on the page that was posted stays as it is.
            self.numbers = [number for number in every if field_of(number, "text") in self.data]
        for number in self.numbers:
            self._add_line(number)

    def _add_line(self, number: int) -> None:
        model = practice.current().points
        line = self.standing.get(number, Line(number))
        directions = [("", "Choose"), *((one.key, one.title) for one in model.line_directions)]
        states = [("", "Choose"), *((one.key, one.title) for one in model.line_states)]
        on_system = [("", "Choose"), (YES, "Yes"), (NO, "Not yet")]
        fields: dict[str, forms.Field] = {
            "text": words_field(f"Line of enquiry {number}"),
            "direction": _select("Which way it points", directions),
            "state": _select("How far it is", states),
            "on_system": _select("Is it on the case system?", on_system),
            "why": words_field("If it is not possible: why", rows=1),
        }
        if line.asks:
            fields["drop"] = forms.BooleanField(label="Take this line out", required=False)
        self.fields |= {field_of(number, name): field for name, field in fields.items()}

    def rows(self) -> list[LineRow]:
        """The lines as the page shows them."""
        found = []
        for number in self.numbers:
            line = self.standing.get(number, Line(number))
            names = ("text", "direction", "state", "on_system", "why", "drop")
            fields = [self[name] for one in names if (name := field_of(number, one)) in self.fields]
            question = practice.current().myth(line.asks).question if line.asks else ""
            found.append(LineRow(number, fields, question, blank=number not in self.standing))
        return found

    def answers(self) -> dict[str, Any]:
        """A line whose words were taken out goes, and one that a card asked for when that is
        said."""
        given = super().answers()
        for number in self.numbers:
            names = ("text", "direction", "state", "on_system", "why")
            line = self.standing.get(number, Line(number))
            dropped = given.pop(field_of(number, "drop"), "")
            if dropped or not (given.get(field_of(number, "text")) or line.asks):
                given |= {field_of(number, name): "" for name in (*names, "asks")}
        return given


class SecondPersonForm(SeenForm):
    """Somebody from the list, or somebody else by number."""

    officer = forms.ChoiceField(label="Who is it?", required=False, widget=forms.RadioSelect)
    number = forms.CharField(
        label="Somebody else",
        help_text="Their personnel or collar number",
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"width": "10"}),
    )

    def __init__(self, *args: Any, people: list[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.ref: one for one in people}
        choices = [(one.ref, one.titled_name) for one in people]
        if choices:
            self.fields["officer"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["officer"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number = cleaned.get("number", "").strip()
        if number:
            found = Officer.objects.filter(number__iexact=number, is_active=True).first()
            if found is None:
                self.add_error("number", f"Nobody in the force has the number {number}.")
            cleaned["chosen"] = found
        else:
            cleaned["chosen"] = self.people.get(cleaned.get("officer", ""))
            if cleaned["chosen"] is None and not self.errors:
                sentence = "Choose who the second person is, or give their number."
                self.add_error("officer" if self.people else "number", sentence)
        return cleaned


def _asked(text: str, hint: str) -> forms.CharField:
    field = words_field(text, hint, rows=7)
    field.widget.attrs["label_size"] = "m"
    return field


def _select(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


FORMS: dict[str, type[CodeTestForm]] = {
    form.kind.key: form
    for form in (LinesForm, StrengthsForm, WeaknessesForm, StagesForm, ChallengeForm, AnswerForm)
}
