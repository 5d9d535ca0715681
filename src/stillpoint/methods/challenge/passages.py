"""A text as passages: one for each sentence or line, in plain small letters, quotations covered.

Officers write in sentences, in lines and in notes without verbs. A passage keeps where each of
its characters stood, so that what is found can be shown in the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass


def words(listed: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(listed.split())


LONGEST = 600
"""Characters of a passage at most: text pasted without a full stop is read in pieces."""

_LINE = re.compile(r"[^\r\n\u2028\u2029]{1,100000}")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_WORD = re.compile(r"\S{1,200}")
_ENDS = re.compile(r"[.!?][\"')\]\u201d\u2019]{0,3}\Z")
_SHORTENED = words(
    """
    e.g. i.e. no. nos. approx. cf. st. dr. mr. mrs. ms. para. p. pp. vs. v. s. ref. sgt. insp. ch.
    sec. etc. min. mins. hrs. tel. int. i.p. u.k.
    """
)
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2013": "-", "\u2014": "-"})
_SPOKEN = re.compile(
    r"\b(?:said|says|told|stated|states|wrote|replied|answered|asked|text|read|reads)\b"
    r"[^.\"\u201c]{0,25}\Z|:\s?\Z"
)
_QUOTED = re.compile(
    r"\"(?P<a>[^\"]{2,400})\"|\u201c(?P<b>[^\u201c\u201d]{2,400})\u201d"
    r"|(?<![\w'])'(?P<c>[^']{12,400})'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is plain; `line` counts lines; `opens` says whether a paragraph begins here, `asks`
    whether it ends with a question mark.
    """

    text: str
    line: int
    opens: bool
    asks: bool
    places: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, place: int) -> int:
        """Where the character at `place` stood in the text as it was written."""
        word = max(0, bisect_right(self.places, place) - 1)
        return self.origins[word] + place - self.places[word]


def passages_of(text: str) -> Iterator[Passage]:
    """The passages of a text in order. Time in proportion to its length."""
    plain = _plain(text)
    held: list[tuple[str, int]] = []
    size = number = ended = 0
    for line in _LINE.finditer(plain):
        found = [(m[0], m.start() + line.start()) for m in _WORD.finditer(line[0])]
        if held and found and not _carries_on(plain, held, found[0][1]):
            yield _passage(held, number, plain[ended : held[0][1]])
            ended = held[-1][1] + len(held[-1][0])
            held, size = [], 0
        number += not held
        for word in found:
            held.append(word)
            size += len(word[0]) + 1
            if size > LONGEST or (_ENDS.search(word[0]) and word[0] not in _SHORTENED):
                yield _passage(held, number, plain[ended : held[0][1]])
                ended = held[-1][1] + len(held[-1][0])
                held, size = [], 0
    if held:
        yield _passage(held, number, plain[ended : held[0][1]])


def _plain(text: str) -> str:
    """Small letters and straight marks, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_PLAIN)


def _carries_on(plain: str, held: list[tuple[str, int]], start: int) -> bool:
    """Whether a new line carries on the sentence: one break, and a long line before it."""
    last, place = held[-1]
    between = plain[place + len(last) : start]
    wrapped = start - held[0][1] > 55 and len(held) > 8
    return wrapped and between.strip(" \t") in ("\n", "\r\n") and plain[start].isalpha()


def _passage(words: list[tuple[str, int]], line: int, before: str) -> Passage:
    places, place = [], 0
    for word, _ in words:
        places.append(place)
        place += len(word) + 1
    text = " ".join(word for word, _ in words)
    return Passage(
        _covered(text),
        line,
        len(_BREAK.findall(before)) > 1,
        text.rstrip("\"')]\u201d ").endswith("?"),
        tuple(places),
        tuple(origin for _, origin in words),
    )


def _covered(text: str) -> str:
    """The text with the letters of quotations covered.

    Two or three words in inverted commas are as often a label as somebody's words; they are
    covered only after a verb of speaking or a colon.
    """

    def cover(match: re.Match[str]) -> str:
        inside = match["a"] or match["b"] or match["c"]
        spoken = _SPOKEN.search(match.string[max(0, match.start() - 40) : match.start()])
        if len(inside.split()) < 5 and not spoken:
            return match[0]
        return re.sub(r"\S", "_", match[0])

    return _QUOTED.sub(cover, text)
