from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stillpoint.trust import keys
from stillpoint.trust.vault import CannotOpen, needs_sealing_again, open_text, seal_text

NOTE = "note:K7Q2MXTR:text"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text(min_size=1))
def test_what_is_sealed_opens_again(text: str, context: str) -> None:
    context = context.encode("utf-8", "replace").decode()
    text = text.encode("utf-8", "replace").decode()
    assert open_text(seal_text(text, context=context), context=context) == text


def test_a_text_moved_to_another_record_does_not_open() -> None:
    with pytest.raises(CannotOpen, match="another record"):
        open_text(seal_text("mine", context=NOTE), context="note:B4XXMXTR:text")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal_text("mine", context=NOTE) != seal_text("mine", context=NOTE)


def test_a_sealed_text_does_not_show_the_text() -> None:
    assert "mine" not in seal_text("mine", context=NOTE)


@pytest.mark.parametrize("place", [5, 20, -3])
def test_an_altered_text_does_not_open(place: int) -> None:
    sealed = list(seal_text("mine", context=NOTE))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    with pytest.raises(CannotOpen):
        open_text("".join(sealed), context=NOTE)


@pytest.mark.parametrize("sealed", ["", "plain text", "v2.1.AAAA", "v1.1.", "v1.9.AAAA", "v1.1.é"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(CannotOpen):
        open_text(sealed, context=NOTE)


def test_a_text_belongs_to_a_record() -> None:
    with pytest.raises(ValueError, match="record"):
        seal_text("mine", context="")


def test_an_older_key_still_opens_what_it_sealed() -> None:
    sealed = seal_text("mine", context=NOTE)
    keys.add_vault_key()
    assert open_text(sealed, context=NOTE) == "mine"


def test_a_new_key_seals_from_then_on() -> None:
    old = seal_text("mine", context=NOTE)
    keys.add_vault_key()
    new = seal_text("mine", context=NOTE)
    assert (needs_sealing_again(old), needs_sealing_again(new)) == (True, False)


def test_without_the_key_that_sealed_it_a_text_does_not_open(tmp_path: Path, settings: Any) -> None:
    sealed = seal_text("mine", context=NOTE)
    settings.STILLPOINT_KEYS = str(tmp_path / "other.json")
    keys.forget()
    with pytest.raises(CannotOpen):
        open_text(sealed, context=NOTE)


def test_a_new_key_leaves_the_other_keys_as_they_were(settings: Any) -> None:
    before = (keys.digest_key(), keys.verifying_key())
    keys.add_vault_key()
    assert (keys.digest_key(), keys.verifying_key()) == before


def test_only_the_service_can_read_the_key_file(settings: Any) -> None:
    keys.add_vault_key()
    assert stat.S_IMODE(Path(settings.STILLPOINT_KEYS).stat().st_mode) == 0o600


def test_a_full_disk_leaves_no_half_key_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, mode: str) -> Any:
        os.close(descriptor)
        return Path("/dev/full").open(mode)

    path = tmp_path / "fresh.json"
    with monkeypatch.context() as broken:
        broken.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space left"):
            keys.load_or_make(path)
    assert not path.exists()
    assert keys.load_or_make(path) == keys.load_or_make(path)
