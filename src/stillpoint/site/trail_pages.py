"""Read the trail: rules, filters and names. The trail is used for what DPA 2018 s.62(4) lists and
for nothing else, and no figure is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps

from stillpoint.cases.models import Case
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.trust.actors import actor
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.reading import Sought

AUDITOR = "auditor"
OFFICER = "officer:"


def can_read_trail(officer: Officer) -> Answer:
    if has_role(officer, AUDITOR):
        return yes()
    return no("The whole trail is read by auditors. You can read your own entries.")


def can_read_own(officer: Officer) -> Answer:
    return yes("Everyone can read what the trail says of them.")


def can_see_entry(officer: Officer, entry: TrailEntry) -> Answer:
    if has_role(officer, AUDITOR) or entry.actor == str(actor(officer)):
        return yes()
    return no("An entry of the trail is read by auditors and by the person who acted.")


def entry_by_number(entry: int) -> TrailEntry:
    """The entry with this number: the number is part of what is sealed."""
    return TrailEntry.objects.select_related("leaf__seal").get(pk=entry)


class TrailFilter(forms.Form):
    """What to look for in the trail."""

    who = forms.CharField(
        label="Who",
        help_text="A personnel number, or as the trail names them: officer:K7Q2MXTR, job:seal",
        required=False,
        max_length=120,
    )
    operation = forms.ChoiceField(
        label="What was done",
        choices=[("", "Anything"), *Operation.choices],
        required=False,
        widget=forms.Select(),
    )
    about = forms.CharField(
        label="About",
        help_text="A case’s reference, or as the trail names it: review:K7Q2MXTR",
        required=False,
        max_length=120,
    )
    since = DateInBoxes(label="From", required=False)
    until = DateInBoxes(label="To", required=False)

    def clean_who(self) -> str:
        typed = str(self.cleaned_data["who"]).strip()
        if not typed or ":" in typed:
            return typed
        found = Officer.objects.filter(number__iexact=typed).first()
        if found is None:
            raise forms.ValidationError("Nobody has this personnel number. Check it.")
        return str(actor(found))

    def clean_about(self) -> str:
        typed = str(self.cleaned_data["about"]).strip()
        if not typed or ":" in typed:
            return typed
        found = Case.objects.filter(reference__iexact=typed).first()
        if found is None:
            raise forms.ValidationError(
                "No case has this reference. For anything else write it as the trail does, such as "
                "review:K7Q2MXTR."
            )
        return found.trail_reference

    def sought(self) -> Sought:
        """What to look for; call it on a valid form."""
        values: dict[str, Any] = self.cleaned_data
        return Sought(
            actor=values["who"],
            operation=values["operation"],
            about=values["about"],
            since=values["since"],
            until=values["until"],
        )

    def query(self) -> str:
        """The filters as they were typed, for the link to older entries."""
        typed = [(name, value) for name, value in self.data.items() if value and name != "before"]
        return urlencode(typed)


def names_in(entries: Iterable[TrailEntry]) -> dict[str, str]:
    """What to call what these entries name, by its reference in the trail: officers by their
    names, in one query; records by their kind in words and their reference alone, since an auditor
    has no way into content."""
    named = {one for entry in entries for one in (entry.actor, *entry.about) if ":" in one}
    kinds = {model._meta.model_name: str(model._meta.verbose_name) for model in apps.get_models()}
    names = {}
    for reference in named:
        kind, _, ref = reference.partition(":")
        if kind in kinds:
            names[reference] = f"{kinds[kind]} {ref}"
    officers = [one.removeprefix(OFFICER) for one in named if one.startswith(OFFICER)]
    found = Officer.objects.filter(ref__in=officers)
    return names | {officer.trail_reference: officer.titled_name for officer in found}
