"""The boxes of a conversation for what was agreed to be done. Nothing is required in a draft, so a
date stays as it was typed until it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from stillpoint.people.models import Officer
from stillpoint.points.agreed_actions import MOST_ACTIONS, OTHER, PARTS
from stillpoint.trust.date_boxes import DateBoxes
from stillpoint.trust.scanning import ScannedText

MORE = "actions"


class TypedNumber(forms.CharField):
    """A collar number or e-mail address as it was typed: looked up when it is shared."""

    widget = forms.TextInput(attrs={"width": 20, "autocomplete": "off"})


class TypedDate(forms.CharField):
    """A date as it was typed, whole or not: asked about when it is shared."""

    widget = DateBoxes


def add_fields(form: forms.Form, people: Sequence[Officer]) -> None:
    """Boxes for as many actions as one conversation can hold, for what was posted; to show a
    draft, for the actions that it has and one more."""
    most = MOST_ACTIONS if form.is_bound else min(_last_of(form.initial) + 1, MOST_ACTIONS)
    for n in range(1, most + 1):
        form.fields.update((_name(n, part), field) for part, field in _boxes(people).items())


def _name(n: int, part: str) -> str:
    return f"together-action_{n}_{part}"


def _last_of(draft: Mapping[str, Any]) -> int:
    """The number of the last action of which the draft holds anything; 0 for none."""
    numbers = range(MOST_ACTIONS, 0, -1)
    return next((n for n in numbers if any(draft.get(_name(n, part)) for part in PARTS)), 0)


def shown(form: forms.Form, *, more: bool) -> list[dict[str, Any]]:
    """The boxes of each action in use, and of one more: the first, or one that was asked for."""
    each = [
        {part: form[_name(n, part)] for part in PARTS}
        for n in range(1, MOST_ACTIONS + 1)
        if _name(n, "text") in form.fields
    ]
    used = [n for n, boxes in enumerate(each, 1) if any(map(_is_used, boxes.values()))]
    last = max(used, default=0)
    return each[: last + 1 if more or not used else last]


def _is_used(box: Any) -> bool:
    return bool(box.value() or box.errors)


def _boxes(people: Sequence[Officer]) -> dict[str, forms.Field]:
    chosen = [(one.ref, one.titled_name) for one in people]
    return {
        "text": ScannedText(
            label="What is to be done",
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "owner": forms.ChoiceField(
            label="Who does it",
            choices=[*chosen, (OTHER, "Somebody else")],
            required=False,
            widget=forms.RadioSelect(attrs={"small": True}),
        ),
        "number": TypedNumber(
            label="Their collar number or e-mail address", required=False, max_length=254
        ),
        "due": TypedDate(label="By when", required=False, max_length=20),
    }
