"""Turn what the typed classes refuse into problems that a person can act on."""

from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stillpoint.practice.problems import Problem, did_you_mean

Path = tuple[int | str, ...]
Place = Callable[[Path], tuple[str, str]]

WANTED = {
    "string_type": ("is not text", "Put it in quotation marks."),
    "int_type": ("is not a whole number", "Write a whole number without quotation marks."),
    "int_parsing": ("is not a whole number", "Write a whole number without quotation marks."),
    "int_from_float": ("is not a whole number", "Write a whole number."),
    "float_type": ("is not a number", "Write a number without quotation marks."),
    "float_parsing": ("is not a number", "Write a number without quotation marks."),
    "finite_number": ("is not a finite number", "Write an ordinary number."),
    "decimal_type": ("is not an amount", "Write a number without quotation marks."),
    "decimal_parsing": ("is not an amount", "Write a number without quotation marks."),
    "bool_type": ("is neither true nor false", "Write true or false without quotation marks."),
    "tuple_type": ("is not a list", "Write it as a list, in square brackets."),
    "list_type": ("is not a list", "Write it as a list, in square brackets."),
    "dict_type": ("is not a table", "Write it as a table, as the shipped file does."),
    "mapping_type": ("is not a table", "Write it as a table, as the shipped file does."),
    "model_type": ("is not a table", "Write it as a table, as the shipped file does."),
    "model_attributes_type": ("is not a table", "Write it as a table, as the shipped file does."),
    "string_too_short": ("is empty", "Write something, or leave the key out."),
    "string_pattern_mismatch": (
        "is not in snake_case",
        "Use small letters, digits and underscores, beginning with a letter.",
    ),
    "too_short": ("has too few entries", "Add what is missing."),
    "too_long": ("has too many entries", "Take out what is too much."),
}


def problems_of(error: ValidationError, kind: type[BaseModel], place: Place) -> list[Problem]:
    """One problem for each thing refused; `place` gives file and key of a path."""
    return [_problem(detail, kind, place) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, kind: type[BaseModel], place: Place) -> Problem:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    refused, value = detail["type"], detail["input"]
    file, key = place(path)
    name = path[-1] if path else "The file"
    if refused == "missing":
        return Problem(file, key, f"“{name}” is missing.", f"Add {name} = …")
    if refused == "extra_forbidden":
        message = f"“{name}” is not a key that has any meaning here."
        return Problem(file, key, message, did_you_mean(name, _fields_at(kind, path[:-1])))
    if refused == "literal_error":
        return _not_among(file, key, value, detail)
    if refused in WANTED:
        wrong, remedy = WANTED[refused]
        return Problem(file, key, f"{_shown(value)} {wrong}.", remedy)
    message = f"{_shown(value)} cannot be used: {detail['msg']}."
    return Problem(file, key, message, "Correct the value.")


def _not_among(file: str, key: str, value: Any, detail: ErrorDetails) -> Problem:
    allowed = detail.get("ctx", {}).get("expected", "")
    words = [word.strip("'") for word in allowed.replace(" or ", ", ").split(", ")]
    message = f"{_shown(value)} is not one of: {', '.join(words)}."
    return Problem(file, key, message, did_you_mean(value, words))


def _shown(value: Any) -> str:
    """A value as quoted in a problem; long ones are cut."""
    if isinstance(value, dict | list | tuple):
        return "This"
    text = str(value).replace("\n", " ")
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"


def _fields_at(kind: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand at a path, found by walking the typed classes."""
    current: type[BaseModel] | None = kind
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        known = current.model_fields.get(part)
        current = _model_in(known.annotation) if known else None
    return sorted(current.model_fields) if current else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found:
            return found
    return None
