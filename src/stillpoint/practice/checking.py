"""Check that the parts of a practice model fit one another."""

from pathlib import Path

from stillpoint.practice.problems import Problem
from stillpoint.practice.reading import Reading, read


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a force's folder laid over the shipped model; empty when fine."""
    return problems_in(read(folder))


def problems_in(reading: Reading) -> list[Problem]:
    """Everything wrong with what was read: form first, then what does not fit together."""
    return list(reading.problems)
