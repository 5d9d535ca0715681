"""Whether a conclusion rests on the myth that stands beside it: the heart of the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stillpoint.methods.challenge import links, stances
from stillpoint.methods.challenge.conclusions import BEARINGS, EXPECTATIONS, MORE_VERDICTS, VERDICTS
from stillpoint.methods.challenge.passages import Passage
from stillpoint.methods.challenge.phrases import Phrases
from stillpoint.methods.challenge.polarity import turned_down
from stillpoint.methods.challenge.what_happened import WHAT_HAPPENED
from stillpoint.methods.challenge.who_they_are import WHO_THEY_ARE

CUES = {**WHAT_HAPPENED, **WHO_THEY_ARE}
SAID_BY_ITSELF = frozenset({"M01", "M07", "M13", "M16", "M20", "M22", "M23", "M24"})
"""Families in which one phrase can be both the myth and the conclusion (“no jury would”)."""

HOW_VICTIMS_BEHAVE = "M11"

MOST = 24
"""Conclusions, or cues of one family, looked at in a passage; a sentence never has so many."""

FARTHEST = 240
"""Characters between a cue and the conclusion that rests on it, at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a passage: `kind` is the family of a cue or the kind of a conclusion."""

    kind: str
    start: int
    end: int

    def overlaps(self, other: Piece) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Leaning:
    """A conclusion that leans on a cue, each with its passage; `link` joins them, if any word."""

    family: str
    cue: tuple[Passage, Piece]
    conclusion: tuple[Passage, Piece]
    link: str


class Weighed:
    """One passage with its cues, conclusions and stances, each found when first asked for."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.text = passage.text

    @cached_property
    def conclusions(self) -> list[Piece]:
        """What is concluded here, without what is denied."""
        found = [
            *_pieces("verdict", VERDICTS, self.text),
            *_pieces("verdict", MORE_VERDICTS, self.text),
            *_pieces("bearing", BEARINGS, self.text),
            *_pieces("expectation", EXPECTATIONS, self.text),
        ]
        kept = [p for p in found if p.kind == "expectation" or not self._is_denied(p)]
        clauses = [Piece("clause", *bounds) for bounds in turned_down(self.text)]
        return kept + [p for p in clauses if not any(p.overlaps(other) for other in found)]

    def _is_denied(self, conclusion: Piece) -> bool:
        before = self.text[max(0, conclusion.start - 120) : conclusion.start]
        verb = self.text[conclusion.start : conclusion.end].partition(" ")[0].endswith("s")
        if verb and before.endswith("did not "):
            return False  # “the fact that she did not undermines”: the verb has no part in it
        after = self.text[conclusion.end : conclusion.end + 60]
        words = self.text[conclusion.start : conclusion.end]
        if links.ON_SUSPECT.match(after) or (
            links.DISBELIEF.match(words) and links.OF_SUSPECT.search(before)
        ):
            return True
        return links.NEGATED.search(before) is not None

    @cached_property
    def cues(self) -> list[Piece]:
        """Words that bring in a myth, of any family."""
        return [p for family, phrases in CUES.items() for p in _pieces(family, phrases, self.text)]

    @cached_property
    def others(self) -> list[Piece]:
        return _pieces("others", stances.OTHER_MOUTHS, self.text)

    @cached_property
    def rebuts(self) -> bool:
        """Whether the writer denies a link here, or names it as a myth."""
        return bool(
            stances.REBUTTALS.pattern.search(self.text) or stances.DENIED.pattern.search(self.text)
        )

    @cached_property
    def stands_back(self) -> bool:
        """Whether nothing here is the writer's own reasoning."""
        return bool(
            self.passage.asks
            or self.text.startswith("whether ")
            or self.rebuts
            or links.HEADED.match(self.text)
            or stances.ANTICIPATED.pattern.search(self.text)
            or stances.ASKED.pattern.search(self.text)
        )

    def is_said_by_another(self, conclusion: Piece) -> bool:
        """Whether the conclusion is put in the mouth of the suspect or a third person.

        Reported facts may come from anyone; a clause of the writer's own (“, which”) may draw the
        conclusion from them.
        """
        for other in self.others:
            if other.start >= conclusion.end:
                if other.start - conclusion.end < 60:
                    return True
                continue
            between = self.text[other.end : conclusion.start]
            if not links.OWN_STEP.search(between) and not links.OWN_VIEW.search(between):
                return True
        return False


