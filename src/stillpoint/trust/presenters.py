"""An entry of the trail as a sentence, and as a row of the Trail page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.formats import date_format

from stillpoint.trust.models import Operation, TrailEntry
from stillpoint.trust.trail import CLOCK_WENT_BACK

NAMED = 5
KINDS_OF_ACTOR = {"officer": "Officer", "console": "Console user", "job": "The job"}


@dataclass(frozen=True)
class Row:
    """``sealed``: the number of the seal that holds the entry, or None while none does."""

    id: int
    at: str
    who: str
    operation: str
    sentence: str
    references: list[str]
    sealed: int | None


def rows(entries: Iterable[TrailEntry], names: Mapping[str, str] | None = None) -> list[Row]:
    """The rows of a page. ``names``: what to call ``officer:K7Q2MXTR`` or any other reference."""
    return [_row(entry, names or {}) for entry in entries]


def sentence(entry: TrailEntry, names: Mapping[str, str] | None = None) -> str:
    """Who did what to which records: ``Console user root: export the frame (round K7Q2MXTR).``"""
    names = names or {}
    parts = [f"{who(entry.actor, names)}: {entry.act}"]
    if entry.about:
        parts.append(f" ({_listed(entry.about, names)})")
    if entry.recipients:
        parts.append(f", disclosed to {', '.join(entry.recipients)}")
    if entry.note:
        parts.append(f". {_note(entry.note)}")
    text = "".join(parts)
    return text if text.endswith(".") else f"{text}."


def who(named: str, names: Mapping[str, str]) -> str:
    kind, _, name = named.partition(":")
    return names.get(named) or f"{KINDS_OF_ACTOR.get(kind, kind)} {name}".strip()


def _row(entry: TrailEntry, names: Mapping[str, str]) -> Row:
    try:
        sealed = entry.leaf.seal.number
    except ObjectDoesNotExist:
        sealed = None
    return Row(
        id=entry.pk,
        at=date_format(timezone.localtime(entry.at), "j F Y, H:i:s"),
        who=who(entry.actor, names),
        operation=Operation(entry.operation).label,
        sentence=sentence(entry, names),
        references=list(entry.about),
        sealed=sealed,
    )


def _listed(references: list[str], names: Mapping[str, str]) -> str:
    shown = ", ".join(names.get(one) or one.replace(":", " ", 1) for one in references[:NAMED])
    more = len(references) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _note(note: str) -> str:
    words = note.replace(
        CLOCK_WENT_BACK,
        "The server's clock had gone back, so the time is that of the entry before",
    )
    return words[:1].upper() + words[1:]
