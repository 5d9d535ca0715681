"""Names for the invented people, from ``names.toml``: no name twice, family names seldom.

A family name is not used a second time while its list has others, so that two people of the force
are seldom taken for each other.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

_FILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


@dataclass
class NameList:
    """Names that go together; family names are dealt like cards and shuffled when used up."""

    women: list[str]
    men: list[str]
    family: list[str]
    left: list[str] = field(default_factory=list)


class Names:
    """Deals names one after another; the same seed, the same names."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._lists = [
            NameList(one["women"].split(), one["men"].split(), one["family"].split())
            for one in _FILE["lists"]
        ]
        shares = np.array([one["share"] for one in _FILE["lists"]], dtype=float)
        self._shares = shares / shares.sum()
        self._taken: set[tuple[str, str]] = set()

    def next(self) -> tuple[str, str]:
        """A given and a family name that nobody has had."""
        while True:
            names = self._lists[int(self._random.choice(len(self._lists), p=self._shares))]
            given = self._one(names.women if self._random.random() < 0.5 else names.men)
            if not names.left:
                names.left = [str(name) for name in self._random.permutation(names.family)]
            name = given, names.left.pop()
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _one(self, choices: list[str]) -> str:
        return choices[int(self._random.integers(len(choices)))]
