"""Words in place of characters that the PDF's own typefaces do not have.

A PDF that anyone can read (PDF/UA-1) may hold no character without a shape, and the typesetter's
typefaces have none for Chinese, Gurmukhi or emoji. Whatever someone wrote, the report must come
out: such a character stands there by name, as in ``[grinning face]`` or ``[3 Gurmukhi letters]``.
Word, spreadsheet and web page carry the characters themselves.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

# Basic Latin, Latin-1 and Latin Extended-A: every typeface of the typesetter has them.
ALWAYS = re.compile("[\n\t\x20-\x7e\xa0-\u017f‘’“”–—…•]*")
NOTE = (
    "Some characters have no shape in the typeface of this PDF. Words in square brackets stand for "
    "them. The Word, spreadsheet and web versions of this report show the characters themselves."
)
SCRIPTS = {"CJK": "Chinese", "HANGUL": "Korean"}
LONG_NAME = 40
# Nobody writes with more kinds of characters than this; trying them would take minutes.
MOST_TRIED = 3_000
# How the typesetter quotes a text that it has no shape for, and an unseen character in it.
QUOTED = re.compile(r'the text `"(.*?)"` could not')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


Trial = Callable[[Collection[str]], str | None]


@dataclass(frozen=True)
class StandIn:
    """``words`` name one picture, or the script of a letter: letters of one script in a row are
    counted. No words: nothing need stand for it."""

    words: str
    is_letter: bool = False


Standing = Mapping[str, StandIn]


def stand_ins(texts: Iterable[str], tried: Trial) -> Standing:
    """For each character with its marks that cannot be printed, what stands for it.

    ``tried`` typesets many characters at once: None where that worked, else the typesetter's
    complaint. A report in plain English costs no trial, one with a foreign name costs one.
    """
    odd = odd_characters(texts)
    refused = _refused(odd, tried) if len(odd) <= MOST_TRIED else odd
    return {one: _stand_in(one) for one in refused}


def stand_ins_for_all(texts: Iterable[str]) -> Standing:
    """A stand-in for every character that is not sure to have a shape: what is left where the
    typesetter takes each by itself and refuses them together."""
    return {one: _stand_in(one) for one in odd_characters(texts)}


def odd_characters(texts: Iterable[str]) -> list[str]:
    """The characters, each with its marks, that are not sure to have a shape; each once."""
    odd: dict[str, None] = {}
    for text in texts:
        if not ALWAYS.fullmatch(text):
            odd.update(dict.fromkeys(one for one in clusters(text) if not ALWAYS.fullmatch(one)))
    return list(odd)


def clusters(text: str) -> list[str]:
    """The text as characters, each with the marks and joiners that hang on it."""
    made: list[str] = []
    joined = False
    for one in text:
        hangs = unicodedata.category(one) in ("Mn", "Mc", "Me") or one in "\u200d\ufe0e\ufe0f"
        if made and (hangs or joined):
            made[-1] += one
        else:
            made.append(one)
        joined = one == "\u200d"
    return made


def with_stand_ins(text: str, standing: Standing) -> str:
    """The text with its stand-ins in square brackets."""
    if not standing or ALWAYS.fullmatch(text):
        return text
    runs = itertools.groupby(clusters(text), standing.get)
    return "".join(_bracketed(stand_in, list(run)) for stand_in, run in runs)


def _bracketed(stand_in: StandIn | None, run: list[str]) -> str:
    if stand_in is None:
        return "".join(run)
    times = len(run)
    if not stand_in.words:
        return ""
    if not stand_in.is_letter:
        return f"[{stand_in.words}]" * times
    return f"[{times} {stand_in.words} letter{'s' if times > 1 else ''}]"


def _refused(odd: list[str], tried: Trial) -> list[str]:
    """Those of the characters that cannot be printed. The complaint names them, which saves time;
    where it does not, halves are tried until the culprits are found."""
    complaint = tried(odd) if odd else None
    if complaint is None:
        return []
    if len(odd) == 1:
        return odd
    complained_of = _named_in(complaint)
    named = [one for one in odd if not complained_of.isdisjoint({one, *one})]
    rest = [one for one in odd if complained_of.isdisjoint({one, *one})]
    if named:
        return named + _refused(rest, tried)
    middle = len(odd) // 2
    return _refused(odd[:middle], tried) + _refused(odd[middle:], tried)


def _named_in(complaint: str) -> set[str]:
    """The texts that the typesetter says it has no shape for, and each of their characters."""
    named = set()
    for words in QUOTED.findall(complaint):
        text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), words)
        named |= {text, *text}
    return named


@functools.cache
def _stand_in(cluster: str) -> StandIn:
    first = cluster[0]
    kind = unicodedata.category(first)
    name = unicodedata.name(first, "")
    if kind in ("Cf", "Cc", "Zs", "Zl", "Zp"):
        return StandIn("")
    if not name:
        return StandIn("a character without a name")
    if kind[0] in "LMN":
        script = name.split()[0]
        return StandIn(SCRIPTS.get(script, script.capitalize()), is_letter=True)
    return StandIn(name.lower() if len(name) <= LONG_NAME else "a picture")
