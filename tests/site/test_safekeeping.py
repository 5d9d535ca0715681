"""The drill: back up, lose everything, restore, and find the trail intact."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from stillpoint.site import safekeeping
from stillpoint.trust.answers import CannotDo

COMMAND = [sys.executable, "-m", "stillpoint.site.command_line"]


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, with its own database, keys and files."""
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


def test_what_was_backed_up_comes_back_with_its_trail_intact(
    installation: dict[str, str], tmp_path: Path
) -> None:
    var = Path(installation["STILLPOINT_VAR"])
    var.mkdir()
    run(installation, "migrate")
    uploaded = var / "files" / "kept.csv"
    uploaded.parent.mkdir(parents=True)
    uploaded.write_text("reference\n")
    backup = tmp_path / "safe" / "backup.tar.gz"
    run(installation, "backup", str(backup))
    (var / "db.sqlite3").unlink()
    uploaded.unlink()
    run(installation, "restore", str(backup))
    verdict = run(installation, "verify_trail", "--json")
    assert verdict["intact"] is True
    assert uploaded.read_text() == "reference\n"


def test_records_are_not_overwritten_unless_told(
    installation: dict[str, str], tmp_path: Path
) -> None:
    Path(installation["STILLPOINT_VAR"]).mkdir()
    run(installation, "migrate")
    backup = tmp_path / "backup.tar.gz"
    run(installation, "backup", str(backup))
    assert "records here" in run(installation, "restore", str(backup), "--json", code=1)["refused"]
    run(installation, "restore", str(backup), "--replace")


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
