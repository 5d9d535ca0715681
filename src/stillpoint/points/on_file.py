"""“Is it on the case file?”, asked at a section that may hold facts about the case.

What is flagged goes to the disclosure officer when the section is shared, and leaves the section:
its readers do not meet it there, and sharing again does not flag it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stillpoint.people.models import Officer
from stillpoint.points.flagging import flag_words
from stillpoint.points.models import Point
from stillpoint.trust.answers import CannotDo

ASKED, WORDS = "not_on_file", "flag_words"
FIELDS = (ASKED, WORDS)
YES, NO = "yes", "no"


def missing(answers: Mapping[str, Any]) -> Iterator[CannotDo]:
    """What the question lacks before the section can be shared."""
    if answers.get(ASKED) not in (YES, NO):
        yield CannotDo(
            "Say whether this holds something that is not on the case file.", field=ASKED
        )
    elif answers[ASKED] == YES and not answers.get(WORDS):
        yield CannotDo(
            "Write what is not on the case file: only these words go to the disclosure officer.",
            field=WORDS,
        )


def without(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that the section's readers see."""
    return {name: value for name, value in answers.items() if name not in FIELDS}


def flag(by: Officer, point: Point, answers: Mapping[str, Any]) -> None:
    """Flag the words, where the answer was yes."""
    if answers.get(ASKED) == YES:
        flag_words(by=by, point=point, words=answers[WORDS], place=str(answers.get("place", "")))
