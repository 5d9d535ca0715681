"""The drill: back up, lose everything, restore, and find the trail intact."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from stillpoint.site import safekeeping
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
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safekeeping, "_dump", full)
    with pytest.raises(CannotDo, match="No space left"):
        safekeeping._write(tmp_path / "backup.tar.gz")
    assert list(tmp_path.iterdir()) == []
