"""Reading files: what is bad is said in a sentence, and nothing ends in a traceback."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from stillpoint.intake.limits import Limits
from stillpoint.intake.reading import Batch, Lines, open_file, read_table
from stillpoint.trust.answers import CannotDo

GOOD = b"a,b\n1,2\n3,4\n"
SMALL = Limits(packed=1_000_000, expanded=3_000_000, ratio=20, ratio_from=100_000, members=3)


def file(path: Path, name: str, content: bytes) -> Path:
    made = path / name
    made.write_bytes(content)
    return made


def read(path: Path, limits: Limits = Limits()) -> Batch:  # noqa: B008 - frozen
    everything = Batch()
    for table in open_file(path, path.name, limits).tables:
        for batch in read_table(table, limits).batches(2):
            everything.rows += batch.rows
            everything.bad += batch.bad
    return everything


def zipped(path: Path, members: dict[str, bytes], name: str = "f.zip") -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file(path, name, held.getvalue())


def cells(batch: Batch) -> list[list[str]]:
    return [row for _, row in batch.rows]


@pytest.mark.parametrize(
    "content",
    [GOOD, b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b'"a","b"\n"1","2"\n3,4'],
)
def test_plain_tables_are_read_whatever_their_marks_and_line_ends(
    tmp_path: Path, content: bytes
) -> None:
    assert cells(read(file(tmp_path, "f.csv", content))) == [["1", "2"], ["3", "4"]]


def test_gzip_and_zip_are_read(tmp_path: Path) -> None:
    assert len(read(file(tmp_path, "f.csv.gz", gzip.compress(GOOD, mtime=0))).rows) == 2
    several = zipped(tmp_path, {"2018-10/a.csv": GOOD, "2018-11/b.csv": GOOD, "read.me": b"x"})
    assert len(read(several).rows) == 4


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    opened = open_file(file(tmp_path, "f.csv", "a,b\n1,Caf\xe9\n".encode("cp1252")), "f.csv")
    assert opened.notes == ["f.csv is not UTF-8: it was read as Windows-1252."]
    assert read_table(opened.tables[0]).batches().__next__().rows == [(2, ["1", "Café"])]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.csv", b"", "is empty"),
        ("f.csv", b"\n\n", "has no header"),
        ("f.csv", "a,b\n1,2\n".encode("utf-16")[:-1], "breaks off in the middle"),
        ("f.csv", b"a,a\n1,2\n", "names a column twice: a"),
        ("f.csv", b'a,"b\n1,2\n', "header has a quotation mark"),
        ("f.csv", b"a,b\n1,\x81\x8d\n", "neither UTF-8 nor Windows-1252"),
        ("f.csv", "a,b\n1,é".encode()[:-1], "breaks off in the middle"),
        ("f.csv.gz", gzip.compress(GOOD * 99, mtime=0)[:-20], "damaged or was cut off"),
        ("f.csv.gz", gzip.compress(b"", mtime=0), "is empty"),
        ("f.zip", b"PK\x03\x04 and then nothing", "damaged or was cut off"),
        ("f.zip", b"not a zip", "damaged or was cut off"),
        ("f.xlsx", b"\xd0\xcf\x11\xe0 old office file", "not a text table"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(CannotDo, match=said):
        read(file(tmp_path, name, content))


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path, {"a.csv": GOOD * 500}).read_bytes()
    with pytest.raises(CannotDo, match="damaged"):
        read(file(tmp_path, "cut.zip", whole[: len(whole) // 2]))


def test_a_damaged_member_of_a_zip_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped(tmp_path, {"a.csv": GOOD * 500}).read_bytes())
    whole[40] ^= 0xFF
    with pytest.raises(CannotDo, match="damaged"):
        read(file(tmp_path, "bad.zip", bytes(whole)))


@pytest.mark.parametrize("pack", ["zip", "gz"])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, pack: str) -> None:
    bomb = b"a,b\n" + b"1,2\n" * 250_000
    path = (
        zipped(tmp_path, {"a.csv": bomb})
        if pack == "zip"
        else file(tmp_path, "f.csv.gz", gzip.compress(bomb, mtime=0))
    )
    with pytest.raises(CannotDo, match="times its size"):
        read(path, SMALL)


def test_members_together_may_not_unpack_to_more_than_the_limit(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(700_000).hex().encode()
    parts = {f"{n}.csv": b"a\n" + noise[:1_390_000].replace(b"0", b"\n") for n in range(3)}
    limits = Limits(expanded=3_000_000)
    with pytest.raises(CannotDo, match="unpacks to more than"):
        read(zipped(tmp_path, parts), limits)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="3 is the most"):
        read(zipped(tmp_path, {f"{n}.csv": GOOD for n in range(4)}), SMALL)


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"f\.csv is larger than \d MB\. Split it"):
        read(file(tmp_path, "f.csv", b"a,b\n" + b"1,2\n" * 300_000), SMALL)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="longer than"):
        read(file(tmp_path, "f.csv", b"a,b\n" + b"x" * 5_000_000))


def test_a_row_of_another_length_is_held_with_its_line(tmp_path: Path) -> None:
    batch = read(file(tmp_path, "f.csv", b"a,b\n1,2\n1,2,3\n3,4\n"))
    assert cells(batch) == [["1", "2"], ["3", "4"]]
    assert [(bad.line, bad.reason) for bad in batch.bad] == [
        (3, "The row has 3 fields; the header names 2.")
    ]


def test_a_quotation_mark_never_closed_loses_its_own_line_only(tmp_path: Path) -> None:
    lines = [b"a,b"] + [b"%d,x" % n for n in range(200)]
    lines[100] = b'99,"x'
    batch = read(file(tmp_path, "f.csv", b"\n".join(lines) + b"\n"))
    assert len(batch.rows) == 199
    assert [bad.line for bad in batch.bad] == [101]
    assert [line for line, _ in batch.rows] == [n for n in range(2, 202) if n != 101]


def test_a_quoted_field_over_several_lines_is_one_row(tmp_path: Path) -> None:
    batch = read(file(tmp_path, "f.csv", b'a,b\n1,"two\nlines"\n3,4\n'))
    assert batch.rows == [(2, ["1", "two\nlines"]), (4, ["3", "4"])]


def test_a_nul_byte_holds_its_line(tmp_path: Path) -> None:
    batch = read(file(tmp_path, "f.csv", b"a,b\n1,\x00\n3,4\n"))
    assert len(batch.rows) == 1
    assert "NUL" in batch.bad[0].reason


def test_the_mark_that_parts_kept_columns_holds_its_line(tmp_path: Path) -> None:
    batch = read(file(tmp_path, "f.csv", b"a,b\n1,\x1f\n3,4\n"))
    assert len(batch.rows) == 1
    assert "control character" in batch.bad[0].reason


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    batch = read(file(tmp_path, "f.csv", b"a,b\n\n1,2\n,\n\n3,4\n"))
    assert [line for line, _ in batch.rows] == [3, 6]
    assert not batch.bad


@pytest.mark.parametrize(
    ("row", "read_as"),
    [
        (b"1", ["1", "", "", ""]),
        (b"1,2", ["1", "2", "", ""]),
        (b"1,2,3", ["1", "2", "3", ""]),
        (b",2", ["", "2", "", ""]),
        (b'"1","2"', ["1", "2", "", ""]),
        (b'"1,1"', ["1,1", "", "", ""]),
        (b"1,2,3,4,", ["1", "2", "3", "4"]),
        (b"1,2,3,4,,,", ["1", "2", "3", "4"]),
        (b"1,,,,,", ["1", "", "", ""]),
        (b"1,2,3,4, ,", ["1", "2", "3", "4"]),
    ],
)
def test_empty_cells_at_the_end_of_a_row_may_be_left_out_or_added(
    tmp_path: Path, row: bytes, read_as: list[str]
) -> None:
    batch = read(file(tmp_path, "f.csv", b"a,b,c,d\n" + row + b"\n5,6,7,8\n"))
    assert cells(batch) == [read_as, ["5", "6", "7", "8"]]
    assert not batch.bad


def test_many_quotation_marks_never_closed_cost_no_more_than_their_lines(tmp_path: Path) -> None:
    path = file(tmp_path, "f.csv", b"a,b\n" + b'"a\n' * 20_000)
    with open_file(path, "f.csv").tables[0].text() as text:
        lines = Lines(text, Limits(lines_in_a_row=4))
        waiting = lines.ahead(1) and lines.waiting
        for _ in range(3):
            with pytest.raises(csv.Error):
                list(csv.reader(lines, strict=True))
            lines.give_back_all_but_first()
    assert lines.waiting is waiting, "the lines still to read are not copied for each bad one"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("at", [60, 80, 100, 120])
def test_a_member_spoiled_anywhere_is_refused_in_a_sentence(
    tmp_path: Path, method: int, at: int
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr(
            "a.csv", b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(3_000))
        )
    whole = bytearray(held.getvalue())
    whole[at] ^= 0xFF
    with pytest.raises(CannotDo, match="damaged"):
        read(file(tmp_path, "bad.zip", bytes(whole)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_parts_its_columns_and_however_it_is_encoded(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = f'a{delimiter}b\r\n1{delimiter}"Café, {delimiter} bar"\r\n'
    batch = read(file(tmp_path, "f.csv", text.encode(encoding)))
    assert cells(batch) == [["1", f"Café, {delimiter} bar"]]
