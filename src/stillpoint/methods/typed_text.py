"""Compare what people type: names of people, found however they are typed, and names of places,
told apart or taken for the same.

Unicode Standard Annex 15 (normalisation forms) and the Unicode names of letters; edit distance with
transpositions after Damerau (1964).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# As keyboards, word processors and other systems write one and the same mark.
_APOSTROPHES = "'’‘‛ʼʻʽʹˈ`´′＇ʾʿꞌ\u055a\u05f3"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_SHAPES = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-"))
_WITH = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{1,2}) WITH ")
_BASES = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ə": "e", "ĸ": "k"}
# Where a mark is often written as a second letter.
_SECOND_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})
_SHORT = {"&": "and", "saint": "st"}
# Shorter words differ in more than a slip: North and South, Team 1 and Team 2, II and III.
_LEAST_LETTERS = 4
_LONG_WORD = 8


def tidied(text: str) -> str:
    """The text with single spaces, composed letters, and no characters that nobody sees."""
    seen = "".join(
        " " if one.isspace() else one
        for one in unicodedata.normalize("NFC", text)
        if one.isspace() or unicodedata.category(one) not in ("Cf", "Cc", "Co")
    )
    return " ".join(seen.split())


def name_key(text: str) -> str:
    """What two names of a place, team or course have in common when they are the same: the text
    without case, width, spaces and the shape of apostrophes and dashes."""
    plain = unicodedata.normalize("NFKC", tidied(text).translate(_SHAPES)).casefold()
    return "".join(unicodedata.normalize("NFKC", plain).translate(_SHAPES).split())


def is_near(one: str, other: str) -> bool:
    """Whether two names that are not the same may be meant as the same: they differ in marks,
    punctuation, an *s* at the end, or a slip of the keyboard."""
    first, second = _loose_words(one), _loose_words(other)
    if "".join(first) == "".join(second):
        return True
    if len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differing) <= 2 and all(_is_slip(a, b) for a, b in differing)


def person_key(*names: str) -> str:
    """What a person is found by: each word of their names without case, marks and punctuation;
    then each name in one word, and all in one; then the same with marks as second letters."""
    found: dict[str, None] = {}
    for spelt in (names, [name.casefold().translate(_SECOND_LETTERS) for name in map(_nfc, names)]):
        plain = [without_marks(name) for name in spelt]
        for text in (*plain, "".join(plain)):
            found |= dict.fromkeys(re.sub(r"[\W_]+", " ", text).split())
            found[re.sub(r"[\W_]+", "", text)] = None
    return " ".join(found).strip()


def person_words(query: str) -> list[tuple[str, ...]]:
    """The words of a query, each as the spellings of which ``person_key`` must hold one. A word of
    punctuation alone asks for nothing."""
    words = []
    for word in tidied(query).split():
        spelt = (word, word.casefold().translate(_SECOND_LETTERS))
        plain = dict.fromkeys(re.sub(r"[\W_]+", "", without_marks(one)) for one in spelt)
        if any(plain):
            words.append(tuple(plain))
    return words


def without_marks(text: str) -> str:
    """Lower-case letters without accents, strokes and ligatures: ``Łukasz Sørensen`` is
    ``lukasz sorensen``."""
    plain = tidied(text).translate(_SHAPES).casefold()
    return "".join(map(_base, unicodedata.normalize("NFKD", plain)))


@lru_cache(maxsize=4096)
def _base(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.combining(letter):
        return ""
    if letter in _BASES:
        return _BASES[letter]
    named = _WITH.match(unicodedata.name(letter, ""))
    return named[1].lower() if named else letter


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _loose_words(text: str) -> list[str]:
    spaced = without_marks(text).replace("&", " & ").replace("'", "")
    words = [word for word in re.split(r"[^\w&]+|_", spaced) if word]
    return [_singular(_SHORT.get(word, word)) for word in words]


def _singular(word: str) -> str:
    plural = len(word) >= _LEAST_LETTERS and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST_LETTERS or not (one + other).isalpha():
        return False
    # Northside and Southside are two edits apart, and two places.
    both_long = min(len(one), len(other)) >= _LONG_WORD and one[0] == other[0]
    return _edits(one, other) <= (2 if both_long else 1)


def _edits(one: str, other: str) -> int:
    """Letters to insert, delete, change or swap with the next, to make one word of the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        now = [n]
        for m, theirs in enumerate(other, 1):
            cost = min(last[m] + 1, now[m - 1] + 1, last[m - 1] + (letter != theirs))
            swapped = n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == theirs
            now.append(min(cost, before[m - 2] + 1) if swapped else cost)
        before, last = last, now
    return last[-1]
