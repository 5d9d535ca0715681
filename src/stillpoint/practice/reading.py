"""Read the practice files of a folder over the shipped ones, and remember what came from where.

The rule a force relies on: an entry of a list with the same key replaces the shipped entry, a new
key adds one, `[remove]` takes away; in a single table each field given replaces that field.
"""

import tomllib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stillpoint.practice.explaining import problems_of
from stillpoint.practice.files import FILES, PracticeFile
from stillpoint.practice.problems import Problem, did_you_mean

SHIPPED = Path(__file__).parent / "shipped"
MOST_BYTES = 2_000_000

Content = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where an entry was written: the file's label and the place in its list, from 1."""

    file: str
    index: int


@dataclass
class Merged:
    """One file's content, shipped and own together, with the origin of each part."""

    name: str
    content: Content
    origins: dict[str, list[Origin]] = field(default_factory=dict)
    own: set[tuple[str, ...]] = field(default_factory=set)

    def place(self, path: tuple[int | str, ...]) -> tuple[str, str]:
        """File label and key as a person would write it, for a path into `content`."""
        head, rest = path[:1], path[1:]
        if head and rest and isinstance(rest[0], int) and head[0] in self.origins:
            origin = self.origins[str(head[0])][rest[0]]
            return origin.file, _written([f"{head[0]}[{origin.index}]", *rest[1:]])
        names = tuple(str(part) for part in path[:2])
        own = names in self.own or names[:1] in self.own
        return (self.name if own else shipped_label(self.name)), _written(list(path))


@dataclass
class Reading:
    """All files that could be read and typed, with what was wrong in the others."""

    typed: dict[str, PracticeFile]
    merged: dict[str, Merged]
    problems: list[Problem]


def shipped_label(name: str) -> str:
    """How a file of the shipped model is named in a problem."""
    return f"{name} (shipped)"


def read(folder: Path | None) -> Reading:
    """Read every practice file, a folder's own over the shipped; never raises on bad content."""
    problems: list[Problem] = []
    own = _own_contents(folder, problems) if folder is not None else {}
    reading = Reading({}, {}, problems)
    for name, kind in FILES.items():
        shipped = _toml(SHIPPED / name, shipped_label(name), problems)
        merged = _merge(name, kind, shipped or {}, own.get(name), problems)
        reading.merged[name] = merged
        try:
            reading.typed[name] = kind.model_validate(merged.content)
        except ValidationError as error:
            problems.extend(problems_of(error, kind, merged.place))
    return reading


def _own_contents(folder: Path, problems: list[Problem]) -> dict[str, Content]:
    """The content of each practice file in a force's folder; unknown files are problems."""
    if not folder.is_dir():
        problems.append(
            Problem(
                str(folder),
                "",
                "There is no such folder.",
                "Give the folder that holds your practice files.",
            )
        )
        return {}
    found: dict[str, Content] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".toml")
    except OSError as error:
        problems.append(_unreadable(str(folder), error))
        return {}
    for path in paths:
        if path.name not in FILES:
            message = "This is not the name of a practice file, so it would have no effect."
            problems.append(Problem(path.name, "", message, did_you_mean(path.name, FILES)))
            continue
        content = _toml(path, path.name, problems)
        if content is not None:
            found[path.name] = content
    return found


def _toml(path: Path, label: str, problems: list[Problem]) -> Content | None:
    """The content of a TOML file, or None with the problem noted."""
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"The file is larger than {MOST_BYTES:,} bytes."
            problems.append(Problem(label, "", message, "Keep practice files short."))
            return None
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except OSError as error:
        problems.append(_unreadable(label, error))
    except UnicodeDecodeError:
        message = "The file is not in UTF-8."
        problems.append(Problem(label, "", message, "Save it again as UTF-8."))
    except RecursionError:
        message = "The file nests too deeply to be read."
        problems.append(Problem(label, "", message, "Write it as the shipped file is written."))
    except (ValueError, ArithmeticError) as error:
        message = f"The file is not valid TOML: {error}."
        problems.append(Problem(label, "", message, "Put the line right that it names."))
    return None


def _unreadable(label: str, error: OSError) -> Problem:
    reason = error.strerror or "unknown reason"
    message = f"It cannot be read ({reason})."
    return Problem(label, "", message, "Check that it exists and who may read it.")


