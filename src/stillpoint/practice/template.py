"""The case review template and the practice cases: what a reviewer is asked, and in what words.

Requirements P72-P77 (steps, areas, time, quality), P83 (record) and P68-P70 (calibration).
"""

from typing import Literal

from stillpoint.practice.entries import (
    Entry,
    Key,
    OptionalText,
    Positive,
    Rating,
    Text,
    find,
)


class Anchor(Entry):
    """What one point of the five-point scale means, in words."""

    rating: Rating
    label: Text
    meaning: Text


class Prompt(Entry):
    """One question put to a reviewer.

    `kind` says whether the answer is a fact or somebody's assessment: DPA 2018 s.38(2) asks
    that the two be told apart as far as possible, so it is stored with the answer.
    """

    key: Key
    heading: Text
    text: Text
    kind: Literal["fact", "assessment"]
    hint: OptionalText = ""


class Area(Entry):
    """One area of the template (P73), with the intervals (P75) to show beside it."""

    key: Key
    number: Positive
    title: Text
    purpose: Text
    prompts: tuple[Prompt, ...]
    intervals: tuple[Key, ...] = ()

    def prompt(self, key: str) -> Prompt:
        """The prompt with this key; raises UnknownEntry."""
        return find(self.prompts, key, f"prompt in the area “{self.key}”")


class Judged(Entry):
    """Something rated on its own scale, such as the quality of the record (P83)."""

    title: Text
    guidance: Text
    anchors: tuple[Anchor, ...]

    def anchor(self, rating: int) -> Anchor:
        """The anchor of this rating, 1 to 5; raises ValueError outside the scale."""
        return anchor_of(self.anchors, rating)


class Quality(Entry):
    """One quality of a review that the second reviewer judges (P77)."""

    key: Key
    title: Text
    question: Text
    anchors: tuple[Anchor, ...]

    def anchor(self, rating: int) -> Anchor:
        """The anchor of this rating, 1 to 5; raises ValueError outside the scale."""
        return anchor_of(self.anchors, rating)


class ReviewTemplate(Entry):
    """Everything both reviewers are asked, in order."""

    key: Key
    version: Text
    areas: tuple[Area, ...]
    anchors: tuple[Anchor, ...]
    quality_of_record: Judged
    arrest_effects: tuple[Prompt, ...]
    summary: Prompt
    review_of_review: tuple[Quality, ...]
    missed: Prompt
    leader_takes: Prompt

    def area(self, key: str) -> Area:
        """The area with this key; raises UnknownEntry."""
        return find(self.areas, key, "review area")

    def quality(self, key: str) -> Quality:
        """The quality of a review with this key; raises UnknownEntry."""
        return find(self.review_of_review, key, "quality of a review")

    def anchor(self, rating: int) -> Anchor:
        """The anchor of this rating, 1 to 5; raises ValueError outside the scale."""
        return anchor_of(self.anchors, rating)

    def prompts(self) -> tuple[Prompt, ...]:
        """Every prompt of the template, each once, in the order in which they are asked."""
        in_areas = tuple(prompt for area in self.areas for prompt in area.prompts)
        return (
            self.summary,
            *in_areas,
            *self.arrest_effects,
            self.missed,
            self.leader_takes,
        )


class Story(Entry):
    """What the invented record of a practice case says about one area."""

    area: Key
    text: Text


class Panel(Entry):
    """How a panel judged one area of a practice case: its rating, the range it would accept, why.

    `area` is the key of a review area, or `quality_of_record`.
    """

    area: Key
    rating: Rating
    range: tuple[Rating, Rating]
    why: Text

    def accepts(self, rating: int) -> bool:
        """Whether the panel thought this rating defensible."""
        return self.range[0] <= rating <= self.range[1]


class CalibrationCase(Entry):
    """An invented case that a reviewer rates before the first live one (P68-P70)."""

    key: Key
    title: Text
    opening: Text
    story: tuple[Story, ...]
    areas: tuple[Panel, ...]
    guidance: Text

    def panel(self, area: str) -> Panel:
        """The panel's judgement of an area; raises LookupError when it made none."""
        for judgement in self.areas:
            if judgement.area == area:
                return judgement
        raise LookupError(f"The panel of “{self.title}” made no judgement of “{area}”.")


class Guidance(Entry):
    """A short text to read before doing something."""

    key: Key
    title: Text
    text: Text


class Wording(Entry):
    """A sentence or two shown in a stated place; `place` groups those shown together."""

    key: Key
    place: Key
    title: OptionalText = ""
    text: Text


def anchor_of(anchors: tuple[Anchor, ...], rating: int) -> Anchor:
    """The anchor of a rating; raises ValueError outside the scale."""
    for anchor in anchors:
        if anchor.rating == rating:
            return anchor
    raise ValueError(f"{rating} is not a rating from 1 to 5.")
