"""Ranks as forces write them: ``Det Con``, ``A/DS``, ``T/DI``, ``Temp. Det. Insp.``

The words stand in ``ranks.toml``. A wording that could be two ranks is the one that stands there by
itself: ``ACC`` is an assistant chief constable, ``A/CC`` an acting chief constable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stillpoint import practice
from stillpoint.methods.typed_text import without_marks

ACTING, TEMPORARY = "acting", "temporary"
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")


@dataclass(frozen=True)
class RankWording:
    """What a wording says: the key of the rank; ``mark`` is ACTING, TEMPORARY or empty."""

    rank: str
    mark: str = ""
    detective: bool = False


def rank_in(text: str) -> RankWording | None:
    """The rank that the text names, or None."""
    model = practice.current()
    known, beside = _known(model.ranks), model.rank_words
    words = _words(text)
    found = (
        _spaced(words, known, beside)
        or _in_one(words, known, beside)
        or _spaced(_behind_first(words, beside), known, beside)
    )
    if found is None:
        return None
    # Nobody acts in the lowest rank: T/DC is a trainee detective constable.
    lowest = min(rank.level for rank in model.ranks)
    return replace(found, mark="") if model.level(found.rank) == lowest else found


def rank_below(key: str) -> str:
    """The rank below, of the same force where it has its own; empty below the lowest."""
    model = practice.current()
    of = model.rank(key)
    below = [rank for rank in model.ranks if rank.level == of.level - 1]
    own = [rank for rank in below if rank.used_in == of.used_in]
    chosen = own or [rank for rank in below if rank.used_in == "any"] or below
    return chosen[-1].key if chosen else ""


@lru_cache(maxsize=4)
def _known(ranks: tuple[practice.Rank, ...]) -> Mapping[tuple[str, ...], RankWording]:
    """The wordings of ranks, as words; and each in one word."""
    found: dict[tuple[str, ...], RankWording] = {}
    for rank in ranks:
        plain = (rank.key.replace("_", " "), rank.label, rank.short, *rank.written)
        for text in plain:
            found.setdefault(_words(text), RankWording(rank.key))
        for text in filter(None, (rank.detective_label, rank.detective_short)):
            found.setdefault(_words(text), RankWording(rank.key, detective=True))
    for words, wording in list(found.items()):
        found.setdefault(("".join(words),), wording)
    return found


def _words(text: str) -> tuple[str, ...]:
    """Words in lower case. Dots between single letters join them (``D.I.``); a collar number beside
    the rank says nothing."""
    plain = without_marks(unicodedata.normalize("NFKC", text))
    words = re.split(r"[\W_]+", _INITIALS.sub(r"\1", plain))
    return tuple(word for word in words if word and not (word.isdigit() and len(word) > 2))


def _spaced(
    words: Sequence[str],
    known: Mapping[tuple[str, ...], RankWording],
    beside: practice.RankWords,
) -> RankWording | None:
    """Words beside the rank, then the rank: the longest wording of a rank counts."""
    said = RankWording("")
    for n in range(len(words)):
        rest = tuple(words[n:])
        if rest in known:
            return _both(said, known[rest])
        marked = _beside(words[n], beside)
        if marked is None:
            return None
        said = _both(said, marked)
    return None


def _behind_first(words: Sequence[str], beside: practice.RankWords) -> tuple[str, ...]:
    """Words that stand behind the rank (``Inspector, acting``) before it."""
    last = len(words)
    while last and _beside(words[last - 1], beside) is not None:
        last -= 1
    return (*words[last:], *words[:last])


def _in_one(
    words: Sequence[str],
    known: Mapping[tuple[str, ...], RankWording],
    beside: practice.RankWords,
) -> RankWording | None:
    """The letters of all words together (``D S``, ``TDI``, ``DSgt``); else of those after a word
    beside the rank (``A/C/I``)."""
    said, start = RankWording(""), 0
    while start < len(words):
        found = _glued("".join(words[start:]), known, beside)
        if found is not None:
            return _both(said, found)
        marked = _beside(words[start], beside)
        if marked is None:
            return None
        said, start = _both(said, marked), start + 1
    return None


def _glued(
    letters: str, known: Mapping[tuple[str, ...], RankWording], beside: practice.RankWords
) -> RankWording | None:
    said = RankWording("")
    for n in range(min(3, len(letters))):
        if (letters[n:],) in known:
            return _both(said, known[letters[n:],])
        marked = _beside(letters[n], beside)
        if marked is None:
            return None
        said = _both(said, marked)
    return None


def _beside(word: str, beside: practice.RankWords) -> RankWording | None:
    if word in beside.acting:
        return RankWording("", ACTING)
    if word in beside.temporary:
        return RankWording("", TEMPORARY)
    if word in beside.detective:
        return RankWording("", detective=True)
    return RankWording("") if word in (*beside.trainee, *beside.ignored) else None


def _both(one: RankWording, other: RankWording) -> RankWording:
    return RankWording(
        other.rank or one.rank, one.mark or other.mark, one.detective or other.detective
    )
