"""Read what an officer writes for reasoning that rests on a rape myth.

`read(text)` gives the flags at which to show a quiet card. It looks for three things together:
words that bring in a myth, a conclusion about credibility, evidence or blame, and what rests the
second on the first. To mention that the victim had drunk is no flag; to doubt her because of it
is. Nor is a rebuttal, what the suspect or the defence says, a question or a list of facts.

It is a prompt to the writer and a question, never a score: nothing is counted for a person. How
well it does and what it cannot see: docs/methods/challenge.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from stillpoint.methods.arguments import must_be_text
from stillpoint.methods.challenge import learned
from stillpoint.methods.challenge.families import FAMILIES
from stillpoint.methods.challenge.passages import Passage, passages_of
from stillpoint.methods.challenge.weighing import Leaning, Piece, Weighed, leanings

__all__ = ["FAMILIES", "Flag", "read"]


@dataclass(frozen=True, slots=True)
class Flag:
    """`text[start:end]` rests a conclusion on the myth of `family`, a key of `FAMILIES`.

    `because` is a fragment to show the writer: which words rest on which, by which link.
    """

    family: str
    start: int
    end: int
    because: str


def read(text: str) -> list[Flag]:
    """The places in `text` that reason from a myth, in order; at most one a family and sentence.

    Offsets count code points. Never raises for a string. Time grows in proportion to the text: no
    pattern repeats without a bound, and a sentence is compared with none but its neighbours.
    """
    must_be_text("text", text)
    return read_with(text, learned.shipped())


def read_with(text: str, weights: learned.Weights) -> list[Flag]:
    """What `read` does, with other weights: for the tools that learn and measure them."""
    sentences = [Weighed(passage) for passage in passages_of(text)]
    windows = learned.windows(sentences, weights)
    flags = _by_rules(text, sentences, learned.vetoed(windows))
    for window in learned.marked(windows):
        there = {family for family, place in flags if place in window.places}
        for family in learned.subjects(window, weights):
            if family not in there:
                concludes = sentences[window.concludes].passage
                flags[family, window.concludes] = _as_a_whole(text, window, concludes, family)
    return sorted(flags.values(), key=lambda flag: (flag.start, flag.end, flag.family))


def _by_rules(text: str, sentences: list[Weighed], vetoed: set[int]) -> dict[tuple[str, int], Flag]:
    """The nearest leaning of each family and concluding sentence, where the stance allows it."""
    places = {id(here.passage): place for place, here in enumerate(sentences)}
    nearest: dict[tuple[str, int], tuple[int, Flag]] = {}
    for leaning in leanings(sentences):
        passage, conclusion = leaning.conclusion
        place = places[id(passage)]
        if place in vetoed:
            continue
        flag = _flag(text, leaning)
        distance = flag.end - flag.start - (conclusion.end - conclusion.start)
        key = (leaning.family, place)
        if key not in nearest or distance < nearest[key][0]:
            nearest[key] = (distance, flag)
    return {key: flag for key, (_, flag) in nearest.items()}


def _as_a_whole(text: str, window: learned.Window, concludes: Passage, family: str) -> Flag:
    """A flag for a passage that no rule explains: its conclusion, with a cue if there is one."""
    start, end = _bounds(concludes, Piece("sentence", 0, len(concludes.text)))
    because = f"“{_shown(text, (start, end))}” rests on {FAMILIES[family]}"
    for here in window.sentences:
        for cue in here.cues:
            if cue.kind == family:
                begins, ends = _bounds(here.passage, cue)
                return Flag(family, min(start, begins), max(end, ends), because)
    return Flag(family, start, end, because)


def _flag(text: str, leaning: Leaning) -> Flag:
    cue = _bounds(*leaning.cue)
    conclusion = _bounds(*leaning.conclusion)
    concluded, rested = _shown(text, conclusion), _shown(text, cue)
    if cue[0] < conclusion[1] and conclusion[0] < cue[1]:
        because = f"“{concluded}” rests on {FAMILIES[leaning.family]}"
    else:
        because = f"“{concluded}” rests on “{rested}”"
    if leaning.link and leaning.link not in concluded.lower():
        because += f", by way of “{leaning.link}”"
    start, end = min(cue[0], conclusion[0]), max(cue[1], conclusion[1])
    return Flag(leaning.family, start, end, because)


def _bounds(passage: Passage, piece: Piece) -> tuple[int, int]:
    """Where a piece stands in the text as it was written."""
    return passage.origin(piece.start), passage.origin(piece.end - 1) + 1


def _shown(text: str, bounds: tuple[int, int]) -> str:
    """The words on one line, shortened."""
    words = " ".join(text[bounds[0] : bounds[1]].split())
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
