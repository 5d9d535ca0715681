"""The invented sentences by which the reader for rape myths is made and measured."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.methods.set_aside import set_aside  # noqa: E402

HERE = ROOT / "tests" / "methods"


@dataclass(frozen=True)
class Sentence:
    """One invented passage. The two of a pair differ in stance, not in subject."""

    pair: str
    family: str
    label: str
    text: str

    @property
    def rests_on_a_myth(self) -> bool:
        return self.label == "reasoning"


def of(paths: Iterable[Path]) -> list[Sentence]:
    """The sentences of TOML files, in order: `[M05-x1]`, then `reasoning` and its opposite."""
    found = []
    for path in paths:
        for pair, both in tomllib.loads(path.read_text("utf-8")).items():
            for label, text in both.items():
                found.append(Sentence(f"{path.stem}/{pair}", pair[:3], label, text))
    return found


def named(pattern: str) -> list[Sentence]:
    """The sentences of the committed files that match a pattern."""
    return of(sorted(HERE.glob(f"challenge_sentences_{pattern}.toml")))


def first_hand() -> list[Sentence]:
    """The sentences of the hand that wrote the rules, without the third that is set aside."""
    every = named("[0-9]")
    aside = set_aside(one.pair.partition("/")[2] for one in every)
    kept = [one for one in every if one.pair.partition("/")[2] not in aside]
    return kept + named("after")


def plain_prose() -> list[str]:
    """Sentences of police prose that hold no reasoning, from the tests of the identifier scan."""
    listed = tomllib.loads((HERE / "identifier_sentences.toml").read_text("utf-8")).values()
    every = (text for texts in listed if isinstance(texts, list) for text in texts)
    return [re.sub(r"\{\w+\|([^}]*)\}", r"\1", text) for text in every]


def bare_facts() -> list[str]:
    """Facts that a file must record and from which nobody concludes anything."""
    facts: list[str] = tomllib.loads((HERE / "challenge_bare_facts.toml").read_text("utf-8"))[
        "facts"
    ]
    return facts


def in_paragraphs(sentences: Sequence[Sentence], texts: Sequence[str]) -> list[str]:
    """Each text in a longer paragraph, between two mentions drawn from the sentences."""
    mentions = [one.text for one in sentences if one.label == "mention"]
    return [
        " ".join(
            [
                mentions[(7 * place + 3) % len(mentions)],
                text,
                mentions[-(5 * place) % len(mentions)],
            ]
        )
        for place, text in enumerate(texts)
    ]
