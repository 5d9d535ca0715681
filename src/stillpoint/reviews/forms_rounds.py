"""What goes in on the pages of a round: opening, planning, its seed, what is set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from stillpoint import practice
from stillpoint.reviews import framing, planning
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Round, RoundState
from stillpoint.reviews.planning import Design
from stillpoint.trust.date_boxes import DateInBoxes
from stillpoint.trust.scanning import ScannedText

# On the page in this order; the first few are what people narrow by most.
SHOWN_FILTERS = {
    "area": "Area",
    "relationship": "Relationship",
    "outcome": "Outcome",
    "offence": "Offence class",
    "kind": "Crime or incident",
    "domestic_abuse": "Domestic abuse",
    "stage": "Stage reached",
    "decision_maker": "Who decided the outcome",
    "source": "Where the record came from",
}
RULE_LABELS = {
    "proportional": "In proportion to the number of cases",
    "power": "In between: small strata get more than their share",
    "equal": "The same number from each stratum",
    "neyman": "More where earlier ratings varied more (Neyman)",
}
RULE_HINTS = {
    "proportional": "Best for figures on the whole force",
    "power": "A sound choice when rare outcomes, such as CPS no further action, must not be missed",
    "equal": "Best for comparing strata with each other",
    "neyman": "Uses what closed rounds have shown",
}
DECIDE = {
    "hours": "The hours there are",
    "size": "A number of cases",
    "precision": "How close the figures must be",
}
DECIDE_HINTS = {
    "hours": "All reviewers together",
    "precision": "12 means that a share of one half would be known to within ±12 percentage points",
}
MOST_POINTS = 50
MOST_MERGES = 30
# What the paper's force reviewed (P61): somewhere to start from.
USUAL_SIZE = 38


def words(label: str, *, hint: str = "", rows: int = 4, required: bool = True) -> ScannedText:
    """A few sentences of a person's own, read along by the identifier scan."""
    return ScannedText(
        label=label,
        help_text=hint,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"{label}: write a few words"},
    )


def whole_number(
    label: str, *, hint: str = "", most: int = 100_000, width: str = "4", suffix: str = ""
) -> forms.IntegerField:
    attrs = {"width": width} | ({"suffix": suffix} if suffix else {})
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs=attrs),
        error_messages={
            "invalid": f"{label}: enter a whole number, such as 38",
            "min_value": f"{label}: enter 1 or more",
            "max_value": f"{label}: enter {most:,} or less",
        },
    )


def _purpose() -> forms.CharField:
    return words(
        "What the round is for",
        hint="In your own words. Reviewers read it, and so do those whose work is reviewed.",
        rows=5,
    )


def _how_used() -> forms.CharField:
    return words(
        "How the reviews will be used, and how not",
        hint="Who will read them, what comes back to those involved, and what they are not for.",
        rows=5,
    )


class OpenForm(forms.Form):
    name = ScannedText(
        label="Name of the round",
        max_length=120,
        widget=forms.TextInput(),
        help_text="Such as “Autumn 2026”",
        error_messages={"required": "Give the round a name, such as “Autumn 2026”"},
    )
    purpose = _purpose()
    how_used = _how_used()
    hours_protected = whole_number(
        "Hours protected for reviewers",
        hint="In duty time, all reviewers together. The plan can be made to fit them.",
        suffix="hours",
    )
    blinded = forms.BooleanField(
        label="Second reviewers rate before they see the first review",
        required=False,
        initial=True,
        help_text="Only then does agreement between the two say something.",
    )
    shows_debriefs = forms.BooleanField(
        label="Reviewers may read what was shared in the debrief of a case",
        required=False,
        initial=True,
        help_text="Of finalised cases only, and nothing of how people are.",
    )
    feedback_shows_ratings = forms.BooleanField(
        label="Feedback shows ratings",
        required=False,
        help_text="Left out unless you tick this.",
    )
    feedback_shows_reviewers = forms.BooleanField(
        label="Feedback shows who reviewed",
        required=False,
        help_text="Left out unless you tick this.",
    )


class PurposeForm(forms.Form):
    purpose = _purpose()
    how_used = _how_used()


