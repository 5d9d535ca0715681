"""What goes in when reviews are handed out, answered, set aside, fed back and referred."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint.people.forms import OfficerChoice
from stillpoint.reviews.assigning import Choices
from stillpoint.reviews.forms_rounds import whole_number, words


class ProposeForm(forms.Form):
    first_load = whole_number("Most first reviews a person may have", width="3", most=500)
    second_load = whole_number("Most second reviews a person may have", width="3", most=500)


class MoveForm(forms.Form):
    """One of those whom the rules allow, or anybody by number: the rules are asked again."""

    choice = forms.ChoiceField(
        label="Who can review it",
        help_text="All whom the rules allow, besides whoever has it now; the least loaded first.",
        required=False,
        widget=forms.RadioSelect(attrs={"small": True}),
    )
    other = OfficerChoice("Somebody else")
    support = words(
        "If they are junior to someone whose work is reviewed: how they will be supported",
        hint="You agree to the exception by writing this. It is flagged in the round.",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].required = False
        self.by_ref = {one.ref: one for one, _ in (*choices.able, *choices.upward)}
        items = [(one.ref, _with_load(one, load)) for one, load in choices.able]
        if choices.upward:
            self.fields["choice"].help_text += " Those who would review upwards come last."
            items += [
                (one.ref, f"{_with_load(one, load)} – reviews upwards, with support")
                for one, load in choices.upward
            ]
        self.fields["choice"].choices = items  # type: ignore[attr-defined]
        if not items:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, other = cleaned.get("choice"), cleaned.get("other")
        if not self.errors and bool(chosen) == bool(other):
            raise forms.ValidationError(
                "Choose one person: from the list, or somebody else by their number."
            )
        cleaned["reviewer"] = other or self.by_ref.get(chosen or "")
        return cleaned


def _with_load(officer: Any, load: int) -> str:
    cases = "no case" if not load else "1 case" if load == 1 else f"{load} cases"
    return f"{officer.titled_name} ({cases} at this step)"


class AcceptForm(forms.Form):
    knows_people = words(
        "Whom of those who took part do you know, and how?",
        hint="Knowing people is no bar by itself: it is said openly, so that it can be weighed. "
        "The RASSO lead reads it. Leave empty if you know nobody.",
        required=False,
        rows=3,
    )


class DeclineForm(forms.Form):
    reason = words("Why you decline", hint="In a few words. The RASSO lead reads it.", rows=3)
    conflict = forms.BooleanField(
        label="I have a conflict of interest in this case",
        required=False,
        help_text="It is kept, so that you are not asked to review this case again.",
    )


class SetAsideForm(forms.Form):
    how = forms.ChoiceField(
        label="What is the matter with the case",
        choices=[
            ("ineligible", "It should not have been drawn"),
            ("unavailable", "It cannot be reviewed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is the matter with the case"},
    )
    reason = words("Why", hint="Without names. The report shows it.", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choice_hints = {  # type: ignore[attr-defined]
            "ineligible": "Not a RASSO case, recorded twice, or outside the dates. Nothing takes "
            "its place.",
            "unavailable": "The file is lost or sealed, say. The next ticket takes its place, and "
            "figures are shown with and without it.",
        }


class WordsForm(forms.Form):
    words = words(
        "Your own words to this person",
        hint="Optional. Shown to them first, as from the lead of the round.",
        required=False,
        rows=3,
    )


class ReplyForm(forms.Form):
    text = words(
        "Your reply",
        hint="It stays with the review. The RASSO lead and your supervisor can read it.",
        rows=5,
    )


class ThanksForm(forms.Form):
    text = words("What was done well", hint="They read it with your name.", rows=3)


class ConductForm(forms.Form):
    referred_to = forms.CharField(
        label="Who takes it from here",
        max_length=120,
        help_text="The person or office by name, such as the professional standards department",
        error_messages={"required": "Name the person or office that it is referred to"},
    )
    their_reference = forms.CharField(
        label="Their reference", max_length=80, required=False, widget=forms.TextInput
    )
    author_told = forms.BooleanField(label="The author of the record has been told", required=False)
    why_author_not_told = words(
        "If not, why they may not be told",
        hint="What the matter is about is written in their system, not here.",
        required=False,
        rows=2,
    )
