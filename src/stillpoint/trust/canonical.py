"""The exact bytes of an entry and of a seal, so that anybody can recompute every hash.

``docs/security.md`` describes them for readers without this code. They never change for what is
already sealed: another form would carry another ``v``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

ENTRY_FIELDS = (
    "id",
    "at",
    "actor",
    "operation",
    "act",
    "about",
    "recipients",
    "before",
    "after",
    "note",
)
SEAL_LABEL = "stillpoint seal 1"
FIRST_PREVIOUS = "0" * 64


def time_text(at: dt.datetime) -> str:
    """UTC to the microsecond, always six digits: ``2026-11-23T01:29:43.004500Z``."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(entry: Mapping[str, Any]) -> bytes:
    """An entry as JSON in UTF-8: keys sorted, no spaces, nothing escaped but what must be."""
    values = {field: entry[field] for field in ENTRY_FIELDS}
    values["at"] = time_text(values["at"])
    values["v"] = 1
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal_bytes(*, number: int, at: dt.datetime, entries: int, root: str, previous: str) -> bytes:
    """What a seal's chain hash is taken of and what is signed: six lines of text."""
    lines = (SEAL_LABEL, str(number), time_text(at), str(entries), root, previous)
    return ("\n".join(lines) + "\n").encode()


def chain_hash(message: bytes) -> str:
    return hashlib.sha256(message).hexdigest()


def key_id(public_key: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of the raw public key."""
    return hashlib.sha256(public_key).hexdigest()[:16]
