"""The form of a case that is not progressed: each avenue, each other way, and why."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import BoundField

from stillpoint.points import not_progressed
from stillpoint.points.forms_conversation import choice_field, words_field
from stillpoint.points.forms_sections import SectionForm, put_under
from stillpoint.practice.points import Avenue, DisruptionOption


class NotProgressedForm(SectionForm):
    def add_fields(self) -> None:
        self._ask(not_progressed.avenue_fields(), not_progressed.AVENUE_ANSWERS)
        self._ask(not_progressed.option_fields(), not_progressed.OPTION_ANSWERS)
        self.fields[not_progressed.REASON] = words_field(
            "Why is the case not progressed?",
            "In plain words, for somebody who reads it in years. No names.",
            rows=5,
        )
        self.add_on_file()

    def _ask(
        self, asked: Mapping[str, Avenue | DisruptionOption], answers: Mapping[str, str]
    ) -> None:
        for name, one in asked.items():
            field = choice_field(one.title, answers.items(), small=True, inline=True)
            field.help_text = one.text
            under = {}
            for answer in answers:
                if answer in not_progressed.WORDS:
                    end, label = not_progressed.WORDS[answer]
                    self.fields[f"{name}_{end}"] = words_field(label)
                    under[answer] = f"{name}_{end}"
            put_under(field, under)
            self.fields[name] = field

    def avenues(self) -> list[BoundField]:
        return [self[name] for name in not_progressed.avenue_fields()]

    def options(self) -> list[BoundField]:
        return [self[name] for name in not_progressed.option_fields()]

    def rest(self) -> list[BoundField]:
        apart = {*not_progressed.avenue_fields(), *not_progressed.option_fields()}
        return [one for one in self.shown() if one.name not in apart]
