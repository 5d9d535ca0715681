"""What a check of the practice model has found so far, and where each finding is written."""

from collections.abc import Iterable
from typing import TypeVar

from stillpoint.practice.files import PracticeFile
from stillpoint.practice.problems import Problem, did_you_mean
from stillpoint.practice.reading import Reading

FileKind = TypeVar("FileKind", bound=PracticeFile)
Where = tuple[int | str, ...]


class Findings:
    """The problems found so far, and the typed files in which to look."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.problems: list[Problem] = []

    def file(self, name: str, kind: type[FileKind]) -> FileKind:
        """The typed content of a file; a rule only runs when it is there."""
        typed = self.reading.typed[name]
        assert isinstance(typed, kind)
        return typed

    def add(self, name: str, path: Where, message: str, remedy: str) -> None:
        """Note a problem at a path into a file's merged content."""
        file, key = self.reading.merged[name].place(path)
        self.problems.append(Problem(file, key, message, remedy))

    def must_exist(
        self, name: str, path: Where, key: str | None, known: Iterable[str], what: str
    ) -> None:
        """Note a problem when a key names something that is not there."""
        words = list(known)
        if key is not None and key not in words:
            message = f"There is no {what} with the key “{key}”."
            self.add(name, path, message, did_you_mean(key, words))

    def each_once(self, name: str, keyed: Iterable[tuple[Where, str]], what: str) -> None:
        """Note a problem for each key that was used before."""
        seen: set[str] = set()
        for path, key in keyed:
            if key in seen:
                message = f"The key “{key}” is used by another {what} too."
                self.add(name, path, message, "Give each its own key.")
            seen.add(key)
