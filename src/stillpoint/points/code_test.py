"""The Full Code Test point: its sections, the order in which they can be written, where they stand.

Lines of enquiry, then strengths and what the suspect did, then weaknesses, then both stages of the
test, then the second person's challenge and the officer's answer to it (P43-P49). Each opens once
the one before it was shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.points.code_test_words import (
    as_pairs,
    fields_asked_in,
    fields_of_stages,
    stage_field,
)
from stillpoint.points.enquiry_lines import (
    fields_of_lines,
    missing_from_lines,
    not_on_the_system,
)
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import Point, PointState, SecondPerson, Section, SectionRevision
from stillpoint.points.sections import Answers, SectionKind
from stillpoint.points.standing import Part, Standing
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, yes

KEYS = "code_test_"


@dataclass
class CodeTest:
    """A point's code test as it stands: drafts and the latest revisions by key of the section.
    ``challenges``: what second persons shared, one each, the latest first. ``writers``: ids of all
    who wrote in what is challenged, or shared it."""

    point: Point
    second: SecondPerson | None
    drafts: dict[str, Section] = field(default_factory=dict)
    shared: dict[str, SectionRevision] = field(default_factory=dict)
    challenges: list[SectionRevision] = field(default_factory=list)
    writers: set[int] = field(default_factory=set)

    def is_settled(self, kind: SectionKind) -> bool:
        """Whether the section was shared, and its draft was not changed since."""
        shared, draft = self.shared.get(kind.key), self.drafts.get(kind.key)
        return shared is not None and draft is not None and draft.answers == shared.answers


def code_test_of(point: Point) -> CodeTest:
    """Read it whole, in three queries."""
    second = SecondPerson.objects.filter(point=point).select_related("officer").first()
    test = CodeTest(point, second)
    sections = Section.objects.filter(point=point, key__startswith=KEYS)
    for section in sections.prefetch_related("revisions__by"):
        revisions = list(section.revisions.all())
        if section.key == CHALLENGE.key:
            test.challenges += revisions[-1:]
            if second is None or section.writer_id != second.officer_id:
                continue
        else:
            test.writers |= {*section.writers, *(one.by_id for one in revisions)}
        test.drafts[section.key] = section
        if revisions:
            test.shared[section.key] = revisions[-1]
    test.challenges.sort(key=lambda one: one.at, reverse=True)
    return test


# Who writes which


def is_second_person(by: ActsAs, point: Point) -> bool:
    return isinstance(by, Officer) and SecondPerson.objects.filter(point=point, officer=by).exists()


def _those_who_wrote(by: ActsAs, point: Point) -> Answer:
    if is_second_person(by, point):
        return no("You are the second person here: you read this part, and write your challenge.")
    return yes()


def _the_second_person(by: ActsAs, point: Point) -> Answer:
    if isinstance(by, Officer) and not is_second_person(by, point):
        return no("The challenge is written by the second person at this point.")
    return yes()


# What each asks


def challenged_in(kind: SectionKind) -> list[str]:
    """The fields of a section that are read for rape myths as one writes."""
    model = practice.current().points
    if kind.key == STAGES.key:
        return [stage_field(stage, "why") for stage in model.stages()]
    asked = model.asked_in(kind.key.removeprefix(KEYS))
    return [one.key for one in asked if one.read_for_myths]


def _missing(section: str) -> Callable[[Point, Answers], Iterator[CannotDo]]:
    def missing(point: Point, answers: Answers) -> Iterator[CannotDo]:
        for one in practice.current().points.asked_in(section):
            if one.required and not answers.get(one.key):
                yield CannotDo(f"Answer “{one.text}”", field=one.key)

    return missing


def _missing_from_stages(point: Point, answers: Answers) -> Iterator[CannotDo]:
    """Each stage that is reached: the public interest only where the evidence may be enough."""
    model = practice.current().points
    goes_on = {one.key for one in model.code_test_views if one.goes_on}
    for stage in model.stages():
        view, why = stage_field(stage, "view"), stage_field(stage, "why")
        if not answers.get(view):
            yield CannotDo(f"{stage.title}: say where you stand on it.", field=view)
        if not answers.get(why):
            yield CannotDo(f"{stage.title}: write your reasoning.", field=why)
        if answers.get(view) and answers[view] not in goes_on:
            return


# The order


def _after(first: SectionKind, why: str) -> Callable[[Point], None]:
    def ready(point: Point) -> None:
        if not SectionRevision.objects.filter(
            section__point=point, section__key=first.key
        ).exists():
            raise CannotDo(why)

    return ready


def _flag_lines(by: Officer, point: Point, revision: SectionRevision) -> None:
    before = set(not_on_the_system(_earlier(revision)))
    for words in not_on_the_system(revision.answers):
        if words not in before:
            flag_words(by=by, point=point, words=words)


def _earlier(revision: SectionRevision) -> Mapping[str, Any]:
    """What was shared of the same section before."""
    found = revision.section.revisions.filter(number__lt=revision.number).last()
    return found.answers if found else {}


LINES = SectionKind(
    key="code_test_lines",
    said=as_pairs("lines"),
    title="Lines of enquiry",
    fields=fields_of_lines,
    may_write=_those_who_wrote,
    missing=missing_from_lines,
    when_shared=_flag_lines,
)
STRENGTHS = SectionKind(
    key="code_test_strengths",
    said=as_pairs("strengths"),
    title="Strengths and the suspect's behaviour",
    fields=fields_asked_in("strengths"),
    may_write=_those_who_wrote,
    missing=_missing("strengths"),
    asks_on_file=True,
    ready=_after(
        LINES,
        "Share the lines of enquiry first. What has been followed, towards and away from the "
        "suspect, comes before what the case is worth.",
    ),
)
WEAKNESSES = SectionKind(
    key="code_test_weaknesses",
    said=as_pairs("weaknesses"),
    title="Weaknesses",
    fields=fields_asked_in("weaknesses"),
    may_write=_those_who_wrote,
    missing=_missing("weaknesses"),
    asks_on_file=True,
    ready=_after(
        STRENGTHS,
        "Share the strengths of the case and the suspect's behaviour first. Weaknesses are weighed "
        "against them, so they come after.",
    ),
)
STAGES = SectionKind(
    key="code_test_stages",
    said=as_pairs("stages"),
    title="Both stages of the test",
    fields=fields_of_stages,
    may_write=_those_who_wrote,
    missing=_missing_from_stages,
    asks_on_file=True,
    ready=_after(
        WEAKNESSES,
        "Share the weaknesses first. Both stages weigh strengths and weaknesses together.",
    ),
)
CHALLENGE = SectionKind(
    key="code_test_challenge",
    said=as_pairs("challenge"),
    title="The second person's challenge",
    fields=fields_asked_in("challenge"),
    may_write=_the_second_person,
    missing=_missing("challenge"),
    asks_on_file=True,
    own=True,
    ready=_after(
        STAGES,
        "The reasoning on both stages has not been shared yet. The second person is told when it "
        "is there.",
    ),
)
ANSWER = SectionKind(
    key="code_test_answer",
    said=as_pairs("answer"),
    title="Answer to the challenge",
    fields=fields_asked_in("answer"),
    may_write=_those_who_wrote,
    missing=_missing("answer"),
    asks_on_file=True,
    ready=_after(
        CHALLENGE,
        "There is no challenge to answer yet. The officer is told when it is there.",
    ),
)
SECTIONS = (LINES, STRENGTHS, WEAKNESSES, STAGES, CHALLENGE, ANSWER)
WRITTEN_FIRST = (LINES, STRENGTHS, WEAKNESSES, STAGES)


# What is left before the point can be held, and where it stands


def missing_from_code_test(point: Point) -> Iterator[CannotDo]:
    test = code_test_of(point)
    if test.second is None:
        yield CannotDo("Full Code Test: say who the second person is.")
    elif must_be_replaced(test):
        yield CannotDo("Full Code Test: choose another second person.")
    for kind in SECTIONS:
        if kind.key not in test.shared:
            yield CannotDo(f"Full Code Test: “{kind.title}” has not been shared yet.")
        elif not test.is_settled(kind):
            yield CannotDo(
                f"Full Code Test: “{kind.title}” was changed after it was shared. Share it again."
            )


def must_be_replaced(test: CodeTest) -> bool:
    """A second person who left, or who now owns the point, before giving their challenge."""
    if test.second is None or CHALLENGE.key in test.shared:
        return False
    second = test.second.officer
    return not second.is_active or second.pk == test.point.owner_id


def standing_of_code_test(point: Point, viewer: Officer) -> Standing:
    """In words: what is done, or what waits and for whom."""
    test = code_test_of(point)
    unsettled = [kind for kind in SECTIONS if not test.is_settled(kind)]
    if not unsettled:
        return Standing("Complete")
    if point.state != PointState.OPEN:
        return Standing("Not complete", "grey")
    if unsettled[0] in WRITTEN_FIRST:
        started = "To go on with" if test.drafts else "Not started"
        return Standing(f"{started}: {unsettled[0].title.lower()}", "blue")
    if test.second is None or must_be_replaced(test):
        return Standing("Choose a second person", "blue")
    its_second = test.second.officer_id == viewer.pk
    if unsettled[0] == CHALLENGE:
        return Standing(
            "Your challenge is asked" if its_second else "Waits for the challenge", "blue"
        )
    return Standing("Waits for the answer" if its_second else "The challenge is there", "blue")


PART = Part(
    key="code_test",
    title="The test, with a second person",
    hint="Lines of enquiry, strengths, weaknesses, both stages, the challenge and its answer.",
    address="point-code-test",
    standing=standing_of_code_test,
    missing=missing_from_code_test,
    sections=SECTIONS,
)