def _merge(
    name: str,
    kind: type[PracticeFile],
    shipped: Content,
    own: Content | None,
    problems: list[Problem],
) -> Merged:
    """Lay a force's own content over the shipped content of one file."""
    merged = Merged(name, dict(shipped))
    for part in kind.identities:
        entries = shipped.get(part, [])
        merged.origins[part] = [Origin(shipped_label(name), n + 1) for n in range(len(entries))]
        merged.content[part] = list(entries)
    if own is None:
        return merged
    _remove(merged, kind, own.get("remove"), problems)
    for part, value in own.items():
        if part == "remove":
            continue
        if part in kind.identities and isinstance(value, list):
            _merge_list(merged, part, value, kind.identities[part], problems)
        elif isinstance(value, dict) and isinstance(merged.content.get(part), dict):
            merged.content[part] = {**merged.content[part], **value}
            merged.own.update((part, name) for name in value)
        else:
            merged.content[part] = value
            merged.origins.pop(part, None)
            merged.own.add((part,))
    return merged


def _merge_list(
    merged: Merged, part: str, entries: list[Any], by: tuple[str, ...], problems: list[Problem]
) -> None:
    """Replace entries with the same identity in their place; add the others at the end."""
    content, origins = merged.content[part], merged.origins[part]
    places = {_identity(entry, by): place for place, entry in enumerate(content)}
    seen: set[Hashable] = set()
    for number, entry in enumerate(entries, start=1):
        origin = Origin(merged.name, number)
        identity = _identity(entry, by)
        if identity is not None and identity in seen:
            where = f"{part}[{number}].{by[0]}"
            message = f"“{entry[by[0]]}” is already used further up in this list."
            problems.append(Problem(merged.name, where, message, "Give each entry its own."))
            continue
        seen.add(identity)
        if identity is not None and identity in places:
            content[places[identity]], origins[places[identity]] = entry, origin
        else:
            content.append(entry)
            origins.append(origin)


def _identity(entry: Any, by: tuple[str, ...]) -> Hashable | None:
    """What tells an entry from others of its list; None when it has no usable identity."""
    if not isinstance(entry, Mapping):
        return None
    values = tuple(entry.get(name) for name in by)
    if values[0] is None or not all(isinstance(value, Hashable) for value in values):
        return None
    return values


def _remove(merged: Merged, kind: type[PracticeFile], wanted: Any, problems: list[Problem]) -> None:
    """Take away the shipped entries that `[remove]` names, list by list."""
    if wanted is None:
        return
    if isinstance(wanted, list) and len(kind.identities) == 1:
        wanted = {next(iter(kind.identities)): wanted}
    if not isinstance(wanted, dict):
        example = next(iter(kind.identities), "")
        remedy = f'Write [remove] and under it {example} = ["key"].' if example else "Take it out."
        message = "remove does not say from which list."
        problems.append(Problem(merged.name, "remove", message, remedy))
        return
    for part, keys in wanted.items():
        where = f"remove.{part}"
        if part not in kind.identities:
            message = f"This file has no list called “{part}” to remove from."
            remedy = did_you_mean(part, kind.identities)
            problems.append(Problem(merged.name, where, message, remedy))
        elif not isinstance(keys, list):
            message = "The keys to remove are not in a list."
            problems.append(Problem(merged.name, where, message, f'Write {part} = ["key"].'))
        else:
            _remove_from(merged, part, keys, kind.identities[part][0], problems)


def _remove_from(
    merged: Merged, part: str, keys: list[Any], by: str, problems: list[Problem]
) -> None:
    content, origins = merged.content[part], merged.origins[part]
    known = [entry.get(by) for entry in content]
    for number, key in enumerate(keys, start=1):
        if key not in known:
            message = f"There is no shipped entry “{key}” to remove."
            remedy = did_you_mean(key, [str(name) for name in known])
            problems.append(Problem(merged.name, f"remove.{part}[{number}]", message, remedy))
    kept = [place for place, name in enumerate(known) if name not in keys]
    merged.content[part] = [content[place] for place in kept]
    merged.origins[part] = [origins[place] for place in kept]


def _written(path: list[int | str]) -> str:
    """A path as a person would write it: lists counted from 1."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words
