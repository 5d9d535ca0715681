"""Vehicle registrations of Great Britain: current, prefix and suffix (DVLA INF104).

The older the format, the more it looks like an exhibit, an offence code or a form. So a short
number needs a word such as "reg" or "van" close by, and police abbreviations are never the letters.
"""

from __future__ import annotations

import re

from stillpoint.methods.identifiers.spans import (
    CAPITALS,
    GAP,
    Bounds,
    Rule,
    after,
    before,
    names_a_case,
    whole,
)

_LETTERS = "[A-HJ-PR-Z]{3}"
_CURRENT = re.compile(
    rf"(?<![\w/.-])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[12][0-9]|5[1-9]|[67][0-9])"
    r"(?P<gap>[ \u00a0-]?)"
    rf"(?P<letters>{_LETTERS})(?![\w/])",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"(?<![\w/.-])(?P<year>[A-HJ-NPR-TV-Y])(?P<number>[1-9][0-9]{{0,2}})(?P<gap>{GAP}?)"
    rf"(?P<letters>{_LETTERS})(?![\w/])",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"(?<![\w/.-])(?P<letters>{_LETTERS})(?P<gap>{GAP}?)(?P<number>[1-9][0-9]{{0,2}})"
    r"[A-HJ-NPR-TV-Y](?![\w/])",
    re.IGNORECASE,
)
_VEHICLE_WORD = re.compile(
    r"\b(?:reg|regs|registration|registered|registrations|index|vrm|vrn|plates?|vehicles?|cars?"
    r"|vans?|taxis?|lorry|motorbike|motorcycle|moped|anpr|dvla|keeper|drives|driving|drove|driven|parked"
    r"|insured|insurance|camper ?van|saloon|hatchback|estate|astra|corsa|focus|fiesta|golf"
    r"|transit)\b",
    re.IGNORECASE,
)


def _beside_a_vehicle(match: re.Match[str]) -> bool:
    near_before, near_after = before(match, 45), after(match, 30)
    return bool(_VEHICLE_WORD.search(near_before) or _VEHICLE_WORD.search(near_after))


def _current(match: re.Match[str]) -> Bounds | None:
    if names_a_case(match) or match["letters"].upper() in CAPITALS:
        return None
    # MG forms run from MG1 to MG22, and lower case is more often a slip of the space bar.
    doubtful = not match[0].isupper() or match[0][:2].upper() == "MG"
    return None if doubtful and not _beside_a_vehicle(match) else whole(match)


def _older(match: re.Match[str]) -> Bounds | None:
    if names_a_case(match) or match["letters"].upper() in CAPITALS:
        return None
    incident = match[0].upper().startswith("N100")
    plain = match[0].isupper() and len(match["number"]) == 3 and not incident
    return whole(match) if plain or _beside_a_vehicle(match) else None


RULES = (
    Rule("vehicle_registration", _CURRENT, _current),
    Rule("vehicle_registration", _PREFIX, _older),
    Rule("vehicle_registration", _SUFFIX, _older),
)