def leanings(sentences: Sequence[Weighed]) -> Iterator[Leaning]:
    """Every conclusion that leans on a myth, in order of the sentence that concludes."""
    previous: Weighed | None = None
    for place, here in enumerate(sentences):
        after = sentences[place + 1] if place + 1 < len(sentences) else None
        if not here.conclusions or here.stands_back or (after and _takes_back(after)):
            previous = here
            continue
        found = list(_within(here))
        if not found and previous is not None:
            found = list(_across(previous, here))
        yield from found or _by_itself(here)
        previous = here


def _takes_back(after: Weighed) -> bool:
    """Whether the next sentence names as a myth what this one says."""
    return after.rebuts and links.POINTING.match(after.text) is not None


def _within(here: Weighed) -> Iterator[Leaning]:
    for conclusion in here.conclusions:
        if here.is_said_by_another(conclusion):
            continue
        for cue in here.cues:
            link = None if cue.overlaps(conclusion) else _link(here.text, cue, conclusion)
            if link is not None:
                yield Leaning(cue.kind, (here.passage, cue), (here.passage, conclusion), link)


def _link(text: str, cue: Piece, conclusion: Piece) -> str | None:
    """The words that rest the conclusion on the cue, “” when there are none, None when not."""
    forward = cue.end <= conclusion.start
    between = text[cue.end : conclusion.start] if forward else text[conclusion.end : cue.start]
    if len(between) > FARTHEST or links.RESETS.pattern.search(between):
        return None
    if conclusion.kind == "bearing" and forward:
        return text[conclusion.start : conclusion.end]
    joined = (links.FORWARD if forward else links.BACKWARD).pattern.search(between)
    if conclusion.kind == "clause" and forward:
        begun = text[cue.end : conclusion.start + 25]
        joined = links.STRONG.pattern.search(begun)
    if joined:
        return joined[0]
    fronted = _fronted(text, cue) if forward else None
    if fronted:
        return fronted
    near = conclusion.kind in ("bearing", "expectation")
    if conclusion.kind == "clause" and forward:
        near = re.search(r"[;:=]| - ", between) is not None and len(between) < 40
    if conclusion.kind == "verdict":
        near = len(between) < 25 or links.PAUSE.search(between) is not None
    return "" if near else None


def _fronted(text: str, cue: Piece) -> str | None:
    """“Given that”, “because” and such before the cue: the conclusion follows."""
    opening = text[max(0, cue.start - 60) : cue.start]
    matches = list(links.BACKWARD.pattern.finditer(opening))
    return matches[-1][0] if matches else None


def _across(previous: Weighed, here: Weighed) -> Iterator[Leaning]:
    """A conclusion that takes up what the sentence before it said."""
    if previous.stands_back:
        return
    if here.passage.line - previous.passage.line > 1:
        return
    if previous.others and not links.OWN_VIEW.search(here.text):
        return
    opening = links.TAKES_UP.match(here.text)
    link = opening[0].strip() if opening else ""
    for conclusion in here.conclusions:
        if opening is None and conclusion.kind != "expectation" and conclusion.start > 20:
            continue
        if conclusion.kind == "clause" and not links.TAKES_UP_FIRMLY.match(here.text):
            continue
        if conclusion.start > FARTHEST or here.is_said_by_another(conclusion):
            continue
        for cue in previous.cues:
            yield Leaning(cue.kind, (previous.passage, cue), (here.passage, conclusion), link)


def _by_itself(here: Weighed) -> Iterator[Leaning]:
    """A phrase that is myth and conclusion in one; a picture of how “real” victims behave."""
    for conclusion in here.conclusions:
        if here.is_said_by_another(conclusion):
            continue
        place = (here.passage, conclusion)
        for cue in here.cues:
            if cue.kind in SAID_BY_ITSELF and cue.overlaps(conclusion):
                yield Leaning(cue.kind, (here.passage, cue), place, "")
        words = here.text[conclusion.start : conclusion.end]
        if conclusion.kind == "expectation" and links.VICTIM.search(words):
            yield Leaning(HOW_VICTIMS_BEHAVE, place, place, "")


def _pieces(kind: str, phrases: Phrases, text: str) -> list[Piece]:
    found: list[Piece] = []
    for match in phrases.pattern.finditer(text):
        found.append(Piece(kind, match.start(), match.end()))
        if len(found) == MOST:
            break
    return found
