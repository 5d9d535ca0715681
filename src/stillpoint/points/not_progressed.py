"""A case that is not progressed (P52): every avenue, the longer-term ways to disrupt offending, and
why. It is written and shared as one section, and held once both have signed (``signing.py``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points import sections, signing
from stillpoint.points.models import Point, PointState
from stillpoint.points.sections import Answers, SectionKind
from stillpoint.points.standing import Part, Standing
from stillpoint.practice.points import Avenue, DisruptionOption
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, yes

DONE, NOT_POSSIBLE, TO_DO = "done", "not_possible", "to_do"
NOT_APT = "not_apt"
REASON = "why_not_progressed"
# Of an avenue and of an option: what can be answered, in words, and which answers need words.
AVENUE_ANSWERS = {DONE: "Done", NOT_POSSIBLE: "Not possible", TO_DO: "Still to do"}
OPTION_ANSWERS = {
    NOT_APT: "Considered: it does not fit",
    TO_DO: "It fits: still to do",
    DONE: "It fits: done",
}
ANSWERS = {*AVENUE_ANSWERS, *OPTION_ANSWERS}
# Answer to the end of its field's name and what is asked there.
WORDS = {
    NOT_POSSIBLE: ("why", "Why it is not possible"),
    NOT_APT: ("why", "Why it does not fit"),
    TO_DO: ("action", "What is to be done, by whom and by when"),
}


def fields() -> list[str]:
    """The fields: for each avenue and option its answer and its words, then the reason."""
    names = []
    for name in (*avenue_fields(), *option_fields()):
        names += [name, f"{name}_why", f"{name}_action"]
    return [*names, REASON]


def avenue_fields() -> dict[str, Avenue]:
    return {f"avenue_{one.key}": one for one in practice.current().points.avenues}


def option_fields() -> dict[str, DisruptionOption]:
    return {f"option_{one.key}": one for one in practice.current().points.disruption_options}


def anybody(by: ActsAs, point: Point) -> Answer:
    return yes()


def _missing(point: Point, answers: Answers) -> Iterator[CannotDo]:
    asked: dict[str, Avenue | DisruptionOption] = {**avenue_fields(), **option_fields()}
    for name, one in asked.items():
        known = AVENUE_ANSWERS if name in avenue_fields() else OPTION_ANSWERS
        answer = answers.get(name, "")
        if answer not in known:
            yield CannotDo(f"{one.title}: choose an answer.", field=name)
        elif answer in WORDS:
            end, label = WORDS[answer]
            if not answers.get(f"{name}_{end}"):
                words = label[:1].lower() + label[1:]
                yield CannotDo(f"{one.title}: say {words}.", field=f"{name}_{end}")
    if not answers.get(REASON):
        yield CannotDo(
            "Say why the case is not progressed, so that somebody who reads it in years "
            "understands.",
            field=REASON,
        )


def to_do(answers: Answers) -> list[str]:
    """What is still to do, each with its avenue or option, in the order of the practice model."""
    asked: dict[str, Avenue | DisruptionOption] = {**avenue_fields(), **option_fields()}
    end, _ = WORDS[TO_DO]
    found = (
        (one.title, answers.get(f"{name}_{end}", ""))
        for name, one in asked.items()
        if answers.get(name) == TO_DO
    )
    return [f"{title}: {words}" for title, words in found if words]


def said(answers: Answers) -> list[tuple[str, str]]:
    """What was decided of each avenue and option, and why the case stops, one after another."""
    return [pair for _, pairs in said_under_headings(answers) for pair in pairs]


def said_under_headings(answers: Answers) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same under a heading each: avenues, longer-term ways, the reason; those with nothing in
    them left out."""
    reason = answers.get(REASON)
    found = [
        ("Avenues", _decided(answers, "avenue_", avenue_fields())),
        ("Longer-term ways to disrupt offending", _decided(answers, "option_", option_fields())),
        ("The reason", [("Why the case is not progressed", reason)] if reason else []),
    ]
    return [(heading, pairs) for heading, pairs in found if pairs]


def _decided(
    answers: Answers, begins: str, asked: Mapping[str, Avenue | DisruptionOption]
) -> list[tuple[str, str]]:
    """In words and in the order of the practice model. What that no longer lists is shown under its
    key: a reason stays readable."""
    titles = {name: one.title for name, one in asked.items()}
    for name, answer in answers.items():
        if name.startswith(begins) and answer in ANSWERS:
            titles.setdefault(name, name.removeprefix(begins).replace("_", " ").capitalize())
    return [(title, _in_words(answers, name)) for name, title in titles.items() if name in answers]


def _in_words(answers: Answers, name: str) -> str:
    answer = answers[name]
    known = OPTION_ANSWERS if name.startswith("option_") else AVENUE_ANSWERS
    words = f"{known.get(answer, answer)}."
    end = WORDS[answer][0] if answer in WORDS else ""
    more = answers.get(f"{name}_{end}", "") if end else ""
    return f"{words} {more}" if more else words


SECTION = SectionKind(
    key="not_progressed",
    title="Every avenue, and other ways to disrupt offending",
    fields=fields,
    may_write=anybody,
    missing=_missing,
    asks_on_file=True,
    said=said,
)


def missing_from(point: Point) -> Iterator[CannotDo]:
    """Shared as it stands, and signed by both."""
    shared = sections.shared_answers(point, SECTION)
    if shared is None or sections.section_of(point, SECTION).answers != shared.answers:
        yield CannotDo(
            "Go through every avenue and the other ways to disrupt offending, and share the page."
        )
        return
    signed = signing.signatures_of(shared)
    if signing.OFFICER not in signed:
        yield CannotDo("The officer has still to sign the page on avenues.")
    elif signing.SUPERVISOR not in signed:
        yield CannotDo("A supervisor of the officer has still to sign the page on avenues.")


def standing(point: Point, reader: Officer) -> Standing:
    shared = sections.shared_answers(point, SECTION)
    if shared is None:
        return Standing("Not shared yet", "blue" if point.state == PointState.OPEN else "grey")
    signed = signing.signatures_of(shared)
    if {signing.OFFICER, signing.SUPERVISOR} <= set(signed):
        return Standing("Signed by both")
    if signing.can_sign(reader, point, shared):
        return Standing("To sign", "yellow")
    return Standing("Not signed by both yet", "blue")


PART = Part(
    key="not_progressed",
    title="Avenues and other ways to disrupt offending",
    hint="The officer and a supervisor sign the same page.",
    address="point-not-progressed",
    standing=standing,
    missing=missing_from,
    sections=(SECTION,),
)
