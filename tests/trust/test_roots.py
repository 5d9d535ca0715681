from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.trust.models import TrailEntry
from stillpoint.trust.roots import RootsUnreadable, export_new_roots, export_roots, read_roots
from stillpoint.trust.sealing import seal_now
from tests.trust.forging import as_owner_of_the_database, leave

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def seal(count: int) -> None:
    for number in range(count):
        leave(f"read {number}")
        seal_now()


@pytest.fixture
def roots_file(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "elsewhere.jsonl"
    settings.STILLPOINT_ROOTS_FILE = str(path)
    return path


def numbers(path: Path) -> list[int]:
    return [root.number for root in read_roots(path)]


def test_new_seals_are_appended_and_none_twice(roots_file: Path) -> None:
    seal(2)
    export_new_roots()
    export_new_roots()
    seal(1)
    export_new_roots()
    assert numbers(roots_file) == [1, 2, 3]


def test_without_a_file_to_write_to_nothing_is_written(settings: Any) -> None:
    settings.STILLPOINT_ROOTS_FILE = ""
    seal(1)
    assert export_new_roots() == 0


def test_a_line_that_a_crash_left_half_written_is_written_again(roots_file: Path) -> None:
    seal(2)
    export_new_roots()
    whole = roots_file.read_text()
    roots_file.write_text(whole[:-40])
    export_new_roots()
    assert roots_file.read_text() == whole


def test_an_export_that_crashes_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "roots.jsonl"
    seal(1)
    export_roots(path)
    before = path.read_text()
    seal(1)
    monkeypatch.setattr("os.fsync", _disk_full)
    with pytest.raises(OSError, match="No space"):
        export_roots(path)
    assert path.read_text() == before


def _disk_full(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_file_that_is_not_ours_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "roots.jsonl"
    path.write_text('{"number": 1}\n')
    with pytest.raises(RootsUnreadable, match=r"Line 1 of roots\.jsonl"):
        list(read_roots(path))


def verify_trail(*arguments: str) -> tuple[int, str]:
    """The exit code of verify_trail, and what it printed on standard output."""
    out = io.StringIO()
    try:
        call_command("verify_trail", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_verify_trail_answers_for_an_intact_trail() -> None:
    seal(2)
    leave("not sealed yet")
    code, printed = verify_trail("--json")
    assert (code, json.loads(printed)) == (
        0,
        {"entries": 3, "seals": 2, "intact": True, "first_broken": None, "unsealed": 1},
    )


def test_verify_trail_exits_1_and_names_what_is_broken() -> None:
    seal(2)
    with as_owner_of_the_database():
        TrailEntry.objects.filter(act="read 1").update(act="read nothing")
    code, printed = verify_trail("--json")
    named = json.loads(printed)["first_broken"]
    assert (code, named["kind"], named["seal"]) == (1, "entry changed", 2)


def test_verify_trail_says_in_words_that_the_trail_is_not_intact() -> None:
    seal(1)
    with as_owner_of_the_database():
        TrailEntry.objects.update(act="read nothing")
    assert verify_trail()[1].startswith("The trail is NOT intact. Entry ")


def test_verify_trail_takes_roots_that_export_roots_wrote(tmp_path: Path) -> None:
    seal(2)
    call_command("export_roots", str(tmp_path / "roots.jsonl"), stdout=io.StringIO())
    code, printed = verify_trail("--roots", str(tmp_path / "roots.jsonl"))
    assert (code, "agree with the 2 roots" in printed) == (0, True)


@pytest.mark.parametrize("content", [None, "", "not roots\n", "\x00\xff"])
def test_verify_trail_refuses_roots_that_cannot_be_read(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "roots.jsonl"
    if content is not None:
        path.write_text(content, encoding="latin-1")
    code, printed = verify_trail("--roots", str(path), "--json")
    assert (code, list(json.loads(printed))) == (1, ["refused"])


def test_export_roots_refuses_a_trail_without_seals(tmp_path: Path) -> None:
    path, out = tmp_path / "roots.jsonl", io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("export_roots", str(path), "--json", stdout=out, stderr=io.StringIO())
    assert (ended.value.code, path.exists()) == (1, False)
    assert "no seals yet" in json.loads(out.getvalue())["refused"]


def test_export_roots_exits_2_when_it_cannot_write(tmp_path: Path) -> None:
    seal(1)
    with pytest.raises(SystemExit) as ended:
        call_command("export_roots", str(tmp_path / "none" / "roots"), stderr=io.StringIO())
    assert ended.value.code == 2
