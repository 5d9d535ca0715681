"""The drill: back up, lose everything, restore, and find the trail intact."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from stillpoint.site import backup_archive, safekeeping
from stillpoint.trust import keys
from stillpoint.trust.answers import CannotDo

COMMAND = [sys.executable, "-m", "stillpoint.site.command_line"]


@pytest.fixture
def installation(tmp_path: Path, migrated: Callable[[Path], None]) -> dict[str, str]:
    """An installation of its own, with its own database, keys and files."""
    migrated(tmp_path / "var" / "db.sqlite3")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings",
        "STILLPOINT_SECRET_KEY": "only-for-this-test",
        "STILLPOINT_VAR": str(tmp_path / "var"),
        "STILLPOINT_DATABASE_URL": f"sqlite:///{tmp_path / 'var' / 'db.sqlite3'}",
    }


def run(installation: dict[str, str], *words: str, code: int = 0) -> dict[str, Any]:
    done = subprocess.run(
        [*COMMAND, *words], env=installation, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if "--json" in words else {}


# What is there to lose: a case, a person, a text in the vault, and a sealed entry of the trail.
FILL = """
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.points.models import PrivateNote
from stillpoint.trust import trail, vault
from stillpoint.trust.actors import job
from stillpoint.trust.models import Operation
from stillpoint.trust.sealing import seal_now
officer = Officer.objects.create(
    number="501", given_name="Alice", family_name="Archer", rank="inspector",
    email="alice.archer@force.example", joined_on="2015-01-01",
)
Case.objects.create(reference="A1", offence="19C", reported_on="2025-03-09")
note = PrivateNote(author=officer)
note.sealed = vault.seal_text("Nobody else reads this.", context="kept")
note.save()
trail.record(Operation.ALTERATION, "fill", by=job("test"), about="database", after={"a": 1})
seal_now()
"""
READ = """
import json
from stillpoint.cases.models import Case
from stillpoint.people.models import Officer
from stillpoint.points.models import PrivateNote
from stillpoint.trust import vault
from stillpoint.trust.models import Seal
print(json.dumps([
    *Case.objects.values_list("reference", "ref"),
    *Officer.objects.values_list("number", "email"),
    *Seal.objects.values_list("number", "root", "signature"),
    vault.open_text(PrivateNote.objects.get().sealed, context="kept"),
]))
"""


def shell(installation: dict[str, str], program: str) -> str:
    done = subprocess.run(
        [*COMMAND, "shell", "--command", program],
        env=installation,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def test_what_was_backed_up_comes_back_with_its_trail_intact(
    installation: dict[str, str], tmp_path: Path
) -> None:
    var = Path(installation["STILLPOINT_VAR"])
    uploaded = var / "files" / "kept.csv"
    uploaded.parent.mkdir(parents=True)
    uploaded.write_text("reference\n")
    shell(installation, FILL)
    before = shell(installation, READ)
    backup = tmp_path / "backup.tar.gz"
    run(installation, "backup", str(backup))
    for leftover in var.glob("db.sqlite3*"):
        leftover.unlink()
    uploaded.unlink()
    run(installation, "restore", str(backup))
    verdict = run(installation, "verify_trail", "--json")
    assert verdict["intact"] is True
    assert verdict["seals"] == 1
    assert shell(installation, READ) == before
    assert "Nobody else reads this." in before
    assert uploaded.read_text() == "reference\n"


@pytest.fixture
def on_postgresql(installation: dict[str, str]) -> Iterator[dict[str, str]]:
    """The installation on a database of its own in the server that the tests run on."""
    address = os.environ.get("STILLPOINT_DATABASE_URL", "")
    if not address.startswith("postgresql"):
        pytest.skip("The server that these tests run on is not PostgreSQL.")
    parts = urlsplit(address)
    drill = urlunsplit(parts._replace(path="/drill"))

    def anew(*, gone: bool = False) -> None:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS drill WITH (FORCE)")
            if not gone:
                server.execute("CREATE DATABASE drill")

    anew()
    yield {**installation, "STILLPOINT_DATABASE_URL": drill}
    anew(gone=True)


@pytest.mark.database
def test_the_drill_holds_on_postgresql(on_postgresql: dict[str, str], tmp_path: Path) -> None:
    run(on_postgresql, "migrate")
    shell(on_postgresql, FILL)
    before = shell(on_postgresql, READ)
    backup = tmp_path / "backup.tar.gz"
    run(on_postgresql, "backup", str(backup))
    shell(on_postgresql, "from stillpoint.cases.models import Case; Case.objects.all().delete()")
    assert shell(on_postgresql, READ) != before
    run(on_postgresql, "restore", str(backup), "--replace")
    assert run(on_postgresql, "verify_trail", "--json")["intact"] is True
    assert shell(on_postgresql, READ) == before


def test_records_are_not_overwritten_unless_told(
    installation: dict[str, str], tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar.gz"
    run(installation, "backup", str(backup))
    assert "records here" in run(installation, "restore", str(backup), "--json", code=1)["refused"]
    run(installation, "restore", str(backup), "--replace")


def test_a_restore_without_its_keys_changes_nothing_until_they_are_back(
    installation: dict[str, str], tmp_path: Path
) -> None:
    var = Path(installation["STILLPOINT_VAR"])
    shell(installation, FILL)
    backup = tmp_path / "backup.tar.gz"
    made = run(installation, "backup", str(backup), "--json")
    assert len(made["keys_sha256"]) == 16
    keys = var / "keys.json"
    kept = keys.read_bytes()
    keys.unlink()
    (var / "db.sqlite3").unlink()
    refused = run(installation, "restore", str(backup), "--json", code=1)["refused"]
    assert "there is no keys.json here. Put keys.json back first" in refused
    assert not keys.exists() and not (var / "db.sqlite3").exists()
    run(installation, "restore", str(backup), "--without-keys")
    assert not keys.exists()
    keys.write_bytes(kept)
    assert "Nobody else reads this." in shell(installation, READ)


def test_a_restore_beside_other_keys_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "_unpack", lambda *_: {
        "vendor": connection.vendor, "keys_sha256": "0" * 16,
    })  # fmt: skip
    keys.verifying_key()
    with pytest.raises(CannotDo, match=r"keys\.json here is another one"):
        safekeeping.restore(tmp_path / "backup.tar.gz", replace=True)


def test_a_backup_into_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="There is no folder"):
        safekeeping._write(tmp_path / "unplugged" / "backup.tar.gz")
    assert not (tmp_path / "unplugged").exists()


def test_a_damaged_backup_is_refused_before_anything_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in (
            ("manifest.json", b'{"vendor": "sqlite", "database_sha256": "0"}'),
            ("database", b"not what it was"),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    with pytest.raises(CannotDo, match="damaged"):
        safekeeping.restore(path)


def test_a_file_that_is_no_backup_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8 not an archive")
    with pytest.raises(CannotDo, match="cannot be read as a backup"):
        safekeeping.restore(path)


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safekeeping, "_dump", full)
    with pytest.raises(CannotDo, match="No space left"):
        safekeeping._write(tmp_path / "backup.tar.gz")
    assert list(tmp_path.iterdir()) == []


def archive_of(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            content = b"x" if member.isreg() else b""
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, to
    return made


@pytest.mark.parametrize(
    "hostile",
    [
        [member("../outside")],
        [member("/tmp/outside")],
        [member("files/../../outside")],
        [member("files/link", tarfile.SYMTYPE, ".."), member("files/link/outside")],
        [member("files/link", tarfile.LNKTYPE, "../outside")],
        [member("database", tarfile.SYMTYPE, "/etc/hostname")],
        [member("files/device", tarfile.CHRTYPE)],
        [member("files/pipe", tarfile.FIFOTYPE)],
        [member("notes.txt")],
        [member("files/" + "/".join("abcdefghij"))],
        [member("manifest.json"), member("manifest.json")],
    ],
)
def test_an_archive_is_led_nowhere_outside_its_folder(
    hostile: list[tarfile.TarInfo], tmp_path: Path
) -> None:
    inside = tmp_path / "one" / "two"
    inside.mkdir(parents=True)
    path = archive_of(tmp_path / "hostile.tar.gz", *hostile)
    with pytest.raises((backup_archive.NotABackup, OSError)):
        backup_archive.unpack(path, inside)
    there = {one.name for one in tmp_path.rglob("*") if one.is_file()}
    assert there <= {"hostile.tar.gz", "manifest.json"}
    assert not any(one.is_symlink() for one in tmp_path.rglob("*"))


def test_a_hostile_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "hostile.tar.gz", member("../outside"))
    with pytest.raises(CannotDo, match="which no backup holds"):
        safekeeping.restore(path)


def test_a_backup_is_its_owners_alone_whatever_the_umask(
    installation: dict[str, str], tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        for number in range(2):
            run(installation, "backup", str(tmp_path / f"{number}.tar.gz"))
    finally:
        os.umask(before)
    modes = {(tmp_path / f"{number}.tar.gz").stat().st_mode & 0o777 for number in range(2)}
    assert modes == {0o600}


def test_others_write_while_a_backup_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The copying holds no lock that a page would wait for."""
    database = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(database)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE kept (number)")
        made.commit()
    written = []

    def write() -> None:
        with closing(sqlite3.connect(database, timeout=0)) as other:
            other.execute("INSERT INTO kept VALUES (1)")
            other.commit()
            written.append(1)

    safekeeping._copy_sqlite(database, tmp_path / "copy", write)
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert written == [1]


def test_a_file_whose_import_ends_while_the_backup_is_made_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "waiting.csv").write_text("reference")

    def dump(target: Path, *, begun: Callable[[], None]) -> None:
        (settings.MEDIA_ROOT / "waiting.csv").unlink()
        (settings.MEDIA_ROOT / "new.csv").write_text("reference")
        begun()
        (settings.MEDIA_ROOT / "new.csv").unlink()
        target.write_bytes(b"database")

    monkeypatch.setattr(safekeeping, "_dump", dump)
    monkeypatch.setattr(safekeeping, "applied_migrations", list)
    safekeeping._write(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        names = archive.getnames()
    assert {"files/waiting.csv", "files/new.csv"} <= set(names)
    assert not list(tmp_path.glob(".backup*"))
