"""The words of the invented reviews, from ``words.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_FILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))

WHERE: list[str] = _FILE["where"]
SUMMARIES: list[str] = _FILE["summaries"]
RECORD: list[str] = _FILE["record"]
DIFFERS: list[str] = _FILE["differs"]
MISSED: list[str] = _FILE["missed"]
TAKES: list[str] = _FILE["takes"]
OPENINGS: dict[int, list[str]] = {int(key): said for key, said in _FILE["openings"].items()}
EFFECTS: dict[str, list[str]] = _FILE["effects"]
# Area of the template to went_well, did_not, strengths, improvements.
AREAS: dict[str, dict[str, list[str]]] = _FILE["areas"]
