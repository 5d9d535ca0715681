"""Whatever someone wrote, a report comes out in every format."""

from __future__ import annotations

import io
import unicodedata

import docx
import pytest

from stillpoint.evidence.documents import (
    Bullets,
    Cell,
    Document,
    Paragraph,
    Section,
    columns,
    table,
    texts_of,
    with_each_text,
)
from stillpoint.evidence.formats import FORMATS
from stillpoint.evidence.formats.printable import NOTE, clusters
from stillpoint.trust.characters import holdable
from tests.evidence.test_formats import READERS, squeezed, text_of_pdf

EVERY = "".join(
    chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")
)
LINE = 400
# What a format asks of the result beside the document.
RESULT = {"round": {"ref": "ROUND", "name": "Round"}, "provisional": False}


def saying(*lines: str) -> Document:
    grid = table(
        lines[0], columns(lines[0], "Number"), [(Cell(one), Cell("1", 1.0)) for one in lines]
    )
    blocks = (Paragraph(lines[0]), Bullets(lines), grid)
    return Document(lines[0], lines[0], (("Said", lines[0]),), (Section("one", lines[0], blocks),))


@pytest.mark.parametrize("format", READERS)
def test_all_of_unicode_goes_into_every_format(format: str) -> None:
    lines = [f"line {at} {EVERY[at : at + LINE]}" for at in range(0, len(EVERY), LINE)]
    made = FORMATS[format].make(saying(*lines), RESULT)
    assert squeezed("line 0 ") in squeezed(READERS[format](made))


@pytest.mark.parametrize(
    "odd", ["\x0b", "\x0c", "\x07", "\x00", "\ufffe", "\uffff", "\ud83d", "\x1f"]
)
@pytest.mark.parametrize("format", READERS)
def test_a_control_character_ends_no_report(format: str, odd: str) -> None:
    made = FORMATS[format].make(saying(f"Before{odd}after"), RESULT)
    there = squeezed(READERS[format](made))
    assert "Before" in there
    assert "after" in there
    assert odd not in there


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("\uf0b7 Early contact", "• Early contact"),
        ("Well done \U0001f600", "Well done [grinning face]"),
        ("\u0a17\u0a41\u0a30 said", "[2 Gurmukhi letters] said"),
        ("\u4e2d\u6587", "[2 Chinese letters]"),
        ("Si\u00e2n \u0141uczak \u1e83", "Si\u00e2n \u0141uczak \u1e83"),
        ("a\u200bb\u2060c\ufeff", "abc"),
    ],
)
def test_a_pdf_says_what_stood_where_its_typeface_has_no_shape(written: str, printed: str) -> None:
    there = text_of_pdf(FORMATS["pdf"].make(saying("First", written), RESULT))
    assert squeezed(printed) in squeezed(there)


def test_a_pdf_explains_its_brackets_only_where_it_has_some() -> None:
    note = squeezed(NOTE)
    assert note in squeezed(text_of_pdf(FORMATS["pdf"].make(saying("\u4e2d"), RESULT)))
    assert note not in squeezed(text_of_pdf(FORMATS["pdf"].make(saying("Plain – “words”"), RESULT)))


def test_word_keeps_every_letter() -> None:
    made = docx.Document(
        io.BytesIO(FORMATS["docx"].make(saying("\u0a17\u0a41\u0a30 \U0001f600"), RESULT))
    )
    assert "\u0a17\u0a41\u0a30 \U0001f600" in [one.text for one in made.paragraphs]


def test_marks_stay_with_their_letter() -> None:
    assert clusters("e\u0301a\U0001f469\u200d\U0001f467") == [
        "e\u0301",
        "a",
        "\U0001f469\u200d\U0001f467",
    ]


def test_a_document_without_odd_characters_is_the_same_document() -> None:
    plain = saying("Plain words")
    assert with_each_text(plain, holdable) is plain
    assert "Plain words" in set(texts_of(plain))
