"""Measure the reader for rape myths on sentences of your own.

    .venv/bin/python tools/measure_challenge.py FILE...

Each file is TOML, one table a pair: `[M05-x1]` (the family, then any name), first `reasoning`, a
passage that rests on that family's myth, then its opposite under `mention`, `rebuttal`,
`reported`, `anticipated` or `other`. Nothing leaves the machine; no sentence is printed.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import challenge_sentences as authored
from challenge_sentences import Sentence

from stillpoint.methods.challenge import FAMILIES, Flag, read
from stillpoint.methods.estimation import binomial_interval

Reader = Callable[[str], list[Flag]]
STANCES = ("rebuttal", "mention", "reported", "anticipated", "other")


def share(found: int, of: int) -> str:
    """Both sides of a ratio with its Wilson interval, 95 %."""
    if not of:
        return "none"
    low, high = binomial_interval(found, of)
    return f"{found} of {of}, {found / of:.0%} ({low:.0%} to {high:.0%})"


def table(title: str, sentences: Sequence[Sentence], reader: Reader = read) -> str:
    """What the reader makes of the sentences, as a table in Markdown."""
    marks = {one: {flag.family for flag in reader(one.text)} for one in sentences}
    return "\n".join(
        [f"## {title}", "", *_whole(marks), "", *_by_stance(marks), "", *_by_family(marks), ""]
    )


def _whole(marks: dict[Sentence, set[str]]) -> Iterator[str]:
    reasoning = [one for one in marks if one.rests_on_a_myth]
    negatives = [one for one in marks if not one.rests_on_a_myth]
    right = sum(one.family in marks[one] for one in reasoning)
    found = sum(bool(marks[one]) for one in reasoning)
    wrong = sum(bool(marks[one]) for one in negatives)
    cards = [family == one.family for one in reasoning for family in marks[one]]
    yield "| Measure | Share, with 95 % interval |"
    yield "|---|---|"
    yield f"| Reasoning found, right family | {share(right, len(reasoning))} |"
    yield f"| Reasoning marked, any family | {share(found, len(reasoning))} |"
    yield f"| Hard negatives marked | {share(wrong, len(negatives))} |"
    yield f"| Cards on reasoning that are of its family | {share(sum(cards), len(cards))} |"


def _by_stance(marks: dict[Sentence, set[str]]) -> Iterator[str]:
    yield "| Hard negatives | Marked |"
    yield "|---|---|"
    for stance in STANCES:
        ones = [one for one in marks if one.label == stance]
        yield f"| {stance} | {share(sum(bool(marks[one]) for one in ones), len(ones))} |"


def _by_family(marks: dict[Sentence, set[str]]) -> Iterator[str]:
    yield "| Family | Right family | Any family | Negatives marked |"
    yield "|---|---|---|---|"
    for family in FAMILIES:
        ours = [one for one in marks if one.family == family]
        reasoning = [one for one in ours if one.rests_on_a_myth]
        negatives = [one for one in ours if not one.rests_on_a_myth]
        if ours:
            right = sum(family in marks[one] for one in reasoning)
            found, wrong = (
                sum(bool(marks[one]) for one in part) for part in (reasoning, negatives)
            )
            counts = (right, found, wrong), (len(reasoning), len(reasoning), len(negatives))
            cells = [f"{part} of {whole}" for part, whole in zip(*counts, strict=True)]
            yield f"| {family} | {' | '.join(cells)} |"


def main(paths: list[str]) -> int:
    if not paths:
        print(__doc__)
        return 2
    try:
        sentences = authored.of(Path(path) for path in paths)
    except (OSError, tomllib.TOMLDecodeError, AttributeError) as error:
        print(f"Cannot read the sentences: {error}. Each file holds pairs as described above.")
        return 2
    print(table(", ".join(Path(path).name for path in paths), sentences))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
