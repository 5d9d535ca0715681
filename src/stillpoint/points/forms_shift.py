"""The forms of the shift page: a check-in in two presses, and why cover was what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.saving import SeenForm

# A shift with what comes after it: what is recorded as earlier was not longer ago.
LONGEST_AGO = dt.timedelta(hours=16)


class CheckInForm(forms.Form):
    """``people``: those who answered the call, without the one who checks in."""

    officer = forms.ChoiceField(
        label="With whom?",
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Choose with whom you checked in"},
    )
    support = forms.ChoiceField(
        label="Was support offered?",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what was done about support"},
    )
    earlier = forms.TimeField(
        label="If it was earlier: at what time?",
        help_text="For example, 23:40. Leave it empty if it was just now.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TextInput(attrs={"width": 5, "inputmode": "numeric"}),
        error_messages={"invalid": "Give the time as hours and minutes, such as 23:40"},
    )

    def __init__(self, *args: Any, people: Sequence[Officer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.ref: one for one in people}
        if len(people) == 1:
            del self.fields["officer"]
        else:
            _choices(self, "officer", [(one.ref, one.titled_name) for one in people])
        _choices(
            self, "support", [(one.key, one.title) for one in practice.current().handover.support]
        )

    @property
    def chosen(self) -> Officer:
        """With whom; where there was one only, that one."""
        ref = self.cleaned_data.get("officer") or next(iter(self.people))
        return self.people[ref]

    def at(self, now: dt.datetime) -> dt.datetime | None:
        """When it was, or None for now: today, or last night where such a time today is still to
        come. Raises CannotDo where last night is too long ago to be what was meant."""
        clock: dt.time | None = self.cleaned_data.get("earlier")
        if clock is None:
            return None
        today = timezone.localdate(now)
        when = timezone.make_aware(dt.datetime.combine(today, clock))
        if when > now:
            before = today - dt.timedelta(days=1)
            when = timezone.make_aware(dt.datetime.combine(before, clock))
            if now - when > LONGEST_AGO:
                raise CannotDo(
                    f"{clock:%H:%M} is still to come today. Record a check-in once it has "
                    "happened.",
                    field="earlier",
                )
        return when


class CoverForm(SeenForm):
    """Why an officer without current training answered the call."""

    reason = forms.ChoiceField(
        label="What comes closest?",
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Choose what comes closest"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = practice.current().handover.cover_reasons
        _choices(self, "reason", [(one.key, one.title) for one in reasons])


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