class PlanForm(forms.Form):
    """A plan as an address: everything on the page, so that it can be kept, sent and gone back to.

    ``merge`` may be there many times, each one merge as JSON.
    """

    since = DateInBoxes(label="Reported from", required=False)
    until = DateInBoxes(label="Reported until", required=False)
    by = forms.MultipleChoiceField(
        label="Share the sample out by",
        choices=list(framing.LABELS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        help_text="Each combination is a stratum, and is drawn from by itself.",
        error_messages={"required": "Choose at least one to share the sample out by"},
    )
    decide = forms.ChoiceField(
        label="Decide the size from",
        choices=list(DECIDE.items()),
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Choose what the size is decided from"},
    )
    amount = forms.FloatField(
        label="How many hours, cases or percentage points",
        required=False,
        min_value=0.5,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"width": "5"}),
        error_messages={
            "invalid": "Enter a number, such as 38",
            "min_value": "Enter a number above nothing",
            "max_value": "Enter 100,000 or less",
        },
    )
    rule = forms.ChoiceField(
        label="How the sample is shared among strata",
        choices=list(RULE_LABELS.items()),
        widget=forms.RadioSelect(attrs={"small": True}),
    )
    minimum = whole_number(
        "Least from each stratum", hint="At least 2; a smaller stratum is taken whole", width="2"
    )
    first_minutes = whole_number("Minutes for a first review", most=1440, suffix="minutes")
    second_minutes = whole_number("Minutes for a second review", most=1440, suffix="minutes")

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["decide"].choice_hints = DECIDE_HINTS  # type: ignore[attr-defined]
        self.fields["rule"].choice_hints = RULE_HINTS  # type: ignore[attr-defined]
        self.filter_names = []
        in_use = framing.values_in_use(SHOWN_FILTERS)
        for name, label in SHOWN_FILTERS.items():
            values = in_use[name]
            given = self.data.getlist(f"where_{name}") if hasattr(self.data, "getlist") else []
            if len(values) < 2 and not given:
                continue
            offered = list(dict.fromkeys([*values, *given]))
            self.filter_names.append(f"where_{name}")
            self.fields[f"where_{name}"] = forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=[(value, filter_label(name, value)) for value in offered],
                widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
            )

    @property
    def filters(self) -> list[forms.BoundField]:
        return [self[name] for name in self.filter_names]

    @property
    def narrowed(self) -> bool:
        """Whether any filter is chosen, so that the page shows the filters open."""
        return any(self.cleaned_data.get(name) for name in self.filter_names)

    @property
    def merges(self) -> list[dict[str, Any]]:
        return [merge for text in self._merge_texts() if (merge := _merge(text))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        amount = cleaned.get("amount")
        if amount is None and "amount" not in self.errors:
            self.add_error("amount", "Enter how many hours, cases or percentage points")
        elif cleaned.get("decide") == "size" and amount is not None and amount != int(amount):
            self.add_error("amount", "Enter a whole number of cases")
        elif cleaned.get("decide") == "precision" and amount is not None and amount > MOST_POINTS:
            self.add_error("amount", f"Enter at most {MOST_POINTS} percentage points")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("since", "“Reported from” is after “Reported until”")
        for name, usual in (
            ("minimum", planning.LEAST),
            ("first_minutes", practice.current().settings.review.first_minutes),
            ("second_minutes", practice.current().settings.review.second_minutes),
        ):
            if cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = usual
        return cleaned

    def population(self, round: Round) -> Population:
        return Population(
            since=self.cleaned_data["since"],
            until=self.cleaned_data["until"],
            where={
                name.removeprefix("where_"): tuple(values)
                for name in self.filter_names
                if (values := self.cleaned_data[name])
            },
            include_live=round.include_live,
        )

    def design(self) -> Design:
        given = self.cleaned_data
        return Design(
            by=tuple(given["by"]),
            size=int(given["amount"]) if given["decide"] == "size" else None,
            hours=given["amount"] if given["decide"] == "hours" else None,
            half_width=given["amount"] / 100 if given["decide"] == "precision" else None,
            rule=given["rule"],
            minimum=given["minimum"],
            merges=tuple(self.merges),
        )

    def pairs(self, *, without_merge: int | None = None) -> list[tuple[str, str]]:
        """The plan as (name, value) pairs: for an address, or to be posted as it stands."""
        found: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            several = value if isinstance(value, list) else [value]
            found += [(name, _plain(one)) for one in several if one not in (None, "")]
        texts = self._merge_texts()
        return found + [("merge", text) for n, text in enumerate(texts) if n != without_merge]

    def _merge_texts(self) -> list[str]:
        texts = self.data.getlist("merge") if hasattr(self.data, "getlist") else []
        return [text for text in texts[:MOST_MERGES] if _merge(text)]


def plan_data(round: Round, population: Population) -> QueryDict:
    """What a plan starts with, before anybody has changed it."""
    data = QueryDict(mutable=True)
    if population.since:
        data["since"] = population.since.isoformat()
    if population.until:
        data["until"] = population.until.isoformat()
    for name, values in population.where.items():
        data.setlist(f"where_{name}", list(values))
    data.setlist("by", ["relationship", "outcome"])
    data["decide"] = "hours" if round.hours_protected else "size"
    data["amount"] = str(round.hours_protected or USUAL_SIZE)
    data["rule"] = "proportional"
    data["minimum"] = str(planning.LEAST)
    data["first_minutes"] = str(round.first_minutes)
    data["second_minutes"] = str(round.second_minutes)
    return data


def _plain(value: Any) -> str:
    """A value as an address carries it: 38, not 38.0."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def merge_text(merge: Any) -> str:
    """A proposed merge as the address carries it."""
    return json.dumps(
        {"variable": merge.variable, "values": list(merge.values), "into": merge.into},
        ensure_ascii=False,
    )


def _merge(text: str) -> dict[str, Any] | None:
    """The merge that the text says; None when it says none, as an address changed by hand may."""
    try:
        merge = json.loads(text)
        variable, values, into = merge["variable"], merge["values"], merge["into"]
    except (ValueError, KeyError, TypeError):
        return None
    named = isinstance(variable, str) and all(isinstance(value, str) for value in values)
    if not named or not (into is None or isinstance(into, str)):
        return None
    return {"variable": variable, "values": values, "into": into}


def filter_label(name: str, value: str) -> str:
    """What people read for a value that cases are chosen by."""
    model = practice.current()
    labels: dict[str, str] = {}
    if name == "stage":
        labels = {entry.key: entry.label for entry in model.milestones}
    elif name == "kind":
        labels = {"crime": "Recorded crime", "incident": "N100 reported incident"}
    elif name == "decision_maker":
        labels = {"police": "Police", "cps": "Crown Prosecution Service"}
    elif name == "domestic_abuse":
        labels = {"yes": "Flagged", "no": "Not flagged"}
    return labels.get(value) or framing.value_label(name, value)


class LiveForm(forms.Form):
    reason = words(
        "Why live and pre-trial cases are let in",
        hint="The reason is kept with your name, and disclosure officers are told.",
    )


class CoordinateForm(forms.Form):
    earlier = forms.ModelChoiceField(
        Round.objects.none(),
        label="Earlier round",
        required=False,
        to_field_name="ref",
        empty_label="None: draw without regard to earlier rounds",
    )
    how = forms.ChoiceField(
        label="What was drawn then",
        required=False,
        choices=[
            ("leave_out", "Leave it out: no case is reviewed twice"),
            ("keep", "Keep it: see how the same cases stand now"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = Round.objects.filter(drawn_at__isnull=False).exclude(pk=round.pk)
        self.fields["earlier"].queryset = drawn.exclude(  # type: ignore[attr-defined]
            state=RoundState.ABANDONED
        )


class AbandonForm(forms.Form):
    reason = words("Why the round is abandoned", hint="The reason stays with the round.")


class SeedPartForm(forms.Form):
    part = forms.CharField(
        label="Your part of the seed",
        max_length=120,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write your part, or use the one suggested"},
    )


class NothingForm(forms.Form):
    """A decision that needs no words."""
