"""What a room says about the records that it takes in: their fields, and how a text becomes one.

``intake`` does not know what it imports; ``cases`` and ``people`` hand it their kinds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone


class BadValue(ValueError):
    """A text that cannot be this field: the sentence says what would be right."""


class UnknownWording(BadValue):
    """A wording that nobody has given a meaning yet."""


def any_text(text: str) -> str:
    return text


@dataclass(frozen=True)
class Field:
    """One field of a kind of record.

    ``read`` turns a text that is not blank into the text that is stored, or raises BadValue.
    ``blank`` is stored for a blank one (``required``: blank is refused). ``varied`` fields take
    too many values to be worth remembering as combinations (dates, references of others).
    ``choices`` gives the values a person may map a wording to, with their labels.
    """

    name: str
    label: str
    read: Callable[[str], str] = any_text
    required: bool = False
    blank: str = ""
    varied: bool = False
    longest: int = 80
    choices: Callable[[], Mapping[str, str]] | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    ``identity``: the names of the fields that make two rows the same record; or ``identify`` makes
    it from the reference, the profile's values and the varied values. ``derive`` adds
    fields that follow from those of the combination: it gets their values (and, where
    ``boundaries`` are given, ``dated_by`` as a day in the right period) and returns the values of
    ``derived``. Raises BadValue when they do not fit together.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    derived: tuple[str, ...] = ()
    derive: Callable[[dict[str, str]], dict[str, str]] | None = None
    dated_by: str = ""
    boundaries: Sequence[str] = field(default_factory=tuple)
    identify: Callable[[str, Sequence[str], Sequence[str]], str] | None = None

    def field(self, name: str) -> Field:
        for known in self.fields:
            if known.name == name:
                return known
        raise KeyError(name)

    @property
    def stands_by_reference(self) -> bool:
        """Whether the reference alone makes two rows the same record."""
        return self.identify is None and self.identity == (self.fields[0].name,)

    @property
    def varied(self) -> tuple[Field, ...]:
        """The varied fields but the reference, which always comes first."""
        return tuple(known for known in self.fields[1:] if known.varied)

    @property
    def combined(self) -> tuple[Field, ...]:
        return tuple(known for known in self.fields[1:] if not known.varied)


def a_day(text: str) -> str:
    """``2026-03-09`` or ``09/03/2026``, with or without a time after it."""
    return _moment(text).date().isoformat()


def a_moment(text: str) -> str:
    """A time in UTC as ``2026-03-09 14:30:00``; without a zone it is local time. A bare day is
    its midnight and keeps no time: see ``is_day_only``."""
    moment = _moment(text)
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def is_day_only(text: str) -> bool:
    return len(text.strip()) <= 10


FORMATS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")


def _moment(text: str) -> dt.datetime:
    moment: dt.datetime | None = None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        for form in FORMATS:
            try:
                moment = dt.datetime.strptime(text, form)
                break
            except ValueError:
                continue
    if moment is None:
        raise BadValue(f"“{text[:40]}” is not a date. Write it as 2026-03-09 or 09/03/2026.")
    if not 1900 <= moment.year <= 2200:
        raise BadValue(f"The year of “{text[:40]}” cannot be right.")
    return moment


YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


def yes_or_no(text: str) -> str:
    word = text.casefold()
    if word in YES:
        return "1"
    if word in NO:
        return "0"
    raise BadValue(f"“{text[:40]}” is neither yes nor no.")


def one_of(options: Callable[[], Mapping[str, str]]) -> Callable[[str], str]:
    """A reader that takes a key or its label, in any case; else the wording is unknown."""

    def read(text: str) -> str:
        known = options()
        if text in known:
            return text
        word = text.casefold()
        for key, label in known.items():
            if word in (key.casefold(), label.casefold()):
                return key
        raise UnknownWording(f"“{text[:60]}” has no meaning here yet.")

    return read
