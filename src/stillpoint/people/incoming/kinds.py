"""The kinds of file about people, their fields, and what makes two rows the same record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stillpoint import practice
from stillpoint.intake.targets import BadValue, Field, Kind, a_day, a_last_day, one_of, yes_or_no
from stillpoint.intake.wrong_values import require_a_value
from stillpoint.methods.typed_text import tidied, without_marks
from stillpoint.people.models.force import TeamKind
from stillpoint.people.rank_wordings import rank_in

DETECTIVE = "detective"
# What systems that insist on two names write for the one that somebody does not have.
NO_NAME = re.compile(
    r"[\W_]*|FNU|LNU|NFN|NLN|NMN|[Nn]/[Aa]|NO (?:FORENAME|FIRST NAME|SURNAME|LAST NAME)"
)


def _ranks() -> Mapping[str, str]:
    """Ranks by key: what a wording may be mapped to."""
    return {rank.key: rank.label for rank in practice.current().ranks}


def _grades() -> Mapping[str, str]:
    return {grade.key: grade.label for grade in practice.current().staff_grades}


def a_rank(text: str) -> str:
    """The key of the rank, and behind it what the wording says besides: ``_ranks_apart`` parts
    them."""
    found = rank_in(text)
    if found is None:
        return one_of(_ranks)(text)
    return " ".join(filter(None, (found.rank, found.mark, DETECTIVE if found.detective else "")))


def _ranks_apart(values: dict[str, str]) -> dict[str, str]:
    """The ranks by themselves, with ``rank_mark`` (acting, temporary or empty) and
    ``rank_says_detective``."""
    names = ("rank", "acting_rank")
    said: dict[str, list[str]] = {name: values[name].split() for name in names if name in values}
    ranks = {name: words[0] if words else "" for name, words in said.items()}
    beside = [word for words in said.values() for word in words[1:]]
    marks = [word for word in said.get("rank", [])[1:] if word != DETECTIVE]
    return {
        **ranks,
        "rank_mark": marks[0] if marks else "",
        "rank_says_detective": "1" if DETECTIVE in beside else "0",
    }


def a_name(text: str) -> str:
    """A part of somebody's name; blank for what stands in for one that they do not have."""
    name = tidied(text)
    if NO_NAME.fullmatch(name):
        return ""
    require_a_value("name", name, is_name=True)
    return name


def a_title(text: str) -> str:
    """The name of a team, an area or a course."""
    return tidied(text)


def a_number(text: str) -> str:
    """A personnel or collar number, in narrow characters."""
    return tidied(unicodedata.normalize("NFKC", text))


def an_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise BadValue(f"“{text[:60]}” is not an e-mail address.") from None
    return text.lower()


def a_slug(text: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", without_marks(unicodedata.normalize("NFKC", text))).strip("-")
    if not key:
        raise BadValue(f"“{text[:40]}” cannot be the key of a course.")
    return key[:60]


def a_number_of_months(text: str) -> str:
    if not text.isdigit() or not 1 <= int(text) <= 600:
        raise BadValue(f"“{text[:40]}” is not a number of months from 1 to 600.")
    return str(int(text))


# Where these are far days such as 31/12/9999 they mean "no end".
ENDS = ("left_on", "closed_on", "until", "expires_on")


def _officer(label: str = "Officer") -> Field:
    return Field("officer", label, a_number, required=True, longest=24, is_reference=True)


def _name(name: str, label: str) -> Field:
    return Field(name, label, a_name, varied=True, longest=60, is_name=True)


def _day(name: str, label: str, *, required: bool = False) -> Field:
    read = a_last_day if name in ENDS else a_day
    return Field(name, label, read, required=required, varied=True, longest=10)


OFFICERS = Kind(
    "officers",
    "Officers and staff",
    (
        Field("number", "Number", a_number, required=True, longest=24, is_reference=True),
        _name("given_name", "Given name"),
        _name("family_name", "Family name"),
        Field("email", "E-mail", an_email, required=True, varied=True, longest=254),
        Field("rank", "Rank", a_rank, longest=80, choices=_ranks),
        Field("acting_rank", "Acting rank", a_rank, longest=80, choices=_ranks),
        Field("grade", "Staff grade", one_of(_grades), longest=40, choices=_grades),
        Field("detective", "Detective", yes_or_no),
        _day("joined_on", "Joined on"),
        _day("left_on", "Left on"),
    ),
    identity=("number",),
    derived=("rank_mark", "rank_says_detective"),
    derive=_ranks_apart,
)
TEAMS = Kind(
    "teams",
    "Teams",
    (
        Field("name", "Team", required=True, longest=120),
        Field(
            "kind",
            "Kind",
            one_of(lambda: dict(TeamKind.choices)),
            blank=TeamKind.RASSO,
            choices=lambda: dict(TeamKind.choices),
        ),
        Field("area", "Area", longest=120),
        _day("closed_on", "Closed on"),
    ),
    identity=("name",),
)
POSTINGS = Kind(
    "postings",
    "Who is in which team",
    (
        _officer(),
        Field("team", "Team", required=True, longest=120),
        _day("since", "From", required=True),
        _day("until", "Until"),
    ),
    identity=("officer", "team", "since"),
)
LINES = Kind(
    "line_management",
    "Who manages whom",
    (
        _officer(),
        Field(
            "manager",
            "Line manager",
            a_number,
            required=True,
            varied=True,
            longest=24,
            is_reference=True,
        ),
        _day("since", "From", required=True),
        _day("until", "Until"),
    ),
    identity=("officer", "manager", "since"),
)
COURSES = Kind(
    "courses",
    "Courses",
    (
        Field("key", "Key", required=True, longest=60),
        Field("name", "Name", required=True, longest=160),
        Field("specialist", "Specialist", yes_or_no, blank="0"),
        Field("valid_months", "Valid for months", a_number_of_months),
    ),
    identity=("key",),
)
TRAINING = Kind(
    "training",
    "Training",
    (
        _officer(),
        Field("course", "Course", a_slug, required=True, longest=60),
        _day("completed_on", "Completed on", required=True),
        _day("expires_on", "Runs out on"),
    ),
    identity=("officer", "course", "completed_on"),
)
DUTIES = Kind(
    "duties",
    "Duties",
    (_officer(), _day("on", "On", required=True), Field("shift", "Shift", longest=24)),
    identity=("officer", "on"),
)
LEAVE = Kind(
    "leave",
    "Days away",
    (_officer(), _day("since", "From", required=True), _day("until", "Until")),
    identity=("officer", "since"),
)

# In the order in which they are applied: each may name what the ones before brought in.
KINDS = (OFFICERS, TEAMS, COURSES, POSTINGS, LINES, TRAINING, DUTIES, LEAVE)
BY_KEY = {kind.key: kind for kind in KINDS}
