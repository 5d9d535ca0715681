"""The names of the fields of the Full Code Test's sections, and what was shared in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stillpoint import practice
from stillpoint.points.challenging import answered_in, card_fields
from stillpoint.points.enquiry_lines import NO, lines_in
from stillpoint.practice.code_test import TestStage

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class SaidWords:
    """A question and what was answered; ``kind``: "fact", "assessment", or empty where it is the
    answer to a challenge card."""

    question: str
    text: str
    kind: str = ""


def stage_field(stage: TestStage, name: str) -> str:
    """The name of a field of a stage: ``view`` or ``why``."""
    return f"stage-{stage.key}-{name}"


def fields_asked_in(section: str) -> Callable[[], Iterator[str]]:
    def fields() -> Iterator[str]:
        for one in practice.current().points.asked_in(section):
            yield one.key
            if one.read_for_myths:
                yield from card_fields(one.key)

    return fields


def fields_of_stages() -> Iterator[str]:
    for stage in practice.current().points.stages():
        yield from (stage_field(stage, "view"), stage_field(stage, "why"))
        yield from card_fields(stage_field(stage, "why"))


def said_in(section: str, answers: Answers) -> list[SaidWords]:
    """What was shared of a section, in the order of its page. ``section``: lines, stages, or one of
    those that ask the practice model's questions."""
    if section == "lines":
        return list(_said_of_lines(answers))
    if section == "stages":
        return list(_said_of_stages(answers))
    return list(_said_of_questions(section, answers))


def as_pairs(section: str) -> Callable[[Answers], list[tuple[str, str]]]:
    """The same without their kind, as every section can be read."""
    return lambda answers: [(one.question, one.text) for one in said_in(section, answers)]


def _said_of_lines(answers: Answers) -> Iterator[SaidWords]:
    model = practice.current().points
    directions = {one.key: one.title for one in model.line_directions}
    states = {one.key: one.title for one in model.line_states}
    for place, line in enumerate(lines_in(answers), start=1):
        about = [
            f"Line {place}",
            directions.get(line.direction, line.direction).lower(),
            states.get(line.state, line.state).lower(),
            "not on the case system yet" if line.on_system == NO else "",
        ]
        text = f"{line.text}\n{line.why}" if line.why else line.text
        yield SaidWords(", ".join(one for one in about if one), text, "fact")


def _said_of_stages(answers: Answers) -> Iterator[SaidWords]:
    model = practice.current().points
    views = {one.key: one.title for one in model.code_test_views}
    for stage in model.stages():
        why = stage_field(stage, "why")
        view = answers.get(stage_field(stage, "view"), "")
        if view or answers.get(why):
            stands = views.get(view, view)
            title = f"{stage.title}: {stands[:1].lower()}{stands[1:]}" if stands else stage.title
            yield SaidWords(title, answers.get(why, ""), "assessment")
            yield from _said_of_cards(why, answers)


def _said_of_questions(section: str, answers: Answers) -> Iterator[SaidWords]:
    for one in practice.current().points.asked_in(section):
        if text := answers.get(one.key, ""):
            yield SaidWords(one.text, text, one.kind)
            yield from _said_of_cards(one.key, answers)


def _said_of_cards(field: str, answers: Answers) -> Iterator[SaidWords]:
    for myth, kept in answered_in(field, answers):
        answer = f"Kept, because: {kept}" if kept else "A line of enquiry was opened."
        yield SaidWords(f"The card “{myth.title}” asked: {myth.question}", answer)
