"""The form of how one is told."""

from __future__ import annotations

from django import forms

from stillpoint.site.models import HowTold


class DigestForm(forms.Form):
    digest = forms.ChoiceField(
        label="An e-mail that says how much waits for me",
        help_text="In the morning. It holds numbers and a link: no case, no reference, no name.",
        choices=HowTold._meta.get_field("digest").flatchoices,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose how often you want the e-mail"},
    )
