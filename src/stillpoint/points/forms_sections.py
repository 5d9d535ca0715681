"""The form of a section: nothing is required while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django import forms

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


def words_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """What somebody else saved, as the page shows it beside one's own: texts by field."""
    return {name: text for name, text in answers.items() if isinstance(text, str)}
