"""Mappings: which column gives which field, how wordings translate, what to do with the rest.

A mapping is a TOML file (docs/intake.md). Shipped ones stand in ``mappings/``; a force's own in
the folder ``STILLPOINT_MAPPINGS``, or anywhere when given by path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stillpoint.intake.targets import Kind
from stillpoint.intake.transforms import TRANSFORMS
from stillpoint.practice.problems import Problem, did_you_mean
from stillpoint.trust.answers import CannotDo

SHIPPED = Path(__file__).parent / "mappings"


class MappingProblems(CannotDo):
    """A mapping that cannot be used: everything that is wrong with it, with file, key, remedy."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Part):
    """Where one field comes from: a ``column``, or one ``value`` for every row.

    ``format``: how its days are written, as ``%d-%b-%Y``, where they could be meant in two ways.
    ``values``: the table of wordings that translates it. ``otherwise`` says what becomes of a
    wording that the table lacks: ``hold`` it for a person, ``keep`` it as it stands, or take it as
    ``blank``.
    """

    column: str = ""
    value: str | None = None
    optional: bool = False
    transform: tuple[str, ...] = ()
    values: str = ""
    format: str = ""
    blank: str | None = None
    otherwise: Literal["hold", "keep", "blank"] = "hold"


class FileKind(_Part):
    """One kind of file of the mapping, recognised by columns that its header must have."""

    recognised_by: tuple[str, ...] = Field(min_length=1)
    only: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    fields: Mapping[str, Rule]


class MappingFile(_Part):
    """A whole mapping. ``own_areas``: names of the force's own areas, where the mapping knows
    them; any other area is then another force's."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)
    what: Literal["cases", "people"]
    about: str = ""
    own_areas: tuple[str, ...] | None = None
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    files: Mapping[str, FileKind] = Field(min_length=1)


@dataclass(frozen=True)
class Choice:
    """A mapping that a person can choose."""

    name: str
    about: str


def find_mapping(named: str, *, what: str, kinds: Iterable[Kind]) -> MappingFile:
    """The mapping with this name, or in the TOML file at this path, checked against ``kinds``.

    Raises MappingProblems, or CannotDo when there is no such mapping.
    """
    if named.endswith(".toml"):
        path = Path(named)
        if not path.is_file():
            raise CannotDo(f"There is no mapping file {named}. Check the path.")
        return load_mapping(path, what=what, kinds=kinds)
    for folder in _folders(what):
        path = folder / f"{named}.toml"
        if "/" not in named and path.is_file():
            return load_mapping(path, what=what, kinds=kinds)
    known = ", ".join(choice.name for choice in choices(what))
    raise CannotDo(f"There is no mapping “{named}”. Use one of: {known}; or the path of a file.")


def choices(what: str) -> list[Choice]:
    """The mappings of this kind that can be named: the force's own first."""
    found: dict[str, Choice] = {}
    for folder in _folders(what):
        for path in sorted(folder.glob("*.toml")):
            try:
                about = str(tomllib.loads(path.read_text("utf-8")).get("about", ""))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
                about = "This mapping cannot be read."
            found.setdefault(path.stem, Choice(path.stem, about.strip()))
    return list(found.values())


def _folders(what: str) -> list[Path]:
    own = getattr(settings, "STILLPOINT_MAPPINGS", "")
    return ([Path(own) / what, Path(own)] if own else []) + [SHIPPED / what]


def load_mapping(path: Path, *, what: str, kinds: Iterable[Kind]) -> MappingFile:
    """Read and check one mapping file. Raises MappingProblems naming file, key and remedy."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise MappingProblems(
            [Problem(path.name, "", f"This is not TOML: {error}.", "Put it right and try again.")]
        ) from None
    except (UnicodeDecodeError, OSError):
        raise MappingProblems(
            [Problem(path.name, "", "The file cannot be read.", "Save it as UTF-8 text.")]
        ) from None
    try:
        mapping = MappingFile.model_validate(raw)
    except ValidationError as error:
        raise MappingProblems([_problem(path.name, part) for part in error.errors()]) from None
    problems = list(_misfits(path.name, mapping, what, {kind.key: kind for kind in kinds}))
    if problems:
        raise MappingProblems(problems)
    return mapping


def _problem(file: str, error: Any) -> Problem:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return Problem(file, key, "There is no such setting.", "Check its spelling or take it out.")
    if error["type"] == "missing":
        return Problem(file, key, "This is missing.", "Add it: docs/intake.md says what it holds.")
    return Problem(file, key, f"{error['msg']}.", "Put it right: docs/intake.md shows an example.")


def _misfits(
    file: str, mapping: MappingFile, what: str, kinds: Mapping[str, Kind]
) -> Iterable[Problem]:
    if mapping.what != what:
        yield Problem(
            file, "what", f"This mapping is for {mapping.what}.", f"Choose one for {what}."
        )
        return
    for key, file_kind in mapping.files.items():
        if key not in kinds:
            yield Problem(file, f"files.{key}", "Unknown kind of file.", did_you_mean(key, kinds))
            continue
        yield from _misfits_of_kind(file, mapping, key, file_kind, kinds[key])


def _misfits_of_kind(
    file: str, mapping: MappingFile, key: str, file_kind: FileKind, kind: Kind
) -> Iterable[Problem]:
    known = {field.name for field in kind.fields}
    for name, rule in file_kind.fields.items():
        at = f"files.{key}.fields.{name}"
        if name not in known:
            yield Problem(file, at, "There is no such field.", did_you_mean(name, known))
        if (rule.value is None) == (not rule.column):
            yield Problem(file, at, "Give a column or a value, not both.", "Take one out.")
        for transform in rule.transform:
            if transform not in TRANSFORMS:
                yield Problem(
                    file,
                    f"{at}.transform",
                    f"There is no transform “{transform}”.",
                    did_you_mean(transform, TRANSFORMS),
                )
        if rule.values and rule.values not in mapping.values:
            yield Problem(
                file,
                f"{at}.values",
                f"There is no table “{rule.values}”.",
                did_you_mean(rule.values, mapping.values),
            )
    for field in kind.fields:
        if field.required and field.name not in file_kind.fields:
            yield Problem(
                file,
                f"files.{key}.fields",
                f"The field “{field.name}” is missing.",
                "Say which column gives it.",
            )
