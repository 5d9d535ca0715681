"""What docs/security.md tells outsiders to do must work as it stands there."""

from __future__ import annotations

import io
import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.trust.sealing import seal_now
from tests.trust.forging import leave_several

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "security.md"


@pytest.fixture
def check(tmp_path: Path) -> Callable[[dict[str, Any]], bool]:
    """The function of the document's own program."""
    program = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert program
    path = tmp_path / "check.py"
    path.write_text(program.group(1))
    found: Callable[[dict[str, Any]], bool] = runpy.run_path(str(path))["check"]
    return found


def proof_of(entry: int) -> dict[str, Any]:
    out = io.StringIO()
    call_command("prove_entry", str(entry), "--json", stdout=out)
    proof: dict[str, Any] = json.loads(out.getvalue())
    return proof


def test_the_document_s_program_confirms_every_proof(check: Callable[..., bool]) -> None:
    entries = leave_several(7)
    seal_now()
    assert all(check(proof_of(entry.pk)) for entry in entries)


@pytest.mark.parametrize("field", ["entry", "at", "root", "chain"])
def test_the_document_s_program_refuses_a_forged_proof(
    check: Callable[..., bool], field: str
) -> None:
    entries = leave_several(3)
    seal_now()
    assert not check({**proof_of(entries[1].pk), field: "00"})


def test_an_entry_not_sealed_yet_is_refused_with_a_reason() -> None:
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("prove_entry", str(leave_several(1)[0].pk), stderr=err)
    assert (ended.value.code, "not sealed yet" in err.getvalue()) == (1, True)


def test_an_entry_that_does_not_exist_is_refused_with_a_reason() -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("prove_entry", "99", stderr=io.StringIO())
    assert ended.value.code == 1
