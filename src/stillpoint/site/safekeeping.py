"""Back up and restore: one file that holds the database and what was uploaded, checked by hash.

Keys are kept apart on purpose (``trust/keys.py``): whoever has the backup alone can neither read
what is encrypted nor sign the trail anew. Back the key file up by itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

import stillpoint
from stillpoint.site.backup_archive import (
    DATABASE,
    FILES,
    MANIFEST,
    PRIVATE,
    keep_files,
    pack,
    unpack,
)
from stillpoint.trust import keys, trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

ARCHIVE = "backup.tar.gz"
FINGERPRINT_DIGITS = 16
DEBIAN = Path("/usr/lib/postgresql/15/bin")


def back_up(*, by: ActsAs, path: Path) -> dict[str, Any]:
    """Write a backup to ``path``, whole or not at all; returns its manifest. Pages go on being
    written: the entry in the trail has a transaction of its own, and the copying needs none."""
    _note_backup(by=by)
    return _write(path)


@act
def _note_backup(*, by: ActsAs) -> None:
    trail.record(
        Operation.DISCLOSURE, "back up", by=by, about="database", recipients=["backup file"]
    )


def _write(path: Path) -> dict[str, Any]:
    beside = path.resolve().parent
    if not beside.is_dir():
        raise CannotDo(
            f"There is no folder {beside}, so no backup was made. Is the disk for it connected?"
        )
    with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as name:
        folder = Path(name)
        try:
            manifest = _pack_all(folder)
            (folder / ARCHIVE).replace(path)
        except OSError as problem:
            raise CannotDo(
                f"The backup could not be written: {problem.strerror}. Free some space or choose "
                "another place. Nothing was changed."
            ) from problem
    return manifest


def _pack_all(folder: Path) -> dict[str, Any]:
    """The archive in the folder, with every file that its database names. A file that is uploaded
    stands before its record does, and is removed once its import is done: so what stands is kept
    just before the database is read, and again once that reading has begun."""
    with _folder_for_files() as name:
        files = Path(name)
        _keep_uploads(files)
        _dump(folder / DATABASE, begun=lambda: _keep_uploads(files))
        manifest = {
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "version": stillpoint.__version__,
            "vendor": connection.vendor,
            "migrations": applied_migrations(),
            "database_sha256": file_digest(folder / DATABASE),
            "keys_sha256": keys_fingerprint(),
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
        pack(
            folder / ARCHIVE,
            manifest=folder / MANIFEST,
            database=folder / DATABASE,
            files=files,
        )
    return manifest


def _folder_for_files() -> tempfile.TemporaryDirectory[str]:
    """Beside the uploads, so that a second name for each of them is possible."""
    beside = Path(settings.MEDIA_ROOT).parent
    beside.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=beside, prefix=".backup-files-")


def _keep_uploads(files: Path) -> None:
    keep_files(Path(settings.MEDIA_ROOT), files)


def restore(path: Path, *, replace: bool = False, without_keys: bool = False) -> dict[str, Any]:
    """Put a backup back. Refused where records stand already, unless ``replace``; and where the
    key file is not the one that the backup was made with, unless ``without_keys``.

    Everything is read and checked before anything is changed.
    """
    with tempfile.TemporaryDirectory(dir=_folder_for(Path(settings.VAR) / "x")) as name:
        folder = Path(name)
        manifest = _unpack(path, folder)
        if manifest["vendor"] != connection.vendor:
            raise CannotDo(
                f"This backup is of {manifest['vendor']}; the database here is {connection.vendor}."
            )
        if not without_keys:
            _must_have_keys_of(manifest)
        if not replace and _holds_records():
            raise CannotDo(
                "There are records here already. Restore into an empty installation, or say "
                "--replace: then what is here is lost."
            )
        _load(folder / DATABASE)
        if (folder / FILES).is_dir():
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            shutil.move(folder / FILES, settings.MEDIA_ROOT)
    return manifest


def keys_fingerprint() -> str:
    """SHA-256 of the public half of the signing key, the first 16 hex digits: tells key files
    apart and gives nothing away. Empty when there is no key file: none is made for asking."""
    if not Path(settings.STILLPOINT_KEYS).is_file():
        return ""
    keys.forget()
    return hashlib.sha256(keys.verifying_key()).hexdigest()[:FINGERPRINT_DIGITS]


def _must_have_keys_of(manifest: dict[str, Any]) -> None:
    """A backup that names no keys was made before backups did, or where there were none."""
    wanted, name = manifest.get("keys_sha256", ""), Path(settings.STILLPOINT_KEYS).name
    here = keys_fingerprint()
    if not wanted or wanted == here:
        return
    state = f"{name} here is another one" if here else f"there is no {name} here"
    raise CannotDo(
        f"This backup was made with other keys: {state}. Put {name} back first; without it what "
        "was encrypted cannot be read. If it is lost for good, say --without-keys. Nothing was "
        "changed."
    )


def applied_migrations() -> list[str]:
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        unpack(path, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        digest = file_digest(folder / DATABASE)
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError) as problem:
        raise CannotDo(f"{path.name} cannot be read as a backup: {problem}.") from problem
    if digest != manifest.get("database_sha256"):
        raise CannotDo(f"{path.name} is damaged: its database is not the one that was backed up.")
    return manifest


def _dump(target: Path, *, begun: Callable[[], None]) -> None:
    """Copy the database as it is at one moment; calls ``begun`` once that moment is fixed."""
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target, begun)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        begun()
        options = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
        _postgres("pg_dump", options)


def _load(source: Path) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        database.parent.mkdir(parents=True, exist_ok=True)
        for leftover in ("-wal", "-shm"):
            Path(f"{database}{leftover}").unlink(missing_ok=True)
        source.replace(database)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", str(source)]
    _postgres("pg_restore", options)


def _copy_sqlite(source: Path, target: Path, begun: Callable[[], None]) -> None:
    """SQLite's own online backup: a whole copy of one moment, while others read and write. A reader
    of a database in WAL mode keeps nobody waiting."""
    target.touch(mode=PRIVATE)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        begun()
        old.backup(new)
        old.rollback()


def _postgres(program: str, options: list[str]) -> None:
    found = shutil.which(program) or str(DEBIAN / program)
    if not Path(found).exists():
        raise CannotDo(f"{program} is not here. Install PostgreSQL's client programs.")
    known = connection.settings_dict
    host = known["HOST"] or known["OPTIONS"].get("host", "")
    address = {"PGHOST": host, "PGPORT": str(known["PORT"] or ""), "PGUSER": known["USER"]}
    secret = {"PGPASSWORD": known["PASSWORD"] or ""}
    done = subprocess.run(  # noqa: S603
        [found, f"--dbname={known['NAME']}", *options],
        env={**os.environ, **{key: value for key, value in (address | secret).items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotDo(f"{program} could not do it: {done.stderr.strip().splitlines()[-1:]}")


def _holds_records() -> bool:
    tables = connection.introspection.table_names()
    if "trust_trailentry" not in tables:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM trust_trailentry LIMIT 1")
        return cursor.fetchone() is not None


def _folder_for(path: Path) -> Path:
    folder = path.resolve().parent
    if not folder.is_dir():
        _try(lambda: folder.mkdir(parents=True), f"{folder} cannot be made")
    return folder


def _try(do: Callable[[], object], sentence: str) -> None:
    try:
        do()
    except OSError as problem:
        raise CannotDo(f"{sentence}: {problem.strerror}.") from problem
