"""Read with weights that were learned from sentences: which passages reason from a myth, of whom.

A passage is a paragraph of up to four sentences, or of a longer one a sentence with up to two
before it. Its features (`features`) are looked up in tables that `tools/train_challenge.py` made
and that anybody can read: how much each speaks for the writer's own reasoning, and for which
family. Nothing else is looked at:
no writer, no case, no text kept.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stillpoint.methods.challenge.features import placed, stance_features, subject_features
from stillpoint.methods.challenge.weighing import Weighed

WHOLE, SLIDING = 4, 3
"""Sentences of a paragraph read together, and of a longer one as it is read on."""

LONGEST = 900
"""Characters of a passage at most."""

BIAS = "(always)"


@dataclass(frozen=True, slots=True)
class Stance:
    """How much each feature speaks for the writer's own reasoning. From the score `mark` on a
    passage is marked; under `veto` even what the rules found is left alone.
    """

    features: Mapping[str, float]
    mark: float
    veto: float

    def score(self, features: Collection[str]) -> float:
        """How much a passage looks like reasoning from a myth; 0 is as likely as not."""
        known = [self.features[one] for one in features if one in self.features]
        return math.fsum(known) / math.sqrt(max(len(known), 1)) + self.features[BIAS]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: the stance of a short paragraph, that of a part of a longer one, and the
    family. `second` is how likely a second family must be.
    """

    whole: Stance
    part: Stance
    families: Mapping[str, Mapping[str, float]]
    second: float

    def likely(self, features: Collection[str]) -> dict[str, float]:
        """How likely each family is for a passage, adding up to 1."""
        known = [self.families[one] for one in sorted(features) if one in self.families]
        size = math.sqrt(max(len(known), 1))
        scores = {
            family: bias + math.fsum(row.get(family, 0.0) for row in known) / size
            for family, bias in self.families[BIAS].items()
        }
        most = max(scores.values())
        parts = {family: math.exp(score - most) for family, score in scores.items()}
        whole = sum(parts.values())
        return {family: part / whole for family, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences read together, by which table, with their score and that of each `alone`."""

    first: int
    sentences: Sequence[Weighed]
    stance: Stance
    score: float
    alone: Sequence[float]

    @property
    def places(self) -> range:
        """The numbers of its sentences in the text."""
        return range(self.first, self.first + len(self.sentences))

    @property
    def concludes(self) -> int:
        """The number of the sentence that looks most like the writer's own reasoning."""
        return self.first + max(range(len(self.alone)), key=self.alone.__getitem__)


@cache
def shipped() -> Weights:
    """The weights in the package."""
    limits = {name: row[""] for name, row in _table("thresholds.tsv").items()}
    whole, part = (
        Stance(
            {name: row[""] for name, row in _table(f"{kind}.tsv").items()},
            limits[f"{kind}-mark"],
            limits[f"{kind}-veto"],
        )
        for kind in ("whole", "part")
    )
    return Weights(whole, part, _table("families.tsv"), limits["second"])


def _table(name: str) -> dict[str, dict[str, float]]:
    """Rows of `feature`, then one number or `family=number` for each family."""
    source = files("stillpoint.methods.challenge").joinpath("weights", name)
    table: dict[str, dict[str, float]] = {}
    for line in source.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            feature, *cells = line.split("\t")
            split = (cell.rpartition("=") for cell in cells)
            table[feature] = {family: float(number) for family, _, number in split}
    return table


def paragraphs(sentences: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends, in numbers of sentences."""
    start = 0
    for end in range(1, len(sentences) + 1):
        if end == len(sentences) or sentences[end].passage.opens:
            yield start, end
            start = end


def parts(sentences: Sequence[Weighed], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each sentence of a longer paragraph with up to two before it."""
    for last in range(start, end):
        first = max(start, last + 1 - SLIDING)
        while first < last and _size(sentences[first : last + 1]) > LONGEST:
            first += 1
        yield first, last + 1


def _size(sentences: Sequence[Weighed]) -> int:
    return sum(len(here.text) for here in sentences)


def stance_of(own: Sequence[frozenset[str]]) -> set[str]:
    """The stance features of sentences read together, from those of each by itself."""
    found: set[str] = set()
    for place, features in enumerate(own, 1):
        found |= placed(features, last=place == len(own))
    return found


def windows(sentences: Sequence[Weighed], weights: Weights) -> list[Window]:
    """Every passage of a text with its score."""
    own = [stance_features(here) for here in sentences]
    found: list[Window] = []
    for start, end in paragraphs(sentences):
        if end - start <= WHOLE and _size(sentences[start:end]) <= LONGEST:
            read, stance = iter([(start, end)]), weights.whole
        else:
            read, stance = parts(sentences, start, end), weights.part
        alone = [stance.score(features) for features in own[start:end]]
        for first, last in read:
            score = stance.score(stance_of(own[first:last]))
            there = alone[first - start : last - start]
            found.append(Window(first, sentences[first:last], stance, score, there))
    return found


def subjects(window: Window, weights: Weights) -> list[str]:
    """The family a passage rests on, or the two; none when no word brings in any myth."""
    features = subject_features(window.sentences)
    if not any(one[0] in "@#" for one in features):
        return []
    likely = weights.likely(features)
    first, second = sorted(likely, key=lambda family: (-likely[family], family))[:2]
    return [first, second] if likely[second] >= weights.second else [first]


def marked(read: Sequence[Window]) -> Iterator[Window]:
    """The windows that reason from a myth; of those that share a sentence the strongest."""
    taken: set[int] = set()
    for window in sorted(read, key=lambda one: (-one.score, one.first)):
        if window.score >= window.stance.mark and taken.isdisjoint(window.places):
            taken.update(window.places)
            yield window


def vetoed(read: Sequence[Window]) -> set[int]:
    """The sentences of which no window looks like reasoning at all."""
    kept = {n for window in read if window.score >= window.stance.veto for n in window.places}
    return {n for window in read for n in window.places} - kept
