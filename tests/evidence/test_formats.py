"""Five formats of one document: they open again, and say the same."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import docx
import pypdf
import pytest
from odfdo import Document as OdfDocument

from stillpoint.evidence import disclosing, freezing
from stillpoint.evidence.access import Version
from stillpoint.evidence.disclosing import Shown
from stillpoint.evidence.documents import (
    Bullets,
    Cell,
    Column,
    Document,
    Paragraph,
    Section,
    Table,
    tables_of,
)
from stillpoint.evidence.formats import FORMATS
from stillpoint.evidence.formats.as_ods import harmless, ods
from stillpoint.evidence.formats.as_pdf import pdf
from stillpoint.reviews import drawing
from tests.evidence.factories import Given, close, make_published_round, originals, review_twice
from tests.reviews.factories import CONSOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> Shown:
    round = make_published_round()
    north, south = originals(round, "North"), originals(round, "South")
    substitute = drawing.mark_unavailable(
        by=CONSOLE, selection=north[0], reason="The file is with a court."
    )
    assert substitute is not None
    for selection, rating in zip(
        (north[1], substitute, *south), (4, 2, 5, 4, 3, None), strict=True
    ):
        review_twice(
            selection,
            Given(rating=rating, strengths=["Quick contact."], improvements=["No fresh look."]),
        )
    close(round)
    freezing.make_report(by=CONSOLE, round=round)
    return disclosing.shown_to(CONSOLE, round)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


def text_of_html(made: bytes) -> str:
    parser = _Text()
    parser.feed(made.decode())
    return parser.text


def text_of_docx(made: bytes) -> str:
    opened = docx.Document(io.BytesIO(made))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    foot = opened.sections[0].footer.paragraphs[0].text
    return " ".join([foot, *(one.text for one in opened.paragraphs), *cells])


def text_of_pdf(made: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def _ods_values(made: bytes) -> Iterator[str]:
    for sheet in OdfDocument(io.BytesIO(made)).body.tables:
        for row in sheet.rows:
            for cell in row.cells:
                yield cell.text_recursive


def text_of_ods(made: bytes) -> str:
    return " ".join(_ods_values(made))


def text_of_json(made: bytes) -> str:
    return " ".join(_strings({**json.loads(made), "figures": None}))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))


READERS = {
    "html": text_of_html,
    "docx": text_of_docx,
    "pdf": text_of_pdf,
    "ods": text_of_ods,
    "json": text_of_json,
}


def squeezed(text: str) -> str:
    """Without blanks and line breaks: a PDF breaks lines where it likes."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def words_of(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle, document.marking, document.handling)
    for section in document.sections:
        yield section.heading
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Bullets):
                yield from block.lines
    for _, table in tables_of(document):
        for row in table.rows:
            yield from (cell.text for cell in row)


@pytest.mark.parametrize("format", READERS)
def test_every_format_says_every_word_and_figure(shown: Shown, format: str) -> None:
    made = FORMATS[format].make(shown.document, shown.result)
    there = squeezed(READERS[format](made))
    missing = [words for words in words_of(shown.document) if squeezed(words) not in there]
    assert missing == []


def test_the_json_holds_the_figures_that_the_words_were_made_from(shown: Shown) -> None:
    made = json.loads(FORMATS["json"].make(shown.document, shown.result))
    good = made["figures"]["areas"][0]["overall"]["good"]
    assert f"{good['value'] * 100:.0f}%" in text_of_json(json.dumps(made).encode())
    assert made["marking"] == "OFFICIAL-SENSITIVE"
    assert made["provisional"] is False


def test_the_pdf_is_tagged_and_has_a_language_and_a_title(shown: Shown) -> None:
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].make(shown.document, shown.result)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == shown.document.title
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_every_page_of_the_pdf_is_marked(shown: Shown) -> None:
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].make(shown.document, shown.result)))
    assert all("OFFICIAL-SENSITIVE" in page.extract_text() for page in reader.pages)


def test_word_has_headings_header_rows_and_text_for_pictures(shown: Shown) -> None:
    opened = docx.Document(io.BytesIO(FORMATS["docx"].make(shown.document, shown.result)))
    styles = [one.style.name for one in opened.paragraphs if one.style is not None]
    assert styles.count("Heading 1") == len(shown.document.sections)
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in opened.tables)
    assert len(opened.inline_shapes) == 2
    assert all(
        "in the table below" in one._inline.docPr.get("descr") for one in opened.inline_shapes
    )
    assert "OFFICIAL-SENSITIVE" in opened.sections[0].footer.paragraphs[0].text


def test_the_web_page_fetches_nothing(shown: Shown) -> None:
    page = FORMATS["html"].make(shown.document, shown.result).decode()
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!data:|#)', page)


def hostile() -> Document:
    cells = ("=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "plain")
    table = Table(
        "=cmd|' /C calc'!A0",
        (Column("=A"), Column("B")),
        tuple((Cell(text), Cell("1", 1.0)) for text in cells),
    )
    words = Paragraph('#import "x"; $ \\ = * _ ` <script>alert(1)</script> {{ 7 * 7 }}')
    bad = Bullets(("=HYPERLINK(1)", '#read("/etc/hostname")'))
    return Document("=Title", "", (), (Section("one", "=Heading", (words, bad, table)),))


def test_no_cell_of_a_spreadsheet_begins_a_formula() -> None:
    made = ods(hostile())
    assert not [text for text in _ods_values(made) if text.startswith(("=", "+", "-", "@", "\t"))]
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert b"table:formula" not in opened.read("content.xml")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1"])
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_numbers_stay_numbers_in_a_spreadsheet(shown: Shown) -> None:
    opened = OdfDocument(io.BytesIO(FORMATS["ods"].make(shown.document, shown.result)))
    strata = next(sheet for sheet in opened.body.tables if "Strata" in sheet.name)
    assert [float(row.cells[1].value) for row in strata.rows[3:5]] == [10.0, 20.0]


def test_what_a_reviewer_writes_is_no_command_of_the_typesetter() -> None:
    there = squeezed(text_of_pdf(pdf(hostile())))
    assert squeezed('#read("/etc/hostname")') in there
    assert squeezed("<script>alert(1)</script>") in there


def test_what_a_reviewer_writes_is_no_markup_of_the_web_page(shown: Shown) -> None:
    page = FORMATS["html"].make(hostile(), shown.result).decode()
    assert "<script>" not in page
    assert "{{ 7 * 7 }}" in page


def test_the_version_stands_on_the_report(shown: Shown) -> None:
    assert shown.version is Version.FULL
    assert ("Version", "Full, for the RASSO command") in shown.document.facts
