"""Mark in free text what may identify somebody, and ask the writer about it before the end.

A draft is never blocked. When something is submitted for good, the writer replaces what was found
or says that it is no identifier: the scan is a prompt and errs both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from stillpoint.methods import identifiers
from stillpoint.trust.answers import CannotDo

SHOWN = 5


@dataclass(frozen=True)
class Found:
    """``text`` stands at ``start:end`` and looks like ``label``; ``advice`` says what to write."""

    kind: str
    label: str
    advice: str
    start: int
    end: int
    text: str

    def as_values(self) -> dict[str, Any]:
        """As the pages' script reads it: ``kind`` is in words there."""
        return {
            "kind": self.label,
            "words": self.text,
            "advice": self.advice,
            "key": self.kind,
            "start": self.start,
            "end": self.end,
        }


def scan(text: str) -> list[Found]:
    """What in the text looks like an identifier, in its order. Keeps and logs nothing."""
    return [
        Found(
            kind=span.kind,
            label=identifiers.KINDS[span.kind].label,
            advice=identifiers.KINDS[span.kind].advice,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
        )
        for span in identifiers.find(text)
    ]


def refuse_identifiers(
    texts: str | Mapping[str, str], *, not_identifiers: bool = False, field: str | None = None
) -> list[Found]:
    """Before something is submitted for good: raise CannotDo while anything found is unanswered.

    ``texts``: one text, or several by field. ``not_identifiers``: the writer has looked at what
    was found and says that none of it identifies anybody. Returns what was found, so that the
    act can note how many were confirmed; the words themselves belong in no note.
    """
    several = {"": texts} if isinstance(texts, str) else texts
    found = [one for text in several.values() for one in scan(text)]
    if found and not not_identifiers:
        shown = ", ".join(f"“{one.text}” ({one.label})" for one in found[:SHOWN])
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise CannotDo(
            f"This may identify somebody: {shown}{more}. Write it another way, or say that it is "
            "not an identifier.",
            field=field,
        )
    return found


class ScannedText(forms.CharField):
    """Free text that is read for identifiers as it is typed (by the page's script, which the mark
    on its box calls) and when it arrives (``found_in``); in a text area unless another widget is
    given. What is found never makes the form invalid."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(**options)
        self.widget.attrs["data-scan"] = True


def found_in(form: forms.BaseForm) -> Iterator[tuple[str, Found]]:
    """The field and what was found in it, for every scanned text of a validated form: a
    ``ScannedText``, or any text whose box carries ``data-scan``."""
    cleaned = getattr(form, "cleaned_data", {})
    for name, field in form.fields.items():
        if field.widget.attrs.get("data-scan"):
            for one in scan(cleaned.get(name) or ""):
                yield name, one
