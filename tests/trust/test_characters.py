"""Characters that no page, file or database can hold."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.trust.characters import holdable

# XML 1.0, section 2.2: what a Word or spreadsheet file may hold.
XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_holdable_can_stand_in_a_file_and_a_database(text: str) -> None:
    held = holdable(text)
    assert XML.fullmatch(held)
    assert "\x00" not in held
    held.encode()
    assert holdable(held) == held


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_what_anyone_can_read_stays(text: str) -> None:
    assert holdable(text) == text


@pytest.mark.parametrize(
    ("came", "held"),
    [
        ("one\x0btwo", "one\ntwo"),
        ("one\x0ctwo", "one\ntwo"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("one\r\ntwo", "one\r\ntwo"),
        ("\uf0b7 early contact", "• early contact"),
        ("the victim\x92s words", "the victim’s words"),
        ("a\x00b\x07c\ufffed", "abcd"),
    ],
)
def test_what_a_word_processor_pastes_becomes_what_it_meant(came: str, held: str) -> None:
    assert holdable(came) == held


def test_letters_of_every_script_stay() -> None:
    letters = "".join(chr(n) for n in range(0x110000) if unicodedata.category(chr(n))[0] == "L")
    assert holdable(letters) == letters
