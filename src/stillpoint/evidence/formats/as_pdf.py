"""The report as a tagged PDF (PDF/UA-1), made by Typst without a network.

The document is handed over as data, never as markup: nothing that a reviewer writes can become a
command of the typesetter.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from stillpoint.evidence.charts import png
from stillpoint.evidence.documents import (
    Block,
    Bullets,
    Chart,
    Document,
    Paragraph,
    Subheading,
    Table,
    texts_of,
    with_each_text,
)
from stillpoint.evidence.formats.printable import (
    NOTE,
    Standing,
    stand_ins,
    stand_ins_for_all,
    with_stand_ins,
)

LONG_WORD, PIECES = re.compile(r"\S{33,}"), re.compile(r"\S{1,16}")
TEMPLATE = Path(__file__).with_name("report.typ")


# Typeset text as data and not as markup, one character a line.
TRIAL = '#set document(title: "Trial")\n#for one in json("trial.json") [#one \\ ]'


def pdf(document: Document) -> bytes:
    """The bytes of the PDF. Characters without a shape in its typefaces stand there by name."""
    import typst

    texts = list(texts_of(document))
    try:
        return _with(stand_ins(texts, _tried), document)
    except typst.TypstError:
        return _with(stand_ins_for_all(texts), document)


def _with(standing: Standing, document: Document) -> bytes:
    if standing:
        document = with_each_text(document, lambda text: with_stand_ins(text, standing))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = _content(document, root, note=NOTE if standing else "")
        (root / "report.json").write_text(json.dumps(content), encoding="utf-8")
        return _typeset(TEMPLATE.read_text(encoding="utf-8"), root)


def _typeset(template: str, root: Path) -> bytes:
    """The PDF from a template and the files in the folder. Raises TypstError where it cannot be."""
    import typst

    (root / "report.typ").write_text(template, encoding="utf-8")
    made: bytes = typst.compile(
        str(root / "report.typ"),
        root=str(root),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return made


def _tried(characters: Collection[str]) -> str | None:
    """The typesetter's complaint where one of the characters has no shape; None where all have."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "trial.json").write_text(json.dumps(list(characters)), encoding="utf-8")
        try:
            _typeset(TRIAL, root)
        except typst.TypstError as refusal:
            return str(getattr(refusal, "diagnostic", "") or refusal)
    return None


def _content(document: Document, root: Path, *, note: str) -> dict[str, Any]:
    return {
        "note": note,
        "title": document.title,
        "subtitle": document.subtitle,
        "marking": document.marking,
        "handling": document.handling,
        "facts": [list(fact) for fact in document.facts],
        "sections": [
            {
                "heading": section.heading,
                "blocks": [_block(block, root) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, root: Path) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Subheading):
        return {"kind": "subheading", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "list", "lines": list(block.lines)}
    if isinstance(block, Chart):
        return {
            "kind": "chart",
            "title": block.title,
            "sentence": block.sentence,
            "picture": _picture(block, root),
            "table": _table(block.table),
        }
    return {"kind": "table", "table": _table(block)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [{"text": one.text, "numeric": one.numeric} for one in table.columns],
        "rows": [[_breakable(cell.text) for cell in row] for row in table.rows],
    }


def _breakable(text: str) -> str:
    """A word too long for a narrow cell (a case reference may be a hash) can break every so often,
    at a zero-width space."""
    return LONG_WORD.sub(lambda word: "\u200b".join(PIECES.findall(word[0])), text)


def _picture(chart: Chart, root: Path) -> str:
    """The chart's file in the folder; empty where it was not drawn."""
    if not chart.svg:
        return ""
    name = f"{chart.sha256}.png"
    (root / name).write_bytes(png(chart.svg))
    return name
