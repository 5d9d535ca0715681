"""Open what was given (.csv, .csv.gz, .zip) as plain tables, inside the limits, never unpacked
to disk.

Each table is looked through once before a row of it is used: so a truncated archive, a bomb or a
wrong encoding is refused while nothing has been taken in yet.
"""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from stillpoint.intake.limits import LIMITS, MEGABYTE, Limits
from stillpoint.trust.answers import CannotDo

BLOCK = 1 << 20
_BROKEN = (zlib.error, lzma.LZMAError, zipfile.BadZipFile)
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Table:
    """One table inside a given file. ``name`` is as a person knows it (``june.zip/2018-10.csv``);
    ``size`` is expanded bytes; ``encoding`` was found out by reading all of it."""

    name: str
    opened: Callable[[], IO[bytes]]
    encoding: str
    size: int

    def text(self) -> IO[str]:
        """The decoded text, every line ending with a line feed."""
        return io.TextIOWrapper(
            io.BufferedReader(self.opened(), BLOCK),  # type: ignore[type-var]
            encoding=self.encoding,
            newline=None,
        )


@dataclass
class Opened:
    """What a given file holds: its tables, and remarks worth showing."""

    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def open_file(path: Path, name: str, limits: Limits = LIMITS) -> Opened:
    """The tables of one file. Raises CannotDo with a sentence for whatever cannot be read."""
    try:
        size = path.stat().st_size
    except OSError:
        raise CannotDo(f"There is no file {name}. Check the name and where it is.") from None
    if not path.is_file():
        raise CannotDo(f"{name} is not a file. Give a .csv, .csv.gz or .zip file.")
    if size == 0:
        raise CannotDo(f"{name} is empty. Export it again.")
    if size > limits.packed:
        raise CannotDo(
            f"{name} is larger than {limits.packed // MEGABYTE:,} MB. Split it, by month or year."
        )
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"\x1f\x8b":
        return _one(name, lambda: gzip.open(path, "rb"), size, limits)  # type: ignore[arg-type,return-value]
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06") or name.lower().endswith(".zip"):
        return _zip(path, name, limits)
    return _one(name, lambda: path.open("rb"), size, limits)


def _one(name: str, opened: Callable[[], IO[bytes]], packed: int, limits: Limits) -> Opened:
    found = Opened()
    _add(found, name, opened, packed, limits)
    return found


def _zip(path: Path, name: str, limits: Limits) -> Opened:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise CannotDo(_damaged(name)) from None
    if len(members) > limits.members:
        raise CannotDo(
            f"{name} holds {len(members):,} files; {limits.members:,} is the most. Split it."
        )
    found, left_out = Opened(), 0
    for member in sorted(members, key=lambda member: member.filename):
        if not member.filename.lower().endswith(".csv") or _of_the_system(member.filename):
            left_out += 1
            continue
        if member.flag_bits & 0x1:
            raise CannotDo(f"{name} has a password. Unpack it first, then give the .csv files.")
        inside = f"{name}/{member.filename}"
        used = sum(table.size for table in found.tables)
        _add(
            found,
            inside,
            _member(path, member.filename),
            member.compress_size,
            limits,
            already=used,
        )
    if not found.tables:
        raise CannotDo(f"{name} holds no .csv file. Check that it is the right archive.")
    if left_out:
        found.notes.append(f"{name}: {left_out:,} files in it are not .csv files: left out.")
    return found


def _of_the_system(member: str) -> bool:
    return member.startswith("__MACOSX/") or Path(member).name.startswith(".")


def _member(path: Path, member: str) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(member)


def _add(
    found: Opened,
    name: str,
    opened: Callable[[], IO[bytes]],
    packed: int,
    limits: Limits,
    already: int = 0,
) -> None:
    encoding, size = _look_through(name, opened, packed, limits, already)
    if encoding == "cp1252":
        found.notes.append(f"{name} is not UTF-8: it was read as Windows-1252.")
    found.tables.append(Table(name, opened, encoding, size))


def _look_through(
    name: str, opened: Callable[[], IO[bytes]], packed: int, limits: Limits, already: int
) -> tuple[str, int]:
    """Read all of it once. Returns its encoding and its expanded size."""
    utf8, utf16 = (codecs.getincrementaldecoder(each)() for each in ("utf-8-sig", "utf-16"))
    encoding, size = "utf-8-sig", 0
    try:
        for block in _blocks(opened):
            if size == 0:
                _refuse_other_formats(name, block)
                encoding = "utf-16" if block.startswith(UTF_16_MARKS) else encoding
            size += len(block)
            _refuse_bomb(name, size, packed, limits, already)
            if encoding == "utf-16":
                utf16.decode(block)
            if encoding == "utf-8-sig":
                encoding = _still_utf8(utf8, block)
            if encoding == "cp1252":
                _require_cp1252(name, block)
    except CannotDo:
        raise
    except (EOFError, OSError, ValueError, RuntimeError, *_BROKEN):
        # Each way of packing says in its own way that it cannot be unpacked.
        raise CannotDo(_damaged(name)) from None
    if size == 0:
        raise CannotDo(f"{name} is empty. Export it again.")
    decoder = utf16 if encoding == "utf-16" else utf8
    if encoding != "cp1252" and _ends_inside_a_character(decoder):
        raise CannotDo(f"{name} breaks off in the middle of a character. Export it again.")
    if encoding == "cp1252":
        for block in _blocks(opened):
            _require_cp1252(name, block)
    return encoding, size


def _blocks(opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    with opened() as file:
        while block := file.read(BLOCK):
            yield block


def _refuse_other_formats(name: str, block: bytes) -> None:
    if block.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise CannotDo(f"{name} is not a text table. Save the sheet as “CSV UTF-8”.")


def _refuse_bomb(name: str, size: int, packed: int, limits: Limits, already: int) -> None:
    if size + already > limits.expanded:
        raise CannotDo(
            f"{name} unpacks to more than {limits.expanded // MEGABYTE:,} MB and was refused. "
            "Split it, by month or year."
        )
    if size > limits.ratio_from and size > limits.ratio * max(packed, 1):
        raise CannotDo(
            f"{name} unpacks to more than {limits.ratio} times its size, as no table of records "
            "does. It was refused: ask whoever sent it."
        )


def _still_utf8(decoder: codecs.IncrementalDecoder, block: bytes) -> str:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _ends_inside_a_character(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return False


def _require_cp1252(name: str, block: bytes) -> None:
    try:
        block.decode("cp1252")
    except UnicodeDecodeError:
        raise CannotDo(
            f"{name} is neither UTF-8 nor Windows-1252 text. Save it as “CSV UTF-8”."
        ) from None


def _damaged(name: str) -> str:
    return f"{name} is damaged or was cut off on its way. Fetch it again."
