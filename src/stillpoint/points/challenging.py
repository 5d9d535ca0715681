"""Challenge cards: what somebody writes at the Full Code Test is read for reasoning that rests on
a rape myth, and a quiet card beside it puts that in question (P44, domain 5.4).

Reading keeps nothing. The writer keeps the words with a reason, opens a line of enquiry, or writes
them another way; the first two are fields of the section itself (``kept-FIELD-FAMILY``,
``line-FIELD-FAMILY``), the third leaves nothing. No officer stands beside an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stillpoint import practice
from stillpoint.methods import challenge
from stillpoint.points.conversing import LONGEST
from stillpoint.practice.myths import MythCard

AROUND = 90
OPENED = "yes"


@dataclass(frozen=True)
class Quote:
    """The words that a card refers to, with a little of what stands around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Card:
    """One card beside one field. ``kept``: the reason for keeping the words; ``opened``: whether a
    line of enquiry was opened."""

    field: str
    myth: MythCard
    quotes: tuple[Quote, ...]
    kept: str = ""
    opened: bool = False

    @property
    def key(self) -> str:
        return f"{self.field}-{self.myth.key}"

    @property
    def answered(self) -> bool:
        return bool(self.kept) or self.opened


def kept_field(field: str, family: str) -> str:
    return f"kept-{field}-{family}"


def opened_field(field: str, family: str) -> str:
    return f"line-{field}-{family}"


def card_fields(field: str) -> Iterator[str]:
    """The names under which answers to the cards of a field can stand."""
    for family in challenge.FAMILIES:
        yield kept_field(field, family)
        yield opened_field(field, family)


def cards_for(field: str, text: str, answers: Mapping[str, Any]) -> list[Card]:
    """The cards that the text of a field calls for, in the order of the text: one for each myth,
    with what was answered. None for a text too long to be kept."""
    if len(text) > LONGEST:
        return []
    model = practice.current()
    quotes: dict[str, list[Quote]] = {}
    for flag in challenge.read(text):
        quotes.setdefault(flag.family, []).append(_quote(text, flag.start, flag.end))
    return [
        Card(
            field=field,
            myth=model.myth(family),
            quotes=tuple(found),
            kept=str(answers.get(kept_field(field, family), "")).strip(),
            opened=answers.get(opened_field(field, family)) == OPENED,
        )
        for family, found in quotes.items()
    ]


def answered_in(field: str, answers: Mapping[str, Any]) -> Iterator[tuple[MythCard, str]]:
    """The answers that stand beside a field: the card, and the reason for keeping the words (empty
    when a line of enquiry was opened)."""
    for family in challenge.FAMILIES:
        kept = answers.get(kept_field(field, family), "")
        if kept or answers.get(opened_field(field, family)):
            yield practice.current().myth(family), kept


def gone(cards: Iterable[Card], field: str) -> dict[str, str]:
    """What takes away the answers to cards that no longer stand: the words are gone."""
    standing = {card.myth.key for card in cards}
    return {
        name: ""
        for family in challenge.FAMILIES
        if family not in standing
        for name in (kept_field(field, family), opened_field(field, family))
    }


def _quote(text: str, start: int, end: int) -> Quote:
    """The words with their sentence around them, as far as it is not too long."""
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    cut = max(before.rfind(mark) for mark in (". ", "\n", "! ", "? "))
    stops = [place for mark in (".", "\n", "!", "?") if (place := after.find(mark)) >= 0]
    begun = cut >= 0 or start <= AROUND
    ended = bool(stops) or end + AROUND >= len(text)
    return Quote(
        ("" if begun else "…") + before[cut + 1 :].lstrip(" ."),
        text[start:end],
        (after[: min(stops)] if stops else after) + ("" if ended else "…"),
    )
