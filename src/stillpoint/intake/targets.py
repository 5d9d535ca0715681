"""What a room says about the records that it takes in: their fields, and how a text becomes one.

``intake`` does not know what it imports; ``cases`` and ``people`` hand it their kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stillpoint.intake.days import a_day, a_last_day, a_moment, is_day_only
from stillpoint.intake.wrong_values import BadValue, UnknownWording

__all__ = [
    "ANEW", "BadValue", "Field", "Kind", "UnknownWording", "a_day", "a_last_day", "a_moment",
    "any_text", "is_day_only", "one_of", "yes_or_no",
]  # fmt: skip


# Among ``choices``: the wording is nothing that is known, but a new name, as it stands.
ANEW = "@new"


def any_text(text: str) -> str:
    return text


@dataclass(frozen=True)
class Field:
    """One field of a kind of record.

    ``read`` turns a text that is not blank into the text that is stored, or raises BadValue.
    ``blank`` is stored for a blank one (``required``: blank is refused). ``varied`` fields take
    too many values to be worth remembering as combinations (dates, references of others).
    ``is_reference``: a spreadsheet may have spoiled it, see ``wrong_values``.
    ``is_name``: of a person, where Null or Na may be meant: ``read`` tells what is no name.
    ``choices`` gives the values a person may map a wording to, with their labels.
    ``anew`` stores a text as a name that nobody has given before; a mapping takes every such name
    at once by ``otherwise = "keep"``, a person one of them by ``ANEW``.
    """

    name: str
    label: str
    read: Callable[[str], str] = any_text
    required: bool = False
    blank: str = ""
    varied: bool = False
    longest: int = 80
    is_reference: bool = False
    is_name: bool = False
    choices: Callable[[], Mapping[str, str]] | None = None
    anew: Callable[[str], str] | None = None


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
