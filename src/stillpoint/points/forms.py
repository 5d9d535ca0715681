"""The forms of private notes."""

from __future__ import annotations

from typing import Any

from django import forms

from stillpoint import practice
from stillpoint.trust.scanning import ScannedText


class NoteForm(forms.Form):
    text = ScannedText(
        label="Your note",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Write something, or leave the page."},
    )


class CopyForm(forms.Form):
    """Under which lens the copy of a note goes."""

    lens = forms.ChoiceField(label="Put the copy under", widget=forms.RadioSelect())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lens"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (lens.key, lens.title) for lens in practice.current().points.lenses if lens.takes_words
        ]
