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
from stillpoint.methods.challenge.families import FAMILIES
from stillpoint.methods.challenge.passages import Passage, passages_of
from stillpoint.methods.challenge.weighing import Leaning, Piece, leanings

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
    nearest: dict[tuple[str, int, int], tuple[int, Flag]] = {}
    for leaning in leanings(list(passages_of(text))):
        passage, conclusion = leaning.conclusion
        flag = _flag(text, leaning)
        place = (leaning.family, passage.line, passage.origin(0))
        distance = flag.end - flag.start - (conclusion.end - conclusion.start)
        if place not in nearest or distance < nearest[place][0]:
            nearest[place] = (distance, flag)
    flags = (flag for _, flag in nearest.values())
    return sorted(flags, key=lambda flag: (flag.start, flag.end, flag.family))


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
