"""The six reflective practice points: what opens each, who takes part, what is asked (P15-P57)."""

from typing import Annotated, Literal

from pydantic import Field

from stillpoint.practice.code_test import CodeTestPrompt, LineState, Named, TestStage, TestView
from stillpoint.practice.entries import Entry, Flag, Key, OptionalText, Positive, Text, find

LensKey = Literal["case", "learning", "welfare"]
PromptKind = Literal["fact", "assessment"]
# Pages of its own that a point can have beside its conversation; each is code of its own.
PartKey = Literal["shift", "handover", "code_test", "before_court", "not_progressed", "debrief"]


class Lens(Entry):
    """One of the three lenses that every point looks through (P15). `something`: what is raised in
    words. How people are is not: that lens keeps whether a talk was taken up (`nothing`),
    `declined` or `not_offered`, and what was recognised."""

    key: LensKey
    title: Text
    question: Text
    nothing: Text
    something: OptionalText = ""
    declined: OptionalText = ""
    not_offered: OptionalText = ""

    @property
    def takes_words(self) -> bool:
        """Whether something can be raised in words. How somebody is, is theirs to tell: it is
        health, and a point is kept as long as its case."""
        return self.key != "welfare"


class Opening(Entry):
    """A milestone that opens a point, when the point is due, and why in words for its people.
    `once_ended`: not while the case may still come to trial."""

    milestone: Key
    due_working_days: Positive
    why: Text
    once_ended: Flag = False


class Overtaking(Entry):
    """A milestone after which nobody is asked for an open point any more, and what came instead."""

    milestone: Key
    why: Text


class PointKind(Entry):
    """One kind of point. `readers`: what else its page says of who
    reads it, after the rule itself (`points/readers.py`), which no file changes. `owner`: an
    involvement role, or `supervisor_of_<role>`. `takes_part`:
    involvement roles that are asked. `cadence_days`: it comes again so long after the last.
    `last_day_working_days`: so many working days after it was due it should have been held at the
    latest, and says so. `parts`: pages of its own beside the conversation.
    `overtaken_by`: what a case goes past it with."""

    key: Key
    number: Annotated[int, Field(ge=1, le=6, strict=True)]
    title: Text
    purpose: Text
    readers: OptionalText = ""
    owner: Key
    takes_part: tuple[Key, ...]
    opened_by: tuple[Opening, ...]
    cadence_days: Positive | None = None
    cadence_due_working_days: Positive | None = None
    incidents: Flag = False
    second_person: Flag = False
    last_day_working_days: Positive | None = None
    parts: tuple[PartKey, ...] = ()
    overtaken_by: tuple[Overtaking, ...] = ()

    def overtaking(self) -> dict[str, str]:
        """Key of a milestone that overtakes it to the words for what came instead."""
        return {one.milestone: one.why for one in self.overtaken_by}

    def opening(self, milestone: str) -> Opening | None:
        """How this milestone opens the point, or None when it does not."""
        return next((one for one in self.opened_by if one.milestone == milestone), None)


class PointPrompt(Entry):
    """A question of a lens. `points`: keys of the kinds that ask it; empty for all. `always`: it
    stands open beside the lens, and its answer is shared whatever the lens is answered."""

    key: Key
    lens: LensKey
    points: tuple[Key, ...] = ()
    text: Text
    hint: OptionalText = ""
    kind: PromptKind
    always: Flag = False


class HandoverTopic(Entry):
    """What a first responder passes on of the victim's needs (P32): never who the victim is."""

    key: Key
    title: Text
    text: Text


class FileDimension(Entry):
    """A dimension of the file put together, on which the investigator answers (P33)."""

    key: Key
    title: Text
    text: Text


class PreparationPurpose(Entry):
    """What protected time before court is asked for (P50)."""

    key: Key
    title: Text


class Avenue(Entry):
    """An avenue of enquiry that must be exhausted before a case is left (P52)."""

    key: Key
    title: Text
    text: Text


class DebriefQuestion(Entry):
    """What each is asked for a debrief (P54). `against`: an earlier question beside whose answer
    this one is shown."""

    key: Key
    text: Text
    hint: OptionalText = ""
    against: Key | None = None


class DisruptionOption(Entry):
    """A longer-term way to disrupt offending where a case is not progressed (P52)."""

    key: Key
    title: Text
    text: Text


class PointsModel(Entry):
    """Everything about the points that is practice and not code."""

    kinds: tuple[PointKind, ...]
    lenses: tuple[Lens, ...]
    prompts: tuple[PointPrompt, ...]
    handover_topics: tuple[HandoverTopic, ...]
    file_dimensions: tuple[FileDimension, ...]
    preparation_purposes: tuple[PreparationPurpose, ...]
    avenues: tuple[Avenue, ...]
    disruption_options: tuple[DisruptionOption, ...]
    debrief_questions: tuple[DebriefQuestion, ...]
    full_code_test: tuple[TestStage, ...]
    code_test_views: tuple[TestView, ...]
    line_directions: tuple[Named, ...]
    line_states: tuple[LineState, ...]
    code_test_prompts: tuple[CodeTestPrompt, ...]
    code_test_notice: Text
    card_may_misread: Text
    card_is_read_by: Text
    no_card_is_no_clearance: Text
    not_the_conduct_process: Text
    not_on_file: Text
    debrief_with_witnesses: Text
    protected_time_answer_working_days: Positive
    trial_after_days: Positive

    def kind(self, key: str) -> PointKind:
        """The kind of point with this key; raises UnknownEntry."""
        return find(self.kinds, key, "kind of point")

    def prompts_for(self, kind: str, lens: str) -> tuple[PointPrompt, ...]:
        """What a lens asks at this kind of point, in the order of the file."""
        return tuple(
            one
            for one in self.prompts
            if one.lens == lens and (not one.points or kind in one.points)
        )

    def stages(self) -> tuple[TestStage, ...]:
        """The stages of the Full Code Test in their order, without what comes before them."""
        return tuple(one for one in self.full_code_test if not one.before)

    def asked_in(self, section: str) -> tuple[CodeTestPrompt, ...]:
        """What a section of the Full Code Test asks, in the order of the file."""
        return tuple(one for one in self.code_test_prompts if one.section == section)
