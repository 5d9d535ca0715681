"""What goes in on the pages about cases and their intake."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.finding import NO_AREA
from stillpoint.intake.mapping_files import Choice
from stillpoint.intake.mapping_files import choices as mapping_choices
from stillpoint.intake.models import KeepRule, QuarantinedRow
from stillpoint.people.models import Area
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.scanning import ScannedText

ANY = ("", "Any")
CHOOSE_MAPPING = "Choose how to read the files."
MAPPING_FIELDS = {"cases": "mapping", "people": "people_mapping"}


RULE_HINTS = {
    KeepRule.LAST: "The row furthest down the file; of several files, the one read last.",
    KeepRule.FIRST: "The row furthest up the file; of several files, the one read first.",
    KeepRule.FULLEST: "The row with the fewest blank columns. Where several have as many, the "
    "record stays held.",
    KeepRule.DROP: "Nothing of these records goes in. The rows stay on record with the reason.",
}


class FilterForm(forms.Form):
    """Search and filters of the list of cases."""

    reference = forms.CharField(label="Reference or crime number", required=False, max_length=80)
    area = forms.ChoiceField(label="Area", required=False)
    relationship = forms.ChoiceField(label="Relationship", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)
    offence = forms.ChoiceField(label="Offence", required=False)
    live = forms.ChoiceField(
        label="Live",
        required=False,
        choices=[ANY, ("yes", "Live or before a court"), ("no", "Finished")],
    )
    since = forms.DateField(
        label="Reported from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "width": 10}),
    )
    until = forms.DateField(
        label="Reported to",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "width": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = practice.current()
        areas = Area.objects.values_list("ref", "name", "own")
        names = [(ref, name if own else f"{name} (another force)") for ref, name, own in areas]
        self._choose("area", [*names, (NO_AREA, "Area not recorded")])
        groups = [(entry.key, entry.label) for entry in model.relationship_groups]
        self._choose("relationship", groups)
        self._choose("outcome", [(entry.key, entry.label) for entry in model.outcome_groups])
        offences = [(entry.code, f"{entry.code} {entry.label}") for entry in model.offence_classes]
        self._choose("offence", list(dict(offences).items()))

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *options]


class MilestoneForm(forms.Form):
    """What happened, and when: today unless the writer changes it, so that two presses do."""

    kind = forms.ChoiceField(label="What happened")
    on = DateInBoxes(
        label="Day",
        initial=timezone.localdate,
        help_text="Change it if it was not today. For example, 27 3 2026",
    )
    time = forms.TimeField(
        label="Time, if you know it",
        required=False,
        help_text="24-hour clock, for example 14:30",
        widget=forms.TextInput(attrs={"width": 5, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        entries = sorted(practice.current().milestones, key=lambda entry: entry.order)
        field.choices = [("", "Choose"), *((entry.key, entry.label) for entry in entries)]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given]


class UploadForm(forms.Form):
    """Files for the worker to import."""

    tables = FilesField(
        label="Files",
        help_text="One or more .csv, .csv.gz or .zip files, each with the names of its columns "
        "in its first line.",
        widget=SeveralFiles(attrs={"accept": ".csv,.gz,.zip", "multiple": True}),
        error_messages={"required": "Choose at least one file.", "empty": "The file is empty."},
    )
    what = forms.ChoiceField(
        label="What they are about",
        widget=forms.RadioSelect,
        choices=[("cases", "Cases"), ("people", "People")],
        error_messages={"required": "Choose whether the files are about cases or people."},
    )
    mapping = forms.ChoiceField(
        label="How to read them",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_MAPPING},
    )
    people_mapping = forms.ChoiceField(
        label="How to read files about people",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_MAPPING},
    )
    dry_run = forms.BooleanField(
        label="Only try it",
        required=False,
        help_text="Counts what would be created, changed and held. Nothing is changed.",
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, about: Sequence[str] = ("cases",), **kwargs: Any) -> None:
        """``about``: what the person may import, cases or people or both."""
        kwargs.setdefault("initial", {}).setdefault("form_token", secrets.token_hex(16))
        super().__init__(*args, **kwargs)
        self.about = about
        for what, name in MAPPING_FIELDS.items():
            if what in about:
                self._offer(name, mapping_choices(what))
            else:
                del self.fields[name]
        if len(about) == 1:
            del self.fields["what"]
        else:
            self.fields["what"].reveals = MAPPING_FIELDS  # type: ignore[attr-defined]
            for name in MAPPING_FIELDS.values():
                self.fields[name].required = False

    def _offer(self, name: str, known: Sequence[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(choice.name, choice.name) for choice in known]
        field.choice_hints = {choice.name: choice.about for choice in known}  # type: ignore[attr-defined]
        if len(known) == 1:
            field.initial = known[0].name

    def clean(self) -> dict[str, Any]:
        """``what`` and ``mapping`` as chosen, whichever fields the form offered."""
        values = super().clean() or self.cleaned_data
        if len(self.about) == 1:
            values["what"] = self.about[0]
        if what := values.get("what"):
            name = MAPPING_FIELDS[what]
            values["mapping"] = values.get(name, "")
            if not values["mapping"] and name not in self.errors:
                self.add_error(name, CHOOSE_MAPPING)
        return values


class HeldFilterForm(forms.Form):
    """Filters of the list of held rows."""

    kind = forms.ChoiceField(
        label="Why it is held",
        required=False,
        choices=[
            ANY,
            ("contradiction", "Contradicts another row"),
            ("person", "Same person or someone new"),
            ("unknown", "Unknown wording"),
            ("bad", "Cannot be read"),
        ],
    )
    reference = forms.CharField(label="Reference", required=False, max_length=80)
    state = forms.ChoiceField(
        label="Settled or not",
        required=False,
        choices=[("open", "Still open"), ("", "All")],
    )


class DropForm(forms.Form):
    reason = ScannedText(
        label="Why the row is dropped",
        max_length=300,
        widget=forms.TextInput(),
        error_messages={"required": "Say why the row is dropped: the reason stays with it."},
    )


class RuleForm(forms.Form):
    """One rule for many held rows."""

    rule = forms.ChoiceField(
        label="What to do with each record",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to do with each record."},
    )
    reason = ScannedText(
        label="Why",
        required=False,
        max_length=160,
        widget=forms.TextInput(),
        help_text="Needed when rows are dropped. It stays with every row that the rule settles.",
    )
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, contradict: bool, **kwargs: Any) -> None:
        """``contradict``: whether any row contradicts another, so that one can be kept."""
        kwargs.setdefault("initial", {}).setdefault("form_token", secrets.token_hex(16))
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        offered = [one for one in KeepRule if contradict or one == KeepRule.DROP]
        field.choices = [(one.value, one.label) for one in offered]
        field.choice_hints = {one.value: RULE_HINTS[one] for one in offered}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("rule") == KeepRule.DROP and not values.get("reason"):
            self.add_error("reason", "Say why the rows are dropped: the reason stays with them.")
        return values


class EditRowForm(forms.Form):
    """One text box for each column that the mapping reads."""

    def __init__(self, row: QuarantinedRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = [column for column in row.row if column]
        for number, column in enumerate(self.columns):
            self.fields[f"column_{number}"] = forms.CharField(
                label=column, required=False, initial=row.row[column], max_length=1000
            )

    def values(self) -> dict[str, str]:
        """Column to text, as it was sent."""
        return {
            column: self.cleaned_data[f"column_{number}"]
            for number, column in enumerate(self.columns)
        }


class MeaningForm(forms.Form):
    """What an unknown wording means."""

    value = forms.ChoiceField(
        label="What it means", error_messages={"required": "Choose what the wording means."}
    )

    def __init__(self, options: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *options.items()]
