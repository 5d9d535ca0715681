"""The reader for rape myths: how much it finds, how rarely it stops an officer who does it right."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from stillpoint.methods import sampling

LABELS = {"reasoning", "mention", "rebuttal", "reported", "anticipated", "other"}


@dataclass(frozen=True)
class Sentence:
    """One authored sentence. The sentences of a pair differ in stance, not in subject."""

    id: str
    pair: str
    family: str
    label: str
    text: str

    @property
    def rests_on_a_myth(self) -> bool:
        return self.label == "reasoning"


def sentences() -> list[Sentence]:
    found = []
    for source in sorted(Path(__file__).parent.glob("challenge_sentences_*.toml")):
        for pair, both in tomllib.loads(source.read_text("utf-8")).items():
            for label, text in both.items():
                found.append(Sentence(f"{pair}-{label}", pair, pair[:3], label, text))
    return found


def pairs_set_aside() -> frozenset[str]:
    """A third of the pairs of each family, those with the smallest tickets.

    Fixed before any rule was written. Nothing here prints, or names in a failure, what these
    sentences say: whoever changes the rules must not learn from them.
    """
    families: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences():
        families[sentence.family].add(sentence.pair)
    aside: set[str] = set()
    for pairs in families.values():
        ordered = sorted(pairs, key=lambda pair: sampling.ticket("challenge", pair))
        aside.update(ordered[: math.ceil(len(ordered) / 3)])
    return frozenset(aside)


# --- The authored sentences ----------------------------------------------------------------------


def test_the_set_is_large_and_half_of_it_are_hard_negatives() -> None:
    every = sentences()
    assert len({one.text for one in every}) == len(every) >= 640
    assert sum(not one.rests_on_a_myth for one in every) * 2 == len(every)
    assert {one.label for one in every} == LABELS


def test_every_family_but_the_one_of_society_at_large_has_at_least_twelve_pairs() -> None:
    pairs: dict[str, set[str]] = defaultdict(set)
    for one in sentences():
        pairs[one.family].add(one.pair)
    assert set(pairs) == {f"M{number:02}" for number in range(1, 28)} - {"M26"}
    assert min(map(len, pairs.values())) >= 12


def test_each_pair_holds_the_reasoning_and_its_opposite() -> None:
    labels: dict[str, list[str]] = defaultdict(list)
    for one in sentences():
        labels[one.pair].append(one.label)
    assert all(len(both) == 2 and both[0] == "reasoning" != both[1] for both in labels.values())


def test_a_third_of_the_pairs_is_set_aside_in_every_family() -> None:
    aside = pairs_set_aside()
    assert {pair[:3] for pair in aside} == {one.family for one in sentences()}
    assert 3 * len(aside) >= len({one.pair for one in sentences()})
