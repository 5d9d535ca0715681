"""The one file of a backup: what goes into it, and what may come out.

What is unpacked is written by us, under names that we checked: an archive names its own members,
and Python's ``extractall`` has been led outside its folder more than once (CVE-2025-4517).
"""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
PRIVATE = 0o600
# So many folders deep may an uploaded file lie.
DEEPEST = 8


class NotABackup(ValueError):
    """A member that no backup of ours holds."""


def pack(archive_path: Path, *, manifest: Path, database: Path, files: Path) -> None:
    """Write the archive, readable by its owner alone. ``files`` is a folder, empty where nothing
    was uploaded."""
    with open_private(archive_path) as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
        archive.add(manifest, MANIFEST)
        archive.add(database, DATABASE)
        archive.add(files, FILES)


def unpack(archive_path: Path, folder: Path) -> None:
    """Write manifest, database and uploaded files into the folder, and nothing anywhere else.

    Raises NotABackup for a link, a device or a name that a backup does not have.
    """
    with tarfile.open(archive_path, "r:gz") as archive:
        for member in archive:
            place = _place_of(member, folder)
            if place is None:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            source = archive.extractfile(member)
            if source is None:
                raise NotABackup(f"it holds {member.name[:80]}, which is not a file")
            with open_private(place) as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _place_of(member: tarfile.TarInfo, folder: Path) -> Path | None:
    """Where a member belongs; None for a folder, which is made when a file needs it."""
    path = PurePosixPath(member.name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in member.name
    ours = member.name in (MANIFEST, DATABASE) or path.parts[:1] == (FILES,)
    if not inside or not ours or "\x00" in member.name:
        raise NotABackup(f"it names {member.name[:80]!r}, which no backup holds")
    if member.isdir() and path.parts[:1] == (FILES,):
        return None
    if not member.isreg() or len(path.parts) > 1 + DEEPEST:
        raise NotABackup(f"{member.name[:80]!r} in it is a link or no plain file")
    return folder.joinpath(*path.parts)


def keep_files(source: Path, kept: Path) -> None:
    """Keep every file under ``source`` as it now is, although others may remove them meanwhile: by
    a second name on the same disk, or else a copy. What is kept already stays."""
    for path in _plain_files(source):
        place = kept / path.relative_to(source)
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except FileNotFoundError:
            continue
        except OSError:
            _copy(path, place)


def _plain_files(source: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(source):
        for name in names:
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _copy(path: Path, place: Path) -> None:
    try:
        with path.open("rb") as source, open_private(place) as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        place.unlink(missing_ok=True)


def open_private(path: Path) -> IO[bytes]:
    """Open a new file for writing that its owner alone can read, whatever the umask."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb")
