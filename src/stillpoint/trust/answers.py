"""What an access rule returns: allowed or not, and the reason in a sentence for the reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """The answer of an access rule.

    ``reason`` is a sentence shown to the person refused, so it must not say more about the
    thing than they may know.
    """

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def yes(reason: str = "You may do this.") -> Answer:
    return Answer(True, reason)


def no(reason: str) -> Answer:
    return Answer(False, reason)


class Refused(Exception):
    """An act or page was refused by an access rule; carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.reason)
        self.answer = answer


def require(answer: Answer) -> None:
    """Raise Refused unless the answer allows."""
    if not answer.allowed:
        raise Refused(answer)


class CannotDo(ValueError):
    """A business rule says no: one sentence with what is wrong and what to do.

    ``field`` names the form field that the sentence belongs to, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
