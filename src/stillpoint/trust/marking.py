"""Tell the writer, on the next page, what in their words may identify somebody."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import Truncator

from stillpoint.trust.scanning import found_in

KEPT = "It is kept as you wrote it. Leave such details out of what you write next."
CAN_CHANGE = "It is saved as you wrote it. Go back to it and write it another way."
FIELDS_NAMED = 5
LABEL_SHOWN = 60


def mark_found(request: HttpRequest, form: forms.BaseForm, *, then: str = KEPT) -> None:
    """After a validated form was acted on: one notice that names the fields in which something
    was found, says what it looks like and what to write instead. Nothing is held up by it.

    ``then``: what the writer can still do. The words found are not repeated, since a notice may
    be kept by the browser. Nothing is said when the writer has looked at what was found and
    answered that it identifies nobody (a ``not_identifiers`` box that is ticked).
    """
    if getattr(form, "cleaned_data", {}).get("not_identifiers"):
        return
    kinds: dict[str, list[str]] = {}
    advice: list[str] = []
    for name, one in found_in(form):
        label = Truncator(str(form[name].label)).chars(LABEL_SHOWN)
        kinds.setdefault(label, []).append(one.label)
        advice.append(one.advice)
    if not kinds:
        return
    named = [f"“{label}” ({', '.join(dict.fromkeys(of))})" for label, of in kinds.items()]
    more = f" and {len(named) - FIELDS_NAMED} more" if len(named) > FIELDS_NAMED else ""
    where = "; ".join(named[:FIELDS_NAMED]) + more
    messages.warning(
        request,
        f"What you wrote may identify somebody: {where}. {' '.join(dict.fromkeys(advice))} {then}",
    )
