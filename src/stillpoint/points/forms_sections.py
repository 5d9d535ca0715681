"""The form of a section: nothing is required while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.forms import BoundField

from stillpoint import practice
from stillpoint.points import on_file
from stillpoint.points.forms_conversation import choice_field, words_field
from stillpoint.points.models import Point, Section
from stillpoint.trust.saving import PageForm


class SectionForm(PageForm):
    """A page of one section. Each subclass adds its fields in ``add_fields``, named as the kind of
    section names them."""

    def __init__(self, *args: Any, point: Point, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        self.add_fields()
        self.fields["not_identifiers"] = forms.BooleanField(
            label="I have looked at each of these: none of them identifies a person",
            required=False,
        )

    def add_fields(self) -> None:
        raise NotImplementedError

    def may_share_now(self) -> bool:
        """Whether nothing has to be shown to the writer first. What was typed is saved either
        way."""
        return True

    def add_on_file(self) -> None:
        """The question whether it is on the case file, for a kind of section that asks it."""
        asked = practice.current().points.not_on_file
        choices = [(on_file.NO, "No"), (on_file.YES, "Yes")]
        self.fields[on_file.ASKED] = choice_field(asked, choices, label_size="m")
        put_under(self.fields[on_file.ASKED], {on_file.YES: on_file.WORDS})
        self.fields[on_file.WORDS] = words_field(
            "What is not on the case file",
            "Put it on the case file as well. Only these words go to the disclosure officer.",
        )

    def shown(self) -> list[BoundField]:
        """The fields in their order, without those that stand under a choice of another."""
        under = {
            name for field in self.fields.values() for name in getattr(field, "under", {}).values()
        }
        apart = under | {"not_identifiers"}
        return [one for one in self.visible_fields() if one.name not in apart]

    @classmethod
    def of(cls, section: Section) -> Self:
        """The draft as it stands."""
        return cls(point=section.point, initial={**section.answers, "version": section.version})

    def answers(self) -> dict[str, Any]:
        """What was posted, in the shape of a section's answers."""
        apart = ("version", "not_identifiers")
        return {
            name: "yes" if value is True else value or ""
            for name, value in self.cleaned_data.items()
            if name not in apart
        }


def put_under(field: forms.Field, under: Mapping[str, str]) -> None:
    """Words that belong to a choice of this field: value to field name. They are shown under it
    once it is chosen, by style alone (``points/_parts.jinja: with_words``)."""
    field.under = dict(under)  # type: ignore[attr-defined]


def words_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """What somebody else saved, as the page shows it beside one's own: texts by field."""
    return {name: text for name, text in answers.items() if isinstance(text, str)}
