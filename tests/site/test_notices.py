"""The third-party notices name what is installed, as it says of itself."""

from __future__ import annotations

from tools import notices

MAIN, DEV = (notices.ROOT / "requirements" / f"{name}.txt" for name in ("main", "dev"))


def test_every_package_that_is_installed_is_named_with_its_licence() -> None:
    written = notices.FILE.read_text(encoding="utf-8")
    rows = notices.python_rows(MAIN, set()) + notices.python_rows(DEV, set())
    missing = [name for name, *rest in rows if f"| {name} | {' | '.join(rest)} |" not in written]
    assert not missing, f"run .venv/bin/python tools/notices.py: {missing}"


def test_what_the_pages_are_built_with_is_named() -> None:
    assert notices.table(notices.node_rows()) in notices.FILE.read_text(encoding="utf-8")


def test_nothing_is_named_that_is_no_longer_pinned() -> None:
    pins = set(notices.pinned(DEV)) | {(name, version) for name, version, _ in notices.node_rows()}
    lines = notices.FILE.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    named = {(cell[0], cell[1]) for cell in cells if cell[0] != "Package"}
    assert named - pins == set()


def test_a_licence_expression_goes_before_older_ways_of_saying_it() -> None:
    assert notices.licence(notices.stated("django")) == "BSD-3-Clause"
