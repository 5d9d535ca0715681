"""What stands where a value should and is none is held with its cause, never taken in."""

from __future__ import annotations

import pytest

from stillpoint.intake.wrong_values import (
    PLACEHOLDERS,
    BadValue,
    may_hold_no_values,
    require_a_reference,
    require_a_value,
    unwrapped,
)


@pytest.mark.parametrize("text", sorted(PLACEHOLDERS))
def test_a_placeholder_is_no_value_in_any_case(text: str) -> None:
    for written in (text, text.upper(), text.title()):
        with pytest.raises(BadValue, match="AREA"):
            require_a_value("AREA", written)
        assert may_hold_no_values(["WX/1/26", written])


@pytest.mark.parametrize(
    "text",
    [
        "4.2E+11", "4.2e+11", "1.23457E+15", "1E+10", "1e10", "4,2E+11", "2.6E+07", "4.20000E+11",
        "-1.5E+9", "1.5E-3", "9.99E+20", "1.2E+100", "5E+1", "6.02E23", "3E5", "0.1E+12",
        "12E+4", "+4.2E+11", "########", "##", "###",
    ],
)  # fmt: skip
def test_a_reference_that_a_spreadsheet_spoiled_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="REF"):
        require_a_reference("REF", text)
    assert may_hold_no_values(["WX/1/26", text])


@pytest.mark.parametrize(
    "text",
    ["WX/1/26", "42000123", "5E", "E5", "1E2A", "52/E/26", "A#1", "NA/12/26", "N-1", "0", "NULL-1"],
)
def test_a_reference_that_only_looks_odd_is_taken(text: str) -> None:
    require_a_value("REF", text)
    require_a_reference("REF", text)


@pytest.mark.parametrize(
    ("text", "says"),
    [('="00123"', "00123"), ('=" 7 "', "7"), ('="a""b"', 'a"b'), ("=A1", "=A1"), ('="', '="')],
)
def test_a_text_kept_from_a_spreadsheet_is_unwrapped(text: str, says: str) -> None:
    assert unwrapped(text) == says


def test_someone_may_be_called_null_but_not_minus() -> None:
    require_a_value("last name", "Null", is_name=True)
    with pytest.raises(BadValue):
        require_a_value("last name", "-", is_name=True)
