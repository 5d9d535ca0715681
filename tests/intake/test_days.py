"""Days as systems and spreadsheets write them: what is sure is read, the rest is refused with its
cause."""

from __future__ import annotations

import pytest

from stillpoint.intake.days import a_day, a_last_day, a_moment, in_format, is_day_only
from stillpoint.intake.wrong_values import BadValue

NINTH_OF_MARCH = (
    "2026-03-09", "2026/03/09", "2026.03.09", "2026-3-9", "20260309", "09/03/2026", "9/3/2026",
    "09-03-2026", "09.03.2026", "9.3.2026", "09 03 2026", "09-MAR-2026", "09-Mar-2026",
    "9-mar-2026", "09MAR2026", "09 Mar 2026", "9 March 2026", "9th March 2026", "09/Mar/2026",
    "March 9, 2026", "Mar 9 2026", "2026-Mar-09", "Monday 9 March 2026", "Mon, 9 Mar 2026",
    "2026-03-09 14:30", "2026-03-09T14:30:00", "2026-03-09T14:30:00.123", "2026/03/09 14:30:00",
    "2026-03-09 14:30:00.1234567", "09/03/2026 14:30", "09/03/2026 14:30:00.123",
    "09/03/2026 02:30 PM", "09-MAR-2026 14:30:00", "09.03.2026 14:30", "09.03.2026, 14:30:05",
    "2026-03-09T14:30:00Z", "2026-03-09 14:30:00 UTC", "2026-03-09T14:30:00+0000",
    "  09/03/2026  ", "2026-03-09 14:30:00,123",
)  # fmt: skip


@pytest.mark.parametrize("text", NINTH_OF_MARCH)
def test_a_day_that_can_be_meant_in_one_way_is_read(text: str) -> None:
    assert a_day(text) == "2026-03-09"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-01T23:30:00Z", "2026-07-02"),
        ("2026-07-01T22:59:59Z", "2026-07-01"),
        ("2026-07-01T23:00:00+00:00", "2026-07-02"),
        ("2026-07-01 23:30:00 UTC", "2026-07-02"),
        ("2026-07-01 23:30 GMT", "2026-07-02"),
        ("01/07/2026 23:30:00Z", "2026-07-02"),
        ("2026-07-01T23:30:00.000Z", "2026-07-02"),
        ("2026-07-01 23:30:00 BST", "2026-07-01"),
        ("2026-07-01T23:30:00+01:00", "2026-07-01"),
        ("2026-12-01T23:30:00Z", "2026-12-01"),
        ("2026-03-29T00:59:59Z", "2026-03-29"),
        ("2026-10-24T23:30:00Z", "2026-10-25"),
        ("2026-10-25T23:30:00Z", "2026-10-25"),
        ("2026-06-30T23:00:00Z", "2026-07-01"),
        ("2026-08-31T20:00:00-05:00", "2026-09-01"),
        ("2026-12-31T23:59:59Z", "2026-12-31"),
        ("01-JUL-2026 23:30:00 UTC", "2026-07-02"),
        ("2026-07-01 11:30 PM UTC", "2026-07-02"),
        ("20260701T233000Z", "2026-07-02"),
        ("2026-07-01T23:30Z", "2026-07-02"),
    ],
)
def test_a_stamp_with_a_zone_gives_the_day_here(text: str, day: str) -> None:
    assert a_day(text) == day


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("03/25/2026", "month first"),
        ("03-25-2026", "month first"),
        ("03/25/2026 14:30", "month first"),
        ("09/03/26", "two digits of its year"),
        ("09-MAR-26", "two digits of its year"),
        ("46090", "is a number"),
        ("46090.604", "is a number"),
        ("4.609E+4", "is a number"),
        ("12345678901234567890", "is a number"),
        ("1900-01-01", "long before"),
        ("1970-01-01", "long before"),
        ("1899-12-30", "long before"),
        ("30/12/1899", "long before"),
        ("01/01/1900", "long before"),
        ("1970-01-01T00:00:00Z", "long before"),
        ("1753-01-01", "long before"),
        ("0001-01-01", "long before"),
        ("01-JAN-1970", "long before"),
        ("1969-12-31", "long before"),
        ("9999-12-31", "no end"),
        ("31/12/2999", "no end"),
        ("31/02/2026", "no such day"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("09/03/2026 25:00", "no such day"),
        ("09/03/2026 13:00 PM", "cannot be right"),
        ("32 March 2026", "no such day"),
        ("9 Mars 2026", "no such day"),
        ("2026-03-09 14:30 +99:00", "no such day"),
        ("next week", "not a date"),
        ("March 2026", "not a date"),
        ("2026", "is a number"),
    ],
)
def test_a_day_that_is_not_sure_is_refused_with_its_cause(text: str, cause: str) -> None:
    with pytest.raises(BadValue, match=cause):
        a_day(text)
    with pytest.raises(BadValue, match=cause):
        a_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "31/12/9999", "9999-12-31", "9999-12-31T23:59:59", "9999-12-31 23:59:59.997",
        "9999-12-31T23:59:59Z", "31-DEC-9999", "31.12.9999", "2999-12-31", "01/01/2999",
        "31/12/2999 00:00", "3000-01-01", "2100-01-01", "31/12/2099", "2079-06-06", "99991231",
        "2999-01-01 00:00:00", "31-Dec-2999", "9999/12/31",
        "31 December 9999",
        "4712-12-31", "2199-12-31", "2200-01-01",
    ],
)  # fmt: skip
def test_a_far_day_means_no_end_where_a_field_is_an_end(text: str) -> None:
    assert a_last_day(text) == ""


@pytest.mark.parametrize(
    ("text", "form", "read"),
    [
        ("03/09/2026", "%m/%d/%Y", "2026-03-09"),
        ("09-MAR-26", "%d-%b-%y", "2026-03-09"),
        ("2026.03.09", "%Y.%m.%d", "2026-03-09"),
        ("09-MAR-26 02.30.00.123000 PM", "%d-%b-%y %I.%M.%S.%f %p", "2026-03-09 14:30:00.123000"),
        ("090326", "%d%m%y", "2026-03-09"),
    ],
)
def test_a_mapping_says_the_format_of_a_column(text: str, form: str, read: str) -> None:
    assert in_format(text, form) == read
    assert a_day(in_format(text, form)) == "2026-03-09"


def test_a_text_that_is_not_in_the_format_is_refused_with_it() -> None:
    with pytest.raises(BadValue, match="format %m/%d/%Y"):
        in_format("25/03/2026", "%m/%d/%Y")


def test_a_day_written_long_keeps_no_time_and_a_time_is_one() -> None:
    assert all(is_day_only(day) for day in ("2026-03-09", "09-MAR-2026", "9th March 2026"))
    assert not any(is_day_only(at) for at in ("2026-03-09 00:00", "2026-03-09T09:30:00Z"))
