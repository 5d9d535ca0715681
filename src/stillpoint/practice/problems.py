"""What is wrong with a practice file, said so that the person who wrote it can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong: which file, which key in it, what is wrong, what to do.

    Entries of a list are counted from 1 in the file named: `relationships[3].group` is the
    group of the third relationship there. A file of the shipped model is marked “(shipped)”.
    """

    file: str
    key: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place}: {self.message} {self.remedy}"


class PracticeProblems(Exception):
    """The practice model cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"The practice model cannot be used:\n{lines}")


def did_you_mean(wrong: object, known: Iterable[str]) -> str:
    """A remedy: the nearest known word, or all of them when nothing is near."""
    words = sorted(known)
    near = get_close_matches(str(wrong), words, n=1)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Use one of: {', '.join(words)}." if words else "Take it out."
