"""Checking a published draw: anyone with the exported file can, without a database."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from stillpoint.methods.coordination import coordinated_draw
from stillpoint.methods.drawing import Selection, draw

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Replay:
    """Whether a draw could be repeated, and in plain words where it could not."""

    matches: bool
    differences: tuple[str, ...]


def stratum_key(stratum: Mapping[str, Any]) -> str:
    """A stratum as text: JSON with sorted keys, no spaces, letters as they are."""
    return json.dumps(stratum, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def frame_digest(frame: Iterable[tuple[str, str]]) -> str:
    """The SHA-256, in hexadecimal, of a frame of (unit, stratum) pairs in any order.

    To recompute it: write one line "unit<tab>stratum<newline>" for each unit in UTF-8, with
    backslash, tab, newline and carriage return inside either written as \\\\, \\t, \\n, \\r; sort
    the lines by their bytes; take the SHA-256 of them all. On a file of such lines, that is
    `LC_ALL=C sort lines.txt | sha256sum`.
    """
    lines = sorted(
        f"{unit.translate(_ESCAPES)}\t{stratum.translate(_ESCAPES)}\n".encode()
        for unit, stratum in frame
    )
    return sha256(b"".join(lines)).hexdigest()


def replay(drawn: Mapping[str, Any]) -> Replay:
    """Repeat the draw in an exported file and compare.

    `drawn` is the JSON object: "seed", "frame_sha256", "allocation" (each "stratum" and
    "allocated"), "frame" (each "case" and "stratum"), "selected" (each "case", "stratum",
    "ticket", "order" and, where given, "weight"), and for a coordinated draw "coordination"
    ("how", "earlier" and, where the earlier strata differ, "earlier_strata"). The order of the
    lists does not matter. Raises ValueError when the file lacks a part.
    """
    seed = _part(drawn, "seed", "file")
    frame = [(_part(row, "case", "frame"), _key(row, "frame")) for row in _rows(drawn, "frame")]
    allocation = {
        _key(row, "allocation"): _count(_part(row, "allocated", "allocation"))
        for row in _rows(drawn, "allocation")
    }
    differences: list[str] = []
    digest = frame_digest(frame)
    if digest != _part(drawn, "frame_sha256", "file"):
        differences.append(
            f"The frame's hash is {digest}, but the file says {drawn['frame_sha256']}."
        )
    recorded = _recorded(_rows(drawn, "selected"), differences)
    try:
        again = _draw_again(drawn.get("coordination"), frame, allocation, seed)
    except ValueError as error:
        differences.append(f"The draw cannot be repeated: {error}")
    else:
        differences += _compare(again, recorded)
    return Replay(not differences, tuple(differences))


def _part(row: Any, name: str, where: str) -> Any:
    if not isinstance(row, Mapping) or name not in row:
        raise ValueError(f"The {where} of the draw to replay has no {name!r}.")
    return row[name]


def _rows(drawn: Any, name: str) -> list[Any]:
    rows = _part(drawn, name, "file")
    if not isinstance(rows, list):
        raise ValueError(f"The {name!r} of the draw to replay must be a list, not {rows!r}.")
    return rows


def _count(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError(f"An allocation in the draw to replay is not a whole number: {number!r}.")
    return number


def _key(row: Any, where: str) -> str:
    return stratum_key(_part(row, "stratum", where))


def _recorded(rows: Iterable[Any], differences: list[str]) -> dict[str, Mapping[str, Any]]:
    recorded: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        case = _part(row, "case", "selection")
        if case in recorded:
            differences.append(f"Case {case} is listed as selected more than once.")
        recorded[case] = row
    return recorded


def _draw_again(
    coordination: Any, frame: list[tuple[str, str]], allocation: Mapping[str, int], seed: str
) -> Iterable[Selection[str]]:
    if not coordination:
        return draw(frame, allocation, seed)
    strata = coordination.get("earlier_strata")
    return coordinated_draw(
        frame,
        allocation,
        seed,
        earlier=_part(coordination, "earlier", "coordination"),
        how=_part(coordination, "how", "coordination"),
        earlier_strata=None
        if strata is None
        else {case: stratum_key(stratum) for case, stratum in strata.items()},
    )


def _compare(
    again: Iterable[Selection[str]], recorded: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    differences = []
    drawn = {selection.unit: selection for selection in again}
    for case, selection in drawn.items():
        if case not in recorded:
            differences.append(f"Case {case} is drawn by this seed but not listed as selected.")
            continue
        row = recorded[case]
        for name, ours, theirs in (
            ("stratum", selection.stratum, _key(row, "selection")),
            ("ticket", selection.ticket, _part(row, "ticket", "selection")),
            ("order", selection.order, _part(row, "order", "selection")),
        ):
            if ours != theirs:
                differences.append(
                    f"The {name} of case {case} is {ours}, but the file says {theirs}."
                )
        weight = row.get("weight", selection.weight)
        if not isinstance(weight, int | float) or not math.isclose(
            weight, selection.weight, rel_tol=1e-9
        ):
            differences.append(
                f"The weight of case {case} is {selection.weight:.10g}, "
                f"but the file says {weight!r}."
            )
    for case in recorded:
        if case not in drawn:
            differences.append(f"Case {case} is listed as selected but not drawn by this seed.")
    return differences
