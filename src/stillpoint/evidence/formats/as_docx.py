"""The report in Word: real headings, tables with header rows, charts with text alternatives."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from stillpoint.evidence.charts import png
from stillpoint.evidence.documents import (
    Bullets,
    Chart,
    Document,
    Paragraph,
    Subheading,
    Table,
)

LANDSCAPE_FROM = 7
LANGUAGE = "en-GB"
# What Word holds in a file's properties; the page has the whole title.
LONGEST_TITLE = 255


def docx(document: Document) -> bytes:
    import docx as word

    made = word.Document()
    _set_up(made, document)
    made.add_heading(document.title, level=0)
    made.add_paragraph(document.subtitle)
    for name, value in document.facts:
        line = made.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
    for section in document.sections:
        made.add_heading(section.heading, level=1)
        for block in section.blocks:
            _add(made, block)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _set_up(made: Any, document: Document) -> None:
    """Title, language, and the marking at the head and foot of every page."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    properties = made.core_properties
    properties.title, properties.language = document.title[:LONGEST_TITLE], LANGUAGE
    properties.author, properties.comments = "Stillpoint", document.marking
    properties.created = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE})
    style.element.get_or_add_rPr().append(language)
    for page in made.sections:
        # Landscape: the widest table has eight columns.
        page.page_width, page.page_height = Mm(297), Mm(210)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(18)
        page.header.paragraphs[0].text = document.marking
        page.footer.paragraphs[0].text = f"{document.marking}. {document.handling}"


def _add(made: Any, block: Any) -> None:
    if isinstance(block, Paragraph):
        made.add_paragraph(block.text)
    elif isinstance(block, Subheading):
        made.add_heading(block.text, level=2)
    elif isinstance(block, Bullets):
        for line in block.lines:
            made.add_paragraph(line, style="List Bullet")
    elif isinstance(block, Chart):
        _add_chart(made, block)
    else:
        _add_table(made, block)


def _add_chart(made: Any, chart: Chart) -> None:
    from docx.shared import Mm

    made.add_heading(chart.title, level=2)
    made.add_paragraph(chart.sentence)
    if chart.svg:
        made.add_picture(io.BytesIO(png(chart.svg)), width=Mm(100))
        properties = made.inline_shapes[-1]._inline.docPr
        properties.set("descr", f"{chart.sentence} The figures are in the table below.")
        properties.set("title", chart.title)
    _add_table(made, chart.table)


def _add_table(made: Any, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    caption = made.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(table.caption).bold = True
    grid = made.add_table(rows=1, cols=len(table.columns))
    grid.style = "Light Grid Accent 1"
    for place, column in enumerate(table.columns):
        grid.rows[0].cells[place].text = column.text
    _repeat_header(grid.rows[0])
    for row in table.rows:
        cells = grid.add_row().cells
        for place, cell in enumerate(row):
            cells[place].text = cell.text
            if table.columns[place].numeric:
                cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in grid.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    made.add_paragraph()


def _repeat_header(row: Any) -> None:
    """Mark the row as the table's header: read out with each cell, repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    marked = OxmlElement("w:tblHeader")
    marked.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(marked)
