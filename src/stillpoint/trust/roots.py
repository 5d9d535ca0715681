"""Roots kept elsewhere: what each seal said, with the public key, in a file outside the server.

Against them a cut tail, a roll-back and a signing anew show, which the database alone cannot.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from stillpoint.trust import canonical, keys
from stillpoint.trust.models import Seal
from stillpoint.trust.whole_files import written_whole

FIELDS = ("number", "entries", "root", "previous", "chain", "key_id", "signature")


class RootsUnreadable(ValueError):
    """The file of kept roots is not what we write: the sentence names the line."""


@dataclass(frozen=True)
class Root:
    """One seal as it was kept elsewhere. Hashes, signature and public key are hex.

    ``public_key`` is empty when another key than the one now in use signed the seal: that key
    stands in the roots exported while it was in use.
    """

    number: int
    at: str
    entries: int
    root: str
    previous: str
    chain: str
    key_id: str
    signature: str
    public_key: str

    def as_line(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":")) + "\n"


def root_of(seal: Seal, public_key: str) -> Root:
    return Root(
        at=canonical.time_text(seal.at),
        public_key=public_key,
        **{field: getattr(seal, field) for field in FIELDS},
    )


def export_roots(path: Path) -> int:
    """Write every seal to ``path``, one JSON object a line; returns how many.

    The file is put in place at once when it is whole, so that a crash leaves the old one.
    """
    with written_whole(path) as file:
        return _write(file, Seal.objects.order_by("number").iterator())


def export_new_roots() -> int:
    """Append the seals that ``STILLPOINT_ROOTS_FILE`` does not hold yet; returns how many.

    Does nothing when the setting is empty. Never changes a line that stands there.
    """
    if not settings.STILLPOINT_ROOTS_FILE:
        return 0
    path = Path(settings.STILLPOINT_ROOTS_FILE)
    last = _last_number(path)
    with path.open("ab") as file:
        written = _write(file, Seal.objects.filter(number__gt=last).order_by("number").iterator())
        file.flush()
        os.fsync(file.fileno())
    return written


def read_roots(path: Path) -> Iterator[Root]:
    """The roots of a file, in its order. Raises RootsUnreadable, and OSError."""
    with path.open(encoding="utf-8") as file:
        for place, line in enumerate(file, start=1):
            if line.strip():
                yield _read(line, f"Line {place} of {path.name}")


def _write(file: IO[bytes], seals: Iterable[Seal]) -> int:
    key = keys.verifying_key()
    known = {canonical.key_id(key): key.hex()}
    written = 0
    for seal in seals:
        file.write(root_of(seal, known.get(seal.key_id, "")).as_line().encode())
        written += 1
    return written


def _read(line: str, where: str) -> Root:
    try:
        return Root(**json.loads(line))
    except (TypeError, ValueError):
        raise RootsUnreadable(
            f"{where} is not a root as export_roots writes it. Use the file as it was exported."
        ) from None


def _last_number(path: Path) -> int:
    """The number on the file's last line, read from its end; 0 when there is no such file.

    A last line that a crash left half-written is taken off: it says nothing and would spoil the
    next.
    """
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8192))
        end = file.read()
        whole, newline, half = end.rpartition(b"\n")
        if half:
            file.truncate(size - len(half))
    if not newline:
        return 0
    last = whole.rpartition(b"\n")[2]
    return _read(last.decode("utf-8", "replace"), f"The last line of {path.name}").number
